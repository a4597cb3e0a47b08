package dev.loopkeeper.engine.task;

import dev.loopkeeper.engine.snapshot.OperatorPart;
import dev.loopkeeper.engine.snapshot.RoundProgress;
import dev.loopkeeper.engine.snapshot.SnapshotId;
import java.util.ArrayList;
import java.util.List;

/** One snapshot as one task takes part in it: from the first it hears of it until it hears how it ended. */
final class SnapshotRun {

    final SnapshotId snapshot;
    final List<OperatorPart> parts = new ArrayList<>();
    /** Whether the trigger was read; heads and sources only. */
    boolean triggered;

    boolean stop;
    boolean cut;
    boolean ended;
    RoundProgress rounds;
    /** Uploads under way, and ranges not closed yet. */
    int outstanding;

    long uploadedBytes;
    boolean acknowledged;
    boolean declined;
    boolean over;

    SnapshotRun(SnapshotId snapshot) {
        this.snapshot = snapshot;
    }
}
