package dev.loopkeeper.storage;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where the store is and how to reach it.
 *
 * @param endpoint {@code http://} or {@code https://}, host and optional port
 * @param bucket must exist
 * @param prefix what every key begins with; empty or ending with a slash
 * @param region as the store names it
 * @param access how the client proves who it is
 * @param caCertificate a PEM file with certificates to trust besides those of the system
 */
public record S3Settings(
        URI endpoint,
        String bucket,
        String prefix,
        String region,
        S3Access access,
        Optional<Path> caCertificate,
        S3Timeouts timeouts) {

    public static final String DEFAULT_REGION = "us-east-1";

    private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");
    private static final Pattern REGION = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    public S3Settings {
        requireEndpoint(endpoint);
        requireBucket(bucket);
        if (!REGION.matcher(region).matches()) {
            throw new IllegalArgumentException("\"" + region + "\" is not an S3 region; a usual one is us-east-1");
        }
        prefix = normalPrefix(prefix);
    }

    public S3Settings(URI endpoint, String bucket, String prefix, S3Access access) {
        this(endpoint, bucket, prefix, DEFAULT_REGION, access, Optional.empty(), S3Timeouts.DEFAULT);
    }

    /**
     * The keys themselves, for whoever hands them on.
     *
     * @throws IllegalStateException if there are none, because access is by an identity
     */
    public S3Credentials credentials() {
        if (access instanceof S3Credentials keys) {
            return keys;
        }
        throw new IllegalStateException("the store at " + endpoint + " is reached by an identity, not by keys");
    }

    public S3Settings withEndpoint(URI other) {
        return new S3Settings(other, bucket, prefix, region, access, caCertificate, timeouts);
    }

    public S3Settings withBucket(String other) {
        return new S3Settings(endpoint, other, prefix, region, access, caCertificate, timeouts);
    }

    public S3Settings withPrefix(String other) {
        return new S3Settings(endpoint, bucket, other, region, access, caCertificate, timeouts);
    }

    public S3Settings withRegion(String other) {
        return new S3Settings(endpoint, bucket, prefix, other, access, caCertificate, timeouts);
    }

    public S3Settings withAccess(S3Access other) {
        return new S3Settings(endpoint, bucket, prefix, region, other, caCertificate, timeouts);
    }

    public S3Settings withCaCertificate(Path other) {
        return new S3Settings(endpoint, bucket, prefix, region, access, Optional.of(other), timeouts);
    }

    public S3Settings withTimeouts(S3Timeouts other) {
        return new S3Settings(endpoint, bucket, prefix, region, access, caCertificate, other);
    }

    /** Whether what is sent stays on this machine. */
    boolean isLoopback() {
        String host = endpoint.getHost();
        return host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]");
    }

    boolean isEncrypted() {
        return endpoint.getScheme().equalsIgnoreCase("https");
    }

    static void requireBucket(String bucket) {
        if (!BUCKET.matcher(bucket).matches() || bucket.contains("..")) {
            throw new IllegalArgumentException(
                    "\"" + bucket
                            + "\" is not a bucket name: 3 to 63 lower-case letters, digits, dots and hyphens, a letter or digit at both ends");
        }
    }

    private static void requireEndpoint(URI endpoint) {
        String scheme = endpoint.getScheme();
        boolean known = scheme != null && (scheme.equalsIgnoreCase("http") || scheme.equalsIgnoreCase("https"));
        String path = endpoint.getRawPath();
        boolean bare = (path == null || path.isEmpty() || path.equals("/"))
                && endpoint.getRawQuery() == null
                && endpoint.getRawFragment() == null
                && endpoint.getRawUserInfo() == null;
        if (!known || endpoint.getHost() == null || !bare) {
            // The text itself may hold a password before the host, so it is not repeated.
            throw new IllegalArgumentException(
                    "the S3 endpoint must be http:// or https:// with a host and an optional port, without path, query or user, such as https://s3.example.org:9000");
        }
    }

    private static String normalPrefix(String prefix) {
        if (prefix.startsWith("/")) {
            throw new IllegalArgumentException(
                    "the prefix \"" + prefix + "\" in the bucket must not begin with a slash");
        }
        return prefix.isEmpty() || prefix.endsWith("/") ? prefix : prefix + "/";
    }
}
