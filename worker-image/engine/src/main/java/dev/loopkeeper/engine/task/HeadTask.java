package dev.loopkeeper.engine.task;

import dev.loopkeeper.engine.codec.Codec;
import dev.loopkeeper.engine.log.FeedbackLog;
import dev.loopkeeper.engine.log.LogCapture;
import dev.loopkeeper.engine.message.TaskCommand;
import dev.loopkeeper.engine.message.TaskReport;
import dev.loopkeeper.engine.plan.AggregateLayout;
import dev.loopkeeper.engine.plan.TaskId;
import dev.loopkeeper.engine.plan.Vertex;
import dev.loopkeeper.engine.snapshot.ChunkWriter;
import dev.loopkeeper.engine.snapshot.Control.Barrier;
import dev.loopkeeper.engine.snapshot.Control.RoundMark;
import dev.loopkeeper.engine.snapshot.LogPart;
import dev.loopkeeper.engine.snapshot.LoopDecision;
import dev.loopkeeper.engine.snapshot.OperatorPart;
import dev.loopkeeper.engine.snapshot.RoundProgress;
import dev.loopkeeper.engine.snapshot.SnapshotId;
import dev.loopkeeper.engine.snapshot.TaskPart;
import java.io.IOException;
import java.util.List;

/**
 * The head of a loop variable: reads the outside input and the feedback log, and is where a snapshot cuts the loop. Nothing in it blocks:
 * feedback is appended always (I4), and processed but for two cases: behind a barrier that came back before this head's cut (parked), and
 * after the cut of a stop snapshot (frozen).
 */
final class HeadTask extends Task implements InputGate.Listener {

    /** Regular input waits while so many records of the loop may be processed now (R8). */
    private static final long BACKLOG_LIMIT = 16 * 1024L;

    private static final long NOWHERE = -1;

    private final int loop;
    private final int variable;
    private final boolean inRounds;
    private final long[] identity;
    private final HeadOperator head;
    private final Codec<Object> codec;
    private final InputGate gate;
    private final FeedbackLog.Reader intoBody;
    private final FeedbackLog.Reader intoRemainder;
    private FeedbackLog<Object> log;

    /** The last round whose mark was sent; -1 while round 0 is under way. */
    private int current = -1;

    private final LoopDecisions decisions = new LoopDecisions();
    private RoundMark markBehindPark;
    private long parkedAt = NOWHERE;
    private long cutFrom = NOWHERE;
    private int cutCurrent;
    private LoopDecision cutDecision;
    private boolean lifted;
    private boolean frozen;
    private long received;
    private long prefix;
    private long replayUntil = NOWHERE;

    HeadTask(
            TaskId id,
            Vertex vertex,
            int loop,
            int variable,
            boolean inRounds,
            AggregateLayout layout,
            TaskChain chain,
            InputGate gate,
            Codec<Object> codec,
            TaskPorts ports,
            SnapshotId watermark) {
        super(id, vertex, chain, ports, watermark);
        this.loop = loop;
        this.variable = variable;
        this.inRounds = inRounds;
        this.identity = layout.identity();
        this.head = (HeadOperator) chain.entry();
        this.gate = gate;
        this.codec = codec;
        Backpressure backpressure = chain.backpressure();
        this.intoBody = (records, from, to) -> head.process(0, records, from, to, backpressure);
        this.intoRemainder = (records, from, to) -> head.remainder().accept(records, from, to, backpressure);
    }

    // State

    @Override
    void restored(TaskPart part) {
        OperatorPart.Head state = part.part(OperatorPart.Head.class, head.operator.name());
        if (state == null) {
            return;
        }
        current = state.current();
        RoundMark undecided = state.mark();
        decisions.restore(state.decision(), undecided);
        log = ports.openLog(id, codec, state.logs(), state.rescaled());
        replayUntil = log.end();
        prefix = log.backlog();
        if (state.rescaled() && undecided != null) {
            log.append(undecided);
        }
    }

