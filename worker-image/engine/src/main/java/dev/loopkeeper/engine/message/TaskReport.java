package dev.loopkeeper.engine.message;

import dev.loopkeeper.engine.plan.TaskId;
import dev.loopkeeper.engine.snapshot.ChunkRef;
import dev.loopkeeper.engine.snapshot.Control.RoundMark;
import dev.loopkeeper.engine.snapshot.LoopDecision;
import dev.loopkeeper.engine.snapshot.SnapshotId;
import dev.loopkeeper.engine.snapshot.TaskPart;

/** What a task tells the coordinator. */
public sealed interface TaskReport {

    /** The task has its state back and can run. */
    record Restored(TaskId task) implements TaskReport {}

    /** The task, a source, has sent the barrier of a snapshot. */
    record BarrierSent(TaskId task, SnapshotId snapshot) implements TaskReport {}

    /** All that the task keeps in a snapshot is durable. */
    record Acknowledged(TaskId task, SnapshotId snapshot, TaskPart part, long uploadedBytes) implements TaskReport {}

    /** The task cannot take part in a snapshot; the snapshot has to be given up, the task goes on. */
    record Declined(TaskId task, SnapshotId snapshot, String reason) implements TaskReport {}

    /** A round's mark has come back to a head. */
    record RoundReported(TaskId head, int variable, RoundMark mark) implements TaskReport {}

    /** The answer to a wave. */
    record WaveAnswered(TaskId task, int loop, long wave, long sent, long received, boolean outsideEnded)
            implements TaskReport {}

    /** All input of the task has ended and all it has to say is sent. */
    record Ended(TaskId task) implements TaskReport {}

    /**
     * The answer to a new coordinator: what it has to know of a running task.
     *
     * @param decision the last decision that a head has applied, or null
     * @param undecided the mark that has come back to a head and was not decided on, or null
     */
    record Resumed(TaskId task, boolean ended, LoopDecision decision, RoundMark undecided) implements TaskReport {}

    /** A head has processed all of a restored loop log. */
    record Replayed(TaskId task) implements TaskReport {}

    /** A sink has been given its first record since the task started. */
    record FirstRecord(TaskId task) implements TaskReport {}

    /** A chunk of the snapshot that the task was restored from is missing or damaged; its region has to restart. */
    record Damaged(TaskId task, ChunkRef chunk, String message) implements TaskReport {}

    /** The snapshot holds state that the program does not declare, or declares otherwise; trying again does not help. */
    record Mismatched(TaskId task, String message) implements TaskReport {}

    /** The task failed; its region has to restart. */
    record Failed(TaskId task, String message, FailureCause cause) implements TaskReport {

        /** Of which nothing is known but the words. */
        public Failed(TaskId task, String message) {
            this(task, message, FailureCause.UNKNOWN);
        }
    }
}
