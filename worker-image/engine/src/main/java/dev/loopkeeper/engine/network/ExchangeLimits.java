package dev.loopkeeper.engine.network;

import java.time.Duration;

/**
 * What bounds an exchange. A channel holds at most {@code credits} batches between {@code send} and {@code release}, beyond what one record
 * emits, so the memory of a region's exchange is at most channels x credits x bytes of a batch (R5). The same at all workers of a job.
 *
 * @param credits batches under way per channel, at least 1
 * @param maximumFrameBytes the largest batch in encoded form, in bytes; it must have room for the largest record
 * @param connectTimeout how long {@code open} waits for all peers
 */
public record ExchangeLimits(int credits, int maximumFrameBytes, Duration connectTimeout) {

    public static final ExchangeLimits DEFAULT = new ExchangeLimits(8, 256 * 1024 * 1024, Duration.ofSeconds(60));

    /** The most that can be asked for as {@code maximumFrameBytes}: 1 GiB. */
    static final int LARGEST_FRAME = 1 << 30;

    public ExchangeLimits {
        if (credits < 1) {
            throw new IllegalArgumentException("credits must be at least 1, got " + credits);
        }
        if (maximumFrameBytes < 64 * 1024 || maximumFrameBytes > LARGEST_FRAME) {
            throw new IllegalArgumentException(
                    "maximumFrameBytes must be from 65536 to " + LARGEST_FRAME + ", got " + maximumFrameBytes);
        }
        if (connectTimeout.isNegative() || connectTimeout.isZero()) {
            throw new IllegalArgumentException("connectTimeout must be positive, got " + connectTimeout);
        }
    }
}
