package dev.loopkeeper.engine.security;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;

/**
 * A directory with {@code tls.crt} (chain, PEM), {@code tls.key} (PKCS#8, PEM) and {@code ca.crt} (trusted authorities, PEM): a mounted Secret.
 *
 * @param directory where they are
 */
public record IdentityFiles(Path directory) {

    private static final String CERTIFICATE = "tls.crt";
    private static final String KEY = "tls.key";
    private static final String AUTHORITIES = "ca.crt";

    /** What a kubelet swaps when it changes the files of a volume, all at once. */
    private static final String CURRENT = "..data";

    private static final String KEY_BEGIN = "-----BEGIN PRIVATE KEY-----";
    private static final String KEY_END = "-----END PRIVATE KEY-----";
    private static final List<String> KEY_ALGORITHMS = List.of("EC", "RSA", "Ed25519");

    /**
     * Reads them as they are now. Any thread.
     *
     * @throws IOException with one line that names the file and says nothing of its content
     */
    Identity read() throws IOException {
        // All three of one version: a key does not fit the certificate that came after it.
        Path version = directory.resolve(CURRENT);
        Path folder = Files.exists(version) ? version.toRealPath() : directory;
        return new Identity(
                certificates(folder.resolve(CERTIFICATE)),
                key(folder.resolve(KEY)),
                certificates(folder.resolve(AUTHORITIES)));
    }

    private static List<X509Certificate> certificates(Path file) throws IOException {
        try {
            List<X509Certificate> certificates =
                    CertificateFactory.getInstance("X.509")
                            .generateCertificates(new ByteArrayInputStream(bytes(file)))
                            .stream()
                            .map(X509Certificate.class::cast)
                            .toList();
            if (certificates.isEmpty()) {
                throw new IOException(file + " has no certificate; it must have at least one, in PEM form");
            }
            return certificates;
        } catch (CertificateException e) {
            throw new IOException(file + " is not a file of certificates in PEM form", e);
        }
    }

    private static PrivateKey key(Path file) throws IOException {
        String text = new String(bytes(file), StandardCharsets.US_ASCII);
        int begin = text.indexOf(KEY_BEGIN);
        int end = text.indexOf(KEY_END);
        if (begin < 0 || end < begin) {
            throw new IOException(file + " has no private key in PKCS#8 PEM form (\"" + KEY_BEGIN + "\")");
        }
        try {
            return key(Base64.getMimeDecoder().decode(text.substring(begin + KEY_BEGIN.length(), end)));
        } catch (IllegalArgumentException | GeneralSecurityException _) {
            // Not the cause: it may quote the key.
            throw new IOException(file + " has a private key that cannot be read; it must be one of " + KEY_ALGORITHMS);
        }
    }

    private static PrivateKey key(byte[] encoded) throws GeneralSecurityException {
        for (String algorithm : KEY_ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded));
            } catch (InvalidKeySpecException _) {
                // A key of another kind.
            }
        }
        throw new InvalidKeySpecException("a key of no known kind");
    }

    private static byte[] bytes(Path file) throws IOException {
        try {
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new IOException("there is no file " + file + ", which proves who this is", e);
        } catch (IOException e) {
            throw new IOException(file + " cannot be read: " + e.getClass().getSimpleName(), e);
        }
    }
}
