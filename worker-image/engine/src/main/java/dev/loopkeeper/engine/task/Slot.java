package dev.loopkeeper.engine.task;

import dev.loopkeeper.engine.exchange.Batch;
import dev.loopkeeper.engine.message.FailureCause;
import dev.loopkeeper.engine.message.SlotCounters;
import dev.loopkeeper.engine.message.TaskCommand;
import dev.loopkeeper.engine.message.TaskReport;
import dev.loopkeeper.engine.plan.TaskId;
import dev.loopkeeper.engine.snapshot.DamagedChunkException;
import dev.loopkeeper.engine.snapshot.TaskPart;
import dev.loopkeeper.engine.state.StateMismatchException;
import dev.loopkeeper.engine.work.BackgroundWork.Completion;
import java.util.List;
import java.util.Map;

/**
 * All tasks of one index of a region, run by one thread, or by a simulation, step by step. Deterministic: the same commands, channel contents
 * and completions in the same order give the same reports.
 *
 * <p>One thread for all tasks of an index, not one each: a loop's tail and head share the feedback log without a lock, and a record that
 * stays at its index crosses no thread.
 */
public final class Slot {

    /** How many records a task processes before the next task of the slot has its turn. */
    private static final int BUDGET = 4 * Batch.CAPACITY;

    /** After so many busy steps batches are sent that are not full. */
    private static final int FLUSH_INTERVAL = 8;

    private final List<Task> tasks;
    private final TaskPorts ports;
    private boolean failed;
    private int busySteps;

    Slot(List<Task> tasks, TaskPorts ports) {
        this.tasks = List.copyOf(tasks);
        this.ports = ports;
    }

    /** Opens all tasks and restores their state; each reports when it is done, or fails. */
    public void restore(Map<TaskId, TaskPart> parts) {
        for (Task task : tasks) {
            guard(
                    task,
                    () -> task.restore(parts.get(task.id), new Completion<Void>() {
                        @Override
                        public void succeeded(Void nothing) {
                            ports.report(new TaskReport.Restored(task.id));
                        }

                        @Override
                        public void failed(Exception cause) {
                            fail(task, cause);
                        }
                    }));
        }
    }

    /** Hands a command to all tasks. */
    public void handle(TaskCommand command) {
        for (Task task : tasks) {
            guard(task, () -> task.handle(command));
        }
    }

    /** Lets every task do some work; returns whether any did. Idle tasks have sent everything they hold. */
    public boolean step() {
        return step(BUDGET);
    }

    /** A step in which no task processes more than about {@code budget} records. */
    public boolean step(int budget) {
        boolean progress = false;
        for (Task task : tasks) {
            if (failed) {
                return false;
            }
            try {
                progress |= task.step(budget);
            } catch (Exception | StackOverflowError | OutOfMemoryError failure) {
                fail(task, "operator " + task.chain.entry().operator.name(), failure);
                return false;
            }
        }
        if (!progress || ++busySteps >= FLUSH_INTERVAL) {
            busySteps = 0;
            tasks.forEach(task -> task.chain.flush());
        }
        return progress;
    }

    public boolean failed() {
        return failed;
    }

    /** Fails the slot for a cause outside of its tasks. */
    public void fail(TaskId task, String message, FailureCause cause) {
        if (!failed) {
            failed = true;
            ports.report(new TaskReport.Failed(task, message, cause));
        }
    }

    /** Fails the slot for what the log of one of its tasks has met. */
    public void fail(TaskId task, Throwable failure) {
        tasks.stream()
                .filter(candidate -> candidate.id.equals(task))
                .findFirst()
                .ifPresentOrElse(
                        found -> fail(found, failure),
                        () -> fail(task, FailureText.of(failure), ThrownCause.of(failure)));
    }

    public void close() {
        tasks.forEach(Task::close);
    }

    public SlotCounters counters() {
        long records = 0;
        long hops = 0;
        long backlog = 0;
        long logBytes = 0;
        int round = -1;
        for (Task task : tasks) {
            hops += task.chain.fedBack();
            if (task instanceof SourceTask source) {
                records += source.records();
            } else if (task instanceof HeadTask head) {
                backlog += head.backlog();
                logBytes += head.log() == null ? 0 : head.log().bytes();
                round = Math.max(round, head.round());
            }
        }
        return new SlotCounters(records, hops, backlog, logBytes, round);
    }

    private void guard(Task task, Step step) {
        if (failed) {
            return;
        }
        try {
            step.run();
        } catch (Exception | StackOverflowError | OutOfMemoryError failure) {
            fail(task, failure);
        }
    }

    private void fail(Task task, Throwable failure) {
        fail(task, "operator " + task.name(), failure);
    }

    /** Damage of a snapshot is reported as such: it is for the coordinator to say what follows (R14). */
    private void fail(Task task, String where, Throwable failure) {
        DamagedChunkException damage = DamagedChunkException.in(failure);
        if (damage != null && !failed) {
            failed = true;
            ports.report(new TaskReport.Damaged(task.id, damage.chunk(), where + ": " + damage.getMessage()));
            return;
        }
        if (!failed && causedByMismatch(failure)) {
            failed = true;
            ports.report(new TaskReport.Mismatched(task.id, FailureText.located(where, failure)));
            return;
        }
        ports.thrown(task.id, failure instanceof OperatorFailure named ? named.getCause() : failure);
        fail(task.id, FailureText.located(where, failure), ThrownCause.of(failure));
    }

    private static boolean causedByMismatch(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof StateMismatchException) {
                return true;
            }
        }
        return false;
    }

    private interface Step {

        void run() throws Exception;
    }
}
