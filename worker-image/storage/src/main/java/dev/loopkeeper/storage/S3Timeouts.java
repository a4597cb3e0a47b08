package dev.loopkeeper.storage;

import java.time.Duration;

/**
 * How long calls to the store may take.
 *
 * @param connect to reach the store
 * @param read without a byte received or sent on a connection
 * @param total for one call of the store's port, all attempts and the waits between them included. A stream that is read has no such bound,
 *     only one for each repair
 */
public record S3Timeouts(Duration connect, Duration read, Duration total) {

    public static final S3Timeouts DEFAULT =
            new S3Timeouts(Duration.ofSeconds(5), Duration.ofSeconds(20), Duration.ofSeconds(60));

    public S3Timeouts {
        requirePositive("connect", connect);
        requirePositive("read", read);
        requirePositive("total", total);
    }

    private static void requirePositive(String name, Duration value) {
        if (value.compareTo(Duration.ofMillis(1)) < 0) {
            throw new IllegalArgumentException("the store's " + name + " time-out must be positive, not " + value);
        }
    }
}
