package dev.loopkeeper.engine.task;

import dev.loopkeeper.engine.message.TaskCommand;
import dev.loopkeeper.engine.message.TaskReport;
import dev.loopkeeper.engine.plan.TaskId;
import dev.loopkeeper.engine.plan.Vertex;
import dev.loopkeeper.engine.snapshot.Control.Barrier;
import dev.loopkeeper.engine.snapshot.RoundProgress;
import dev.loopkeeper.engine.snapshot.SnapshotId;
import dev.loopkeeper.engine.snapshot.TaskPart;
import java.io.IOException;

/** A task that reads a source. It goes on answering triggers after its source has ended. */
final class SourceTask extends Task {

    private final SourceOperator source;
    private boolean frozen;

    SourceTask(
            TaskId id, Vertex vertex, TaskChain chain, SourceOperator source, TaskPorts ports, SnapshotId watermark) {
        super(id, vertex, chain, ports, watermark);
        this.source = source;
    }

    long records() {
        return source.records();
    }

    @Override
    void restored(TaskPart part) {}

    @Override
    boolean advance(int budget) throws IOException {
        if (frozen || ended()) {
            return false;
        }
        boolean progress = source.read(budget, chain.backpressure());
        if (source.exhausted()) {
            end();
            return true;
        }
        return progress;
    }

    @Override
    void handle(TaskCommand command) throws IOException {
        if (command instanceof TaskCommand.Trigger trigger) {
            if (join(trigger.snapshot(), trigger.committed()) != null && !run.cut) {
                frozen = trigger.stop();
                cut(new Barrier(ports.attempt(), trigger.snapshot(), trigger.committed(), trigger.stop()));
                ports.report(new TaskReport.BarrierSent(id, trigger.snapshot()));
            }
        } else {
            super.handle(command);
        }
    }

    @Override
    void over(SnapshotRun finished, boolean committed) {
        if (!committed) {
            frozen = false;
        }
    }

    @Override
    void goOn() {
        frozen = false;
    }

    @Override
    RoundProgress roundProgress() {
        return null;
    }

    @Override
    void answer(TaskCommand.Wave wave) {}
}
