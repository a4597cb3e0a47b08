package dev.loopkeeper.engine.coordinator.region;

import dev.loopkeeper.engine.plan.TaskId;
import dev.loopkeeper.engine.snapshot.Manifest;
import dev.loopkeeper.engine.snapshot.TaskPart;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** What a region asks of the job, and tells it. On the coordinator's thread. */
public interface RegionListener {

    /**
     * Works out what a region without a snapshot of its own starts from; where that is not possible, the job ends.
     *
     * @param wanted whether the attempt that needs it is still under way: what one before it has asked for may be gone by now
     */
    void initialParts(RegionCoordinator region, BooleanSupplier wanted, Consumer<Map<TaskId, TaskPart>> done);

    /** Whether this coordinator has ended: it deletes, commits and reports nothing any more (R12). */
    boolean over();

    /** Another coordinator has claimed the job. */
    void fenced(String found);

    /** The region will not be started again. */
    void failed(RegionCoordinator region, String message);

    /** What the region goes on from cannot be restored, and only people can mend it: the job stops as it is (R14). */
    void unrestorable(RegionCoordinator region, String reason);

    /** The region has committed a snapshot that it was asked for. */
    void requestCommitted(RegionCoordinator region, Manifest manifest);

    /** The region's last snapshot is committed. */
    void finished(RegionCoordinator region);

    /** The region's stop snapshot is committed, or it had nothing to stop. */
    void stopped(RegionCoordinator region);

    /** The region has lost an attempt: with the scope {@code Job} all others follow. */
    void restarting(RegionCoordinator region);

    /** The first attempt of any region with tasks of a vertex of which output may still be committed: regions can share a sink. */
    int firstAttemptAtWork(int vertex);

    /** A committed snapshot of the region's own makes the epoch before unnecessary. */
    void committed(RegionCoordinator region);
}
