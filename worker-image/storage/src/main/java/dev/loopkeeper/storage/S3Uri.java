package dev.loopkeeper.storage;

import java.io.IOException;

/**
 * {@code s3://bucket/key}; what stands behind the bucket is the key as it is, nothing in it is decoded.
 *
 * @param key may be empty
 */
record S3Uri(String bucket, String key) {

    private static final String SCHEME = "s3://";

    static S3Uri parse(String text) throws IOException {
        if (!text.startsWith(SCHEME)) {
            throw new IOException("\"" + text + "\" is no s3:// URI");
        }
        String rest = text.substring(SCHEME.length());
        int slash = rest.indexOf('/');
        String bucket = slash < 0 ? rest : rest.substring(0, slash);
        try {
            S3Settings.requireBucket(bucket);
        } catch (IllegalArgumentException e) {
            throw new IOException("in \"" + text + "\" " + e.getMessage(), e);
        }
        return new S3Uri(bucket, slash < 0 ? "" : rest.substring(slash + 1));
    }

    S3Uri withKey(String other) {
        return new S3Uri(bucket, other);
    }

    @Override
    public String toString() {
        return SCHEME + bucket + "/" + key;
    }
}
