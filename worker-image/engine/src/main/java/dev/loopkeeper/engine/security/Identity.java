package dev.loopkeeper.engine.security;

import dev.loopkeeper.engine.message.LoadedIdentity;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.List;

/**
 * What one part of a job shows others and whom it trusts.
 *
 * @param chain its own certificate first
 * @param key of its own certificate
 * @param authorities whose certificates it accepts: the job's, and while that is replaced the old and the new one
 */
record Identity(List<X509Certificate> chain, PrivateKey key, List<X509Certificate> authorities) {

    Identity {
        chain = List.copyOf(chain);
        authorities = List.copyOf(authorities);
    }

    X509Certificate leaf() {
        return chain.getFirst();
    }

    /** What others are told of it. */
    LoadedIdentity loaded() {
        return new LoadedIdentity(
                fingerprint(leaf()),
                authorities.stream().map(Identity::fingerprint).distinct().toList());
    }

    private static String fingerprint(X509Certificate certificate) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has SHA-256, and what was read can be written", e);
        }
    }

    /** What a handshake calls it by. */
    String alias() {
        return leaf().getSerialNumber().toString(Character.MAX_RADIX);
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "Identity[" + PeerName.of(leaf()).map(PeerName::toString).orElse("nobody of a job") + "]";
    }
}
