package dev.loopkeeper.provider;

import java.util.List;

/**
 * The snapshots of all regions since the run began.
 *
 * @param completed how many were committed
 * @param aborted how many were given up
 * @param bytes what the committed ones uploaded
 * @param seconds from trigger to commit, one per committed snapshot, oldest first; the newest
 *     {@value #MAX_SECONDS} at most
 */
public record SnapshotTotals(long completed, long aborted, long bytes, List<Double> seconds) {

    /** The most durations that are kept. */
    public static final int MAX_SECONDS = 10_000;

    /** No snapshot yet. */
    public static final SnapshotTotals NONE = new SnapshotTotals(0, 0, 0, List.of());

    public SnapshotTotals {
        Values.notNegative("completed", completed);
        Values.notNegative("aborted", aborted);
        Values.notNegative("bytes", bytes);
        seconds = seconds == null
                ? List.of()
                : List.copyOf(seconds.subList(Math.max(0, seconds.size() - MAX_SECONDS), seconds.size()));
    }
}
