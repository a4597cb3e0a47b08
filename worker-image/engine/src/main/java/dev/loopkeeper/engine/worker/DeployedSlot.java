package dev.loopkeeper.engine.worker;

import dev.loopkeeper.engine.message.CoordinatorMessage.Deploy;
import dev.loopkeeper.engine.message.TaskCommand;
import dev.loopkeeper.engine.message.TaskReport;
import dev.loopkeeper.engine.network.RegionExchange;
import dev.loopkeeper.engine.plan.OperatorSpec;
import dev.loopkeeper.engine.plan.Region;
import dev.loopkeeper.engine.plan.TaskId;
import dev.loopkeeper.engine.runtime.BackgroundThreads;
import dev.loopkeeper.engine.runtime.SlotHost;
import dev.loopkeeper.engine.runtime.SlotThread;
import dev.loopkeeper.engine.runtime.StuckWatch;
import dev.loopkeeper.engine.runtime.ThreadedBackgroundWork;
import dev.loopkeeper.engine.task.FailureText;
import dev.loopkeeper.engine.task.Slot;
import dev.loopkeeper.engine.task.SlotBuilder;
import dev.loopkeeper.engine.task.ThrownCause;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A slot of a deployment with its thread and its background work. */
final class DeployedSlot {

    private static final Duration STUCK = Duration.ofSeconds(10);

    private final DeployedRegion region;
    private final SlotThread thread;
    private final ThreadedBackgroundWork background;
    private final StuckWatch watch;
    private final List<TaskId> tasks;

    DeployedSlot(DeployedRegion region, List<TaskId> tasks, int index, BackgroundThreads threads) {
        this.region = region;
        this.tasks = tasks;
        this.thread = new SlotThread("slot-" + region.config().name() + "-" + index, index);
        this.background = threads.of(thread);
        this.watch = new StuckWatch(thread, STUCK);
    }

    SlotThread thread() {
        return thread;
    }

    StuckWatch watch() {
        return watch;
    }

    List<TaskId> tasks() {
        return tasks;
    }

    /** Builds the slot on its thread and restores it; what it says goes to the listener, on the slot's thread. */
    void start(Deploy deploy, Region planned, RegionExchange exchange, Consumer<TaskReport> reports) {
        thread.start(new Host(deploy, planned, exchange, reports));
    }

    void command(TaskCommand command) {
        thread.onSlot(slot -> slot.handle(command));
    }

    /** Makes the slot end behind what it was told before. Does not wait. */
    void stop() {
        thread.stop();
    }

    /** Waits for the thread's end; then nothing of this slot runs any more, unless the program's code does not listen. */
    boolean awaitEnd(Duration time) {
        try {
            return thread.awaitEnd(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            background.close();
        }
    }

    /** The slot as its thread sees it. */
    private final class Host implements SlotHost, SlotPorts.Listener {

        private final Deploy deploy;
        private final Region planned;
        private final RegionExchange exchange;
        private final Consumer<TaskReport> reports;
        private int openSources;
        private @Nullable Slot slot;

        Host(Deploy deploy, Region planned, RegionExchange exchange, Consumer<TaskReport> reports) {
            this.deploy = deploy;
            this.planned = planned;
            this.exchange = exchange;
            this.reports = reports;
        }

        @Override
        public Slot build() {
            openSources = RegionLayout.sources(region.plan(), tasks);
            SlotPorts ports = new SlotPorts(region, thread, exchange, background, this);
            Slot built = SlotBuilder.build(region.plan(), planned, thread.index(), deploy.claim(), ports);
            slot = built;
            built.restore(deploy.parts());
            return built;
        }

        @Override
        public void flush() {
            exchange.flush(thread.index());
        }

        @Override
        public boolean polls() {
            return openSources > 0;
        }

        @Override
        public void failed(Throwable failure) {
            TaskId task = tasks.getFirst();
            String message = FailureText.located("slot " + thread.index(), failure);
            if (slot == null) {
                reports.accept(new TaskReport.Failed(task, message, ThrownCause.of(failure)));
            } else {
                slot.fail(task, message, ThrownCause.of(failure));
            }
        }

        @Override
        public void failed(TaskId task, Exception cause) {
            if (slot == null) {
                String where = "operator " + region.plan().vertex(task.vertex()).name();
                reports.accept(
                        new TaskReport.Failed(task, where + ": " + FailureText.of(cause), ThrownCause.of(cause)));
            } else {
                slot.fail(task, cause);
            }
        }

        @Override
        public void report(TaskReport report) {
            if (report instanceof TaskReport.Ended ended
                    && region.plan().vertex(ended.task().vertex()).entry().spec() instanceof OperatorSpec.Read) {
                openSources--;
            }
            reports.accept(report);
        }
    }
}
