package dev.loopkeeper.engine.log;

import java.util.Objects;

/**
 * How a feedback log is bounded.
 *
 * @param name for messages, for example {@code loop "propagate", head 3}
 * @param memoryBudget bytes, as codecs weigh, beyond which segments go to the local disk; at least 1
 * @param smallestSegment entries of a segment while the reader keeps up; a power of two
 * @param largestSegment entries of a segment when there is a long backlog; a power of two
 * @param segmentWeight bytes, as codecs weigh, at which a segment is closed before it is full
 */
public record LogOptions(String name, long memoryBudget, int smallestSegment, int largestSegment, long segmentWeight) {

    private static final int SMALLEST_SEGMENT = 1024;
    private static final int LARGEST_SEGMENT = 32 * 1024;
    private static final long LARGEST_SEGMENT_WEIGHT = 1 << 20;

    public LogOptions {
        Objects.requireNonNull(name);
        if (memoryBudget < 1) {
            throw new IllegalArgumentException(
                    "the memory budget of a feedback log must be at least 1 byte, not " + memoryBudget);
        }
        if (Integer.bitCount(smallestSegment) != 1
                || Integer.bitCount(largestSegment) != 1
                || smallestSegment > largestSegment) {
            throw new IllegalArgumentException(
                    "segments must have a power of two of entries, not " + smallestSegment + " to " + largestSegment);
        }
        if (segmentWeight < 1) {
            throw new IllegalArgumentException("the weight of a segment must be at least 1 byte, not " + segmentWeight);
        }
    }

    /** The usual segments, made smaller where the budget would hold only a few of them. */
    public static LogOptions of(String name, long memoryBudget) {
        long weight = Math.clamp(memoryBudget / 16, 1, LARGEST_SEGMENT_WEIGHT);
        return new LogOptions(name, memoryBudget, SMALLEST_SEGMENT, LARGEST_SEGMENT, weight);
    }
}
