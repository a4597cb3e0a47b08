package dev.loopkeeper.engine.network;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** What the workers of one job know and nobody else: proves that a peer belongs to the job. Never printed. */
public final class JobSecret {

    /** Less than 128 bits could be guessed. */
    private static final int LEAST_BYTES = 16;

    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec key;

    private JobSecret(byte[] bytes) {
        if (bytes.length < LEAST_BYTES) {
            throw new IllegalArgumentException(
                    "the job's secret must have at least " + LEAST_BYTES + " bytes of randomness");
        }
        key = new SecretKeySpec(bytes, ALGORITHM);
    }

    public static JobSecret of(byte[] bytes) {
        return new JobSecret(bytes);
    }

    /** From a token in text form, as configured. */
    public static JobSecret of(String token) {
        return new JobSecret(token.getBytes(StandardCharsets.UTF_8));
    }

    /** The keyed hash of a label and parts whose lengths are fixed or contained in them. */
    byte[] proof(String label, byte[]... parts) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update(label.getBytes(StandardCharsets.UTF_8));
            mac.update((byte) 0);
            for (byte[] part : parts) {
                mac.update(part);
            }
            return mac.doFinal();
        } catch (GeneralSecurityException unavailable) {
            throw new IllegalStateException("this Java has no " + ALGORITHM, unavailable);
        }
    }

    /** Whether a proof is right; takes as long for a wrong one, so that it cannot be guessed byte by byte. */
    boolean verify(byte[] proof, String label, byte[]... parts) {
        return MessageDigest.isEqual(proof(label, parts), proof);
    }

    @Override
    public String toString() {
        return "JobSecret[hidden]";
    }
}
