package dev.loopkeeper.storage;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;

/**
 * An access key with its secret.
 *
 * @param sessionToken of temporary credentials
 */
public record S3Credentials(String accessKey, String secretKey, Optional<String> sessionToken) implements S3Access {

    private static final int ACCESS_KEY_BYTES = 10;
    private static final int SECRET_KEY_BYTES = 32;

    public S3Credentials {
        if (accessKey.isBlank() || secretKey.isBlank()) {
            throw new IllegalArgumentException("the S3 access key and secret key must not be empty");
        }
    }

    public S3Credentials(String accessKey, String secretKey) {
        this(accessKey, secretKey, Optional.empty());
    }

    /** New credentials that nobody can guess, for a server of one's own. */
    public static S3Credentials random() {
        var random = new SecureRandom();
        return new S3Credentials(randomText(random, ACCESS_KEY_BYTES), randomText(random, SECRET_KEY_BYTES));
    }

    private static String randomText(SecureRandom random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /** Without what is secret. */
    @Override
    public String toString() {
        return "S3Credentials[accessKey=" + accessKey + ", secretKey=hidden]";
    }
}
