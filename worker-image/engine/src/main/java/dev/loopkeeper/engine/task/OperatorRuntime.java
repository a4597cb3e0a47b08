package dev.loopkeeper.engine.task;

import dev.loopkeeper.engine.plan.AggregateLayout;
import dev.loopkeeper.engine.plan.Operator;
import dev.loopkeeper.engine.snapshot.ChunkReader;
import dev.loopkeeper.engine.snapshot.Control.Barrier;
import dev.loopkeeper.engine.snapshot.Control.RoundMark;
import dev.loopkeeper.engine.snapshot.SnapshotId;
import dev.loopkeeper.engine.snapshot.TaskPart;
import java.io.IOException;
import java.util.List;

/** An operator at work in one task. Belongs to the slot's thread, but for {@link #load}. */
abstract class OperatorRuntime implements OperatorOutput.MarkTarget {

    final Operator operator;
    OperatorOutput output;

    OperatorRuntime(Operator operator) {
        this.operator = operator;
    }

    /** Declares state and opens what the operator needs. Before anything else. */
    void open() throws IOException {}

    /**
     * Reads the operator's state back; runs in the background.
     *
     * @return what puts it in place on the slot's thread
     */
    Runnable load(TaskPart part, ChunkReader chunks) throws IOException {
        return () -> {};
    }

    /** Called on the slot's thread when all state is in place and records may flow. */
    void start() {}

    abstract void process(int input, Object record) throws IOException;

    /**
     * Processes records [from, to) one by one, until the task's ways out are full. One call for many, so that finding the operator costs nothing
     * for each of them.
     *
     * @return the index of the first that was not processed
     */
    int process(int input, Object[] records, int from, int to, Backpressure backpressure) throws IOException {
        int at = from;
        while (at < to && !backpressure.full()) {
            process(input, records[at++]);
        }
        return at;
    }

    /** The layout of the aggregates of the loop the operator is in; null outside of loops. */
    AggregateLayout layout() {
        return null;
    }

    /** Calls the program's {@code onRoundEnd}; returns what it contributed on top of the mark's partial aggregates. */
    long[] endRound(RoundMark mark) {
        return mark.partial();
    }

    /** A round is over here: the callback first, then the mark goes on (the order is the protocol's). */
    @Override
    public void accept(RoundMark mark, long[] identity) {
        long[] partial;
        try {
            partial = endRound(mark);
        } catch (RuntimeException | StackOverflowError e) {
            throw OperatorFailure.of(operator.name(), e);
        }
        output.forward(mark.withPartial(partial), identity);
    }

    /** No record will come any more. */
    void end() {}

    /** Adds what the operator keeps in a snapshot. At the cut. */
    void capture(SnapshotId snapshot, List<PendingPart> parts) throws IOException {}

    /** The task has sent its barrier. */
    void barrierPassed(Barrier barrier) {}

    void committed(SnapshotId snapshot) {}

    void aborted(SnapshotId snapshot) {}

    /** Lets go of files and connections. Never throws. */
    void close() {}
}
