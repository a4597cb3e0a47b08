package dev.loopkeeper.engine.coordinator.snapshot;

import dev.loopkeeper.provider.SnapshotTotals;
import java.util.ArrayList;
import java.util.List;

/** What the snapshots of this coordinator's time have come to. */
final class SnapshotHistory {

    private long completed;
    private long aborted;
    private long bytes;
    private int failedInRow;
    private final List<Double> seconds = new ArrayList<>();

    void completed(long uploaded, long millis) {
        completed++;
        failedInRow = 0;
        bytes += uploaded;
        if (seconds.size() < SnapshotTotals.MAX_SECONDS) {
            seconds.add(millis / 1000.0);
        }
    }

    /** Given up for a reason of its own. */
    void failed() {
        aborted++;
        failedInRow++;
    }

    /** Lost with its attempt. */
    void lost() {
        aborted++;
    }

    int failedInRow() {
        return failedInRow;
    }

    SnapshotTotals totals() {
        return new SnapshotTotals(completed, aborted, bytes, seconds);
    }
}
