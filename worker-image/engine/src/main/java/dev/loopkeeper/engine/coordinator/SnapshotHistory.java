package dev.loopkeeper.engine.coordinator;

import dev.loopkeeper.provider.SnapshotTotals;
import java.util.ArrayList;
import java.util.List;

/** What the snapshots of this coordinator's time have come to. */
final class SnapshotHistory {

    private long completed;
    private long aborted;
    private long bytes;
    private final List<Double> seconds = new ArrayList<>();

    void completed(long uploaded, long millis) {
        completed++;
        bytes += uploaded;
        if (seconds.size() < SnapshotTotals.MAX_SECONDS) {
            seconds.add(millis / 1000.0);
        }
    }

    void aborted() {
        aborted++;
    }

    SnapshotTotals totals() {
        return new SnapshotTotals(completed, aborted, bytes, seconds);
    }
}