    @Override
    void begun() {
        if (log == null) {
            log = ports.openLog(id, codec, List.of(), false);
            replayUntil = log.end();
        }
        RoundMark undecided = decisions.undecided();
        if (undecided != null && !decisions.beyond(undecided.round())) {
            ports.report(new TaskReport.RoundReported(id, variable, undecided));
        }
    }

    @Override
    void closed() {
        if (log != null) {
            log.close();
        }
    }

    long backlog() {
        return log == null ? 0 : log.backlog();
    }

    FeedbackLog<Object> log() {
        return log;
    }

    int round() {
        return current;
    }

    // Records

    @Override
    boolean advance(int budget) throws IOException {
        if (frozen || ended()) {
            return gateOnly(budget);
        }
        boolean progress = feedback(budget);
        boolean room = processable() < BACKLOG_LIMIT;
        gate.withhold(!room);
        if (lifted || room) {
            progress |= gate.run(budget, head, chain.backpressure(), this);
        }
        if (inRounds && current < 0 && gate.allEnded()) {
            mark(0, identity);
            progress = true;
        }
        return progress;
    }

    /** A head that has finished or stands still goes on answering barriers, which are all that can come. */
    private boolean gateOnly(int budget) throws IOException {
        return !frozen && gate.run(budget, head, chain.backpressure(), this);
    }

    private long processable() {
        return inRounds && !mayRead() ? 0 : log.backlog();
    }

    private boolean mayRead() {
        return decisions.advanceBeyond(current);
    }

    private boolean feedback(int budget) throws IOException {
        if (decisions.finished()) {
            return finish(budget);
        }
        if (inRounds && !mayRead()) {
            return false;
        }
        return read(budget, intoBody);
    }

    private boolean finish(int budget) throws IOException {
        boolean progress = read(budget, intoRemainder);
        if (log.backlog() == 0 && gate.allEnded()) {
            end();
            return true;
        }
        return progress;
    }

    /** Hands on what the log has, as far as the round's end; returns whether that was anything. */
    private boolean read(int budget, FeedbackLog.Reader reader) {
        int taken = 0;
        while (taken < budget && !chain.backpressure().full()) {
            int records = log.read(budget - taken, reader);
            received += records;
            taken += records;
            if (records == 0) {
                RoundMark mark = (RoundMark) log.poll();
                if (mark == null) {
                    break;
                }
                taken++;
                if (!decisions.finished() && mark.round() == current) {
                    LoopDecision decision = decisions.latest();
                    mark(decision.number(), decision.global());
                    break;
                }
            }
        }
        replayed();
        return taken > 0;
    }

    private void replayed() {
        if (replayUntil != NOWHERE && log.cursor() >= replayUntil) {
            replayUntil = NOWHERE;
            ports.report(new TaskReport.Replayed(id));
        }
    }

    private void mark(int round, long[] global) {
        current = round;
        head.accept(new RoundMark(loop, round, global, identity, 0), identity);
    }

    // Feedback, called by the tail of the same index

    void feedBack(Object record) {
        log.append(record);
    }

    void markReturned(RoundMark mark) {
        log.append(mark);
        if (parkedAt != NOWHERE) {
            markBehindPark = mark;
        } else {
            reportRound(mark);
        }
    }

    private void reportRound(RoundMark mark) {
        decisions.await(mark);
        ports.report(new TaskReport.RoundReported(id, variable, mark));
    }

    /** The barrier is appended: behind the cut this closes the loop log's range, before the cut it parks the channel. */
    void barrierReturned(Barrier barrier) {
        SnapshotRun joined = join(barrier.snapshot(), barrier.committed());
        if (joined == null) {
            return;
        }
        if (joined.cut) {
            close(joined, log.end());
        } else {
            parkedAt = log.end();
            log.limit(parkedAt);
        }
    }

    // Snapshots

