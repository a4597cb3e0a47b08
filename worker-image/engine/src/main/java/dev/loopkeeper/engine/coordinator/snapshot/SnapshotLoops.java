package dev.loopkeeper.engine.coordinator.snapshot;

import dev.loopkeeper.engine.plan.TaskId;
import java.util.Map;
import java.util.Set;

/** A region's loops as its snapshots see them. On the coordinator's thread. */
public interface SnapshotLoops {

    /** The tasks that barriers begin at. */
    Set<TaskId> sources();

    /** The numbers that a trigger names, by loop. */
    Map<Integer, Integer> decided();

    /** Whether a snapshot taken now could be restored at another parallelism. */
    boolean rescalable();

    /** Decides nothing more, so that the loops come to stand so. */
    void hold();
}
