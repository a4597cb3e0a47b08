package dev.loopkeeper.engine.log;

import dev.loopkeeper.engine.snapshot.LogChunk;
import dev.loopkeeper.engine.snapshot.SnapshotId;
import java.util.List;

/** A snapshot between its cut and its outcome. */
final class OpenSnapshot {

    final long from;
    /** From the return of the barrier on, otherwise null. */
    SnapshotId id;
    /** From the return of the barrier on, otherwise null. */
    LogCapture capture;
    /** From the end of the upload on, otherwise null. */
    List<LogChunk> chunks;

    OpenSnapshot(long from) {
        this.from = from;
    }

    boolean is(SnapshotId snapshot) {
        return id == null || id.equals(snapshot);
    }
}
