package dev.loopkeeper.engine.task;

import dev.loopkeeper.engine.message.TaskCommand;
import dev.loopkeeper.engine.message.TaskReport;
import dev.loopkeeper.engine.plan.AggregateLayout;
import dev.loopkeeper.engine.plan.TaskId;
import dev.loopkeeper.engine.plan.Vertex;
import dev.loopkeeper.engine.snapshot.Control;
import dev.loopkeeper.engine.snapshot.RoundProgress;
import dev.loopkeeper.engine.snapshot.SnapshotId;
import dev.loopkeeper.engine.snapshot.TaskPart;
import java.io.IOException;

/** A task that reads channels: it aligns barriers and counts round marks. */
final class InputTask extends Task implements InputGate.Listener {

    private final InputGate gate;
    private final RoundGate rounds;
    private final int loop;

    /**
     * @param loop the loop that the entry operator is in, or -1
     * @param layout the layout of that loop's aggregates
     */
    InputTask(
            TaskId id,
            Vertex vertex,
            TaskChain chain,
            InputGate gate,
            int loop,
            AggregateLayout layout,
            TaskPorts ports,
            SnapshotId watermark) {
        super(id, vertex, chain, ports, watermark);
        this.gate = gate;
        this.loop = loop;
        this.rounds = loop < 0 ? null : new RoundGate(gate.inputs(), layout);
    }

    @Override
    void restored(TaskPart part) {
        if (rounds != null && part.rounds() != null) {
            rounds.restore(part.rounds());
        }
    }

    @Override
    boolean advance(int budget) throws IOException {
        boolean progress = gate.run(budget, chain.entry(), chain.backpressure(), this);
        if (gate.allEnded() && !ended()) {
            end();
            return true;
        }
        return progress;
    }

    @Override
    public void barrier(InputGate.Input input, Control.Barrier barrier) throws IOException {
        if (barrier.attempt() != ports.attempt() || join(barrier.snapshot(), barrier.committed()) == null) {
            return;
        }
        if (gate.block(input)) {
            // All input had ended before the barriers: the end belongs to the snapshot, the callback included (I7).
            if (gate.allEnded()) {
                end();
            }
            cut(barrier);
            gate.unblock();
        }
    }

    @Override
    public void mark(InputGate.Input input, Control.RoundMark mark) {
        rounds.deliver(input, mark);
        completeRound();
    }

    @Override
    public void end(InputGate.Input input) {
        if (rounds != null) {
            completeRound();
        }
    }

    /** A round is complete when its mark has come on all loop inputs and the input from outside has ended: that is part of round 0. */
    private void completeRound() {
        if (gate.outsideEnded() && rounds.complete()) {
            Control.RoundMark mark = rounds.take();
            chain.entry().accept(mark, rounds.identity());
        }
    }

    @Override
    void over(SnapshotRun finished, boolean committed) {
        gate.unblock();
    }

    @Override
    RoundProgress roundProgress() {
        return rounds == null ? null : rounds.progress();
    }

    @Override
    void answer(TaskCommand.Wave wave) {
        if (wave.loop() == loop) {
            ports.report(new TaskReport.WaveAnswered(
                    id, loop, wave.wave(), chain.sentInLoop(), gate.receivedInLoop(), gate.outsideEnded()));
        }
    }
}
