package dev.loopkeeper.engine.message;

import dev.loopkeeper.engine.plan.TaskId;
import dev.loopkeeper.engine.snapshot.TaskPart;
import java.util.List;
import java.util.Map;

/** What the coordinator tells a worker; one FIFO stream to each. Every message carries the claim; a worker refuses one lower than it has seen (K4). */
public sealed interface CoordinatorMessage {

    long claim();

    /**
     * Run these tasks.
     *
     * @param folder the region's folder in the job's part of the store, where chunks are put; ends with a slash
     * @param slots the task indexes that this worker runs
     * @param peers by worker index of the region, where the others take data connections, this worker included
     * @param workerOfSlot by task index, the index of the worker that runs it
     * @param parts the state that tasks start from; a task without an entry starts empty
     */
    record Deploy(
            long claim,
            int region,
            int attempt,
            String folder,
            List<Integer> slots,
            Map<Integer, String> peers,
            Map<Integer, Integer> workerOfSlot,
            Map<TaskId, TaskPart> parts)
            implements CoordinatorMessage {}

    /** A command for all tasks of the worker. */
    record Command(long claim, TaskCommand command) implements CoordinatorMessage {}

    /** The worker is not wanted (any more): it ends, with this reason in its log. */
    record Dismiss(long claim, String reason) implements CoordinatorMessage {}
}
