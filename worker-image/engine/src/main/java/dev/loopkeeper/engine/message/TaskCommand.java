package dev.loopkeeper.engine.message;

import dev.loopkeeper.engine.snapshot.LoopDecision;
import dev.loopkeeper.engine.snapshot.SnapshotId;
import java.util.Map;

/** What the coordinator tells the tasks of a region; one FIFO stream to each. */
public sealed interface TaskCommand {

    /** Everything is connected: begin to run. */
    record Start() implements TaskCommand {}

    /**
     * Begin a snapshot.
     *
     * @param committed the last committed snapshot of the region
     * @param decisions by loop, the number of the last decision to apply before the cut
     * @param stop whether to stand still behind the cut
     */
    record Trigger(SnapshotId snapshot, SnapshotId committed, Map<Integer, Integer> decisions, boolean stop)
            implements TaskCommand {

        public Trigger {
            decisions = Map.copyOf(decisions);
        }
    }

    /** All sources have sent the barrier: heads take input without limit until their cut. */
    record AllSent(SnapshotId snapshot) implements TaskCommand {}

    /** The snapshot is committed, its transactions too. */
    record Committed(SnapshotId snapshot) implements TaskCommand {}

    /** The snapshot is given up. */
    record Abort(SnapshotId snapshot) implements TaskCommand {}

    /** A decision of a loop; a repeated one is ignored. */
    record Decide(LoopDecision decision) implements TaskCommand {}

    /** Asks for the loop's counters. */
    record Wave(int loop, long wave) implements TaskCommand {}

    /**
     * A coordinator goes on, a new one or the same over a new stream: the snapshot is committed, all else up to this claim is aborted, known or
     * not, and what stands still for a stop snapshot moves again.
     *
     * @param undecided what is being committed right now: whoever takes part in it goes on waiting for its outcome;
     *     {@link SnapshotId#NONE} if there is none, as always with a new coordinator
     */
    record Resume(long claim, SnapshotId committed, SnapshotId undecided) implements TaskCommand {}

    /** The region's last snapshot is committed, or the attempt is over: let go of everything. */
    record Close() implements TaskCommand {}
}
