package dev.loopkeeper.storage;

import java.io.IOException;

/**
 * {@code s3://bucket/key}; what stands behind the bucket is the key as it is, nothing in it is decoded.
 *
 * @param key may be empty
 */
public record S3Uri(String bucket, String key) {

    private static final String SCHEME = "s3://";

    /** Whether a text says of itself that it is one; it may yet be a wrong one. */
    public static boolean claims(String text) {
        return text.startsWith(SCHEME);
    }

    /**
     * Reads an address.
     *
     * @throws IOException with one line that names it, if it is none, or names no bucket or no key that could be
     */
    public static S3Uri parse(String text) throws IOException {
        if (!claims(text)) {
            throw new IOException("\"" + text + "\" is no s3:// URI");
        }
        String rest = text.substring(SCHEME.length());
        int slash = rest.indexOf('/');
        String bucket = slash < 0 ? rest : rest.substring(0, slash);
        String key = slash < 0 ? "" : rest.substring(slash + 1);
        try {
            S3Settings.requireBucket(bucket);
            if (!key.isEmpty()) {
                S3Keys.require(key.endsWith("/") ? key.substring(0, key.length() - 1) : key);
            }
        } catch (IllegalArgumentException e) {
            throw new IOException("in \"" + text + "\" " + e.getMessage(), e);
        }
        return new S3Uri(bucket, key);
    }

    S3Uri withKey(String other) {
        return new S3Uri(bucket, other);
    }

    @Override
    public String toString() {
        return SCHEME + bucket + "/" + key;
    }
}
