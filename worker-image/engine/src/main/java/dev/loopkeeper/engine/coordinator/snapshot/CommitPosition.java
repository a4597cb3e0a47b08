package dev.loopkeeper.engine.coordinator.snapshot;

import dev.loopkeeper.engine.snapshot.HeadRecord;
import dev.loopkeeper.engine.snapshot.Manifest;
import dev.loopkeeper.engine.snapshot.SnapshotId;
import dev.loopkeeper.provider.RegionSnapshot;

/**
 * Where a region's chain of snapshots stands. Committed is what the head in the store names; visible is it when all its transactions are: tasks
 * hear of a snapshot, and a restore begins, only then (PROTOCOL, Sinks).
 */
final class CommitPosition {

    private SnapshotId committed = SnapshotId.NONE;
    private SnapshotId visible = SnapshotId.NONE;
    private SnapshotId settling;
    private int settlingAttempt;
    private boolean ended;
    private RegionSnapshot last;

    /** Goes on from a head whose snapshot's transactions are visible. */
    void claimed(HeadRecord head, Manifest manifest) {
        committed = head.snapshot();
        visible = committed;
        ended = head.last();
        last = manifest == null
                ? null
                : new RegionSnapshot(committed.toString(), manifest.time(), manifest.uploadedBytes(), 0);
    }

    /** The head names an earlier snapshot again, whose transactions have long been visible: the one after it began only then. */
    void fellBackTo(Manifest earlier) {
        committed = earlier.snapshot();
        visible = committed;
        ended = false;
        last = new RegionSnapshot(committed.toString(), earlier.time(), earlier.uploadedBytes(), 0);
    }

    /** The head names a snapshot now; its transactions are yet to be committed. */
    void swung(Manifest manifest, long millis) {
        committed = manifest.snapshot();
        settling = committed;
        settlingAttempt = manifest.attempt();
        ended = manifest.last();
        last = new RegionSnapshot(committed.toString(), manifest.time(), manifest.uploadedBytes(), millis);
    }

    /** All transactions of what was swung to are visible. */
    void settled() {
        visible = committed;
        settling = null;
    }

    SnapshotId committed() {
        return committed;
    }

    /** The last snapshot that tasks may hear of. */
    SnapshotId visible() {
        return visible;
    }

    /** The committed snapshot whose transactions are not all visible yet; null if there is none. */
    SnapshotId settling() {
        return settling;
    }

    /** The first attempt of which output may still be committed; none where everything has ended and is visible. */
    int firstAttemptAtWork(int attempt) {
        if (settling == null) {
            return ended ? Integer.MAX_VALUE : attempt;
        }
        return Math.min(settlingAttempt, attempt);
    }

    /** The committed snapshot as people see it; null before the first. */
    RegionSnapshot last() {
        return last;
    }
}