    @Override
    void handle(TaskCommand command) throws IOException {
        switch (command) {
            case TaskCommand.Trigger trigger -> {
                if (join(trigger.snapshot(), trigger.committed()) != null && !run.triggered) {
                    run.triggered = true;
                    run.stop = trigger.stop();
                    decisions.holdAbove(trigger.decisions().getOrDefault(loop, 0));
                    cutIfAligned(trigger.committed());
                }
            }
            case TaskCommand.AllSent sent -> lifted = run != null && !run.cut && run.snapshot.equals(sent.snapshot());
            case TaskCommand.Decide decide
            when decide.decision().loop() == loop ->
                decisions.decide(decide.decision(), run != null && run.triggered && !run.cut);
            case TaskCommand.Resume resume -> {
                super.handle(command);
                decisions.release();
            }
            default -> super.handle(command);
        }
    }

    @Override
    public void barrier(InputGate.Input input, Barrier barrier) throws IOException {
        if (barrier.attempt() != ports.attempt() || join(barrier.snapshot(), barrier.committed()) == null) {
            return;
        }
        gate.block(input);
        cutIfAligned(barrier.committed());
    }

    private void cutIfAligned(SnapshotId committed) throws IOException {
        if (!run.triggered || run.cut || !gate.allBlocked()) {
            return;
        }
        SnapshotRun cutRun = run;
        cutFrom = log.cursor();
        log.pin(cutFrom);
        cutCurrent = current;
        cutDecision = decisions.latest();
        // The range of the log is outstanding until the barrier has come back.
        cutRun.outstanding++;
        cut(new Barrier(ports.attempt(), cutRun.snapshot, committed, cutRun.stop));
        frozen = cutRun.stop;
        gate.unblock();
        lifted = false;
        if (parkedAt != NOWHERE) {
            long to = parkedAt;
            close(cutRun, to);
            unpark();
        }
        decisions.release();
    }

    private void close(SnapshotRun closing, long to) {
        int round = cutCurrent;
        LoopDecision last = cutDecision;
        LogCapture capture = log.capture(closing.snapshot, cutFrom, to);
        upload(closing, List.of(new PendingPart() {
            @Override
            public OperatorPart write(ChunkWriter chunks) throws IOException {
                LogPart part = capture.write(chunks);
                return new OperatorPart.Head(head.operator.name(), round, last, List.of(part), part.mark(), false);
            }

            @Override
            public void durable(OperatorPart part) {
                log.uploaded(
                        closing.snapshot,
                        ((OperatorPart.Head) part).logs().getFirst().chunks());
            }
        }));
        closing.outstanding--;
        acknowledge(closing);
    }

    private void unpark() {
        parkedAt = NOWHERE;
        log.limit(Long.MAX_VALUE);
        if (markBehindPark != null) {
            RoundMark mark = markBehindPark;
            markBehindPark = null;
            reportRound(mark);
        }
    }

    @Override
    void over(SnapshotRun finished, boolean committed) {
        gate.unblock();
        lifted = false;
        if (parkedAt != NOWHERE) {
            unpark();
        }
        if (finished.cut) {
            if (committed) {
                log.committed(finished.snapshot);
            } else {
                log.aborted(finished.snapshot);
            }
        }
        if (!committed) {
            frozen = false;
        }
        decisions.release();
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
    public void mark(InputGate.Input input, RoundMark mark) {
        throw new IllegalStateException("a round mark came from outside of the loop, by " + input.edge);
    }

    @Override
    public void end(InputGate.Input input) {}

    @Override
    TaskReport.Resumed resumed() {
        return new TaskReport.Resumed(id, ended(), decisions.latest(), decisions.undecided());
    }

    @Override
    void answer(TaskCommand.Wave wave) {
        if (wave.loop() == loop) {
            // A restored log counts as sent.
            ports.report(new TaskReport.WaveAnswered(
                    id, loop, wave.wave(), chain.sentInLoop() + prefix, received, gate.allEnded()));
        }
    }
}
