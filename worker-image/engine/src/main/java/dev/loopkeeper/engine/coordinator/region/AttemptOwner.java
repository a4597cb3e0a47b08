package dev.loopkeeper.engine.coordinator.region;

import dev.loopkeeper.engine.coordinator.fence.FenceListener;
import dev.loopkeeper.engine.plan.TaskId;
import dev.loopkeeper.engine.snapshot.ChunkRef;
import dev.loopkeeper.engine.snapshot.TaskPart;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** What an attempt asks of its region, and tells it. On the coordinator's thread. */
interface AttemptOwner extends FenceListener {

    /**
     * Works out what a region without a snapshot of its own starts from; where that is not possible, the job ends.
     *
     * @param wanted whether the attempt that asks is still under way
     */
    void initialParts(BooleanSupplier wanted, Consumer<Map<TaskId, TaskPart>> done);

    /** All workers are there and are told what to restore. */
    void restoring(Map<TaskId, TaskPart> parts);

    /** All tasks have their state, and run. */
    void started();

    /** All tasks of an attempt that was running have answered this coordinator. */
    void rejoined();

    /** A worker's stream broke and is back: what was sent in between is lost. */
    void streamRestored(String worker);

    /** The snapshot does not fit the program: only another program, or another snapshot, can go on. */
    void mismatched(String message);

    /** The attempt is lost, because a worker has found what it restores from to be missing or damaged (R14). */
    void damaged(AttemptLoss loss, ChunkRef chunk);

    /** The attempt is lost. */
    void failed(AttemptLoss loss);
}
