package dev.loopkeeper.engine.task;

import dev.loopkeeper.engine.plan.Operator;
import dev.loopkeeper.engine.snapshot.ChunkReader;
import dev.loopkeeper.engine.snapshot.Control.Barrier;
import dev.loopkeeper.engine.snapshot.Control.RoundMark;
import dev.loopkeeper.engine.snapshot.OperatorPart;
import dev.loopkeeper.engine.snapshot.SnapshotId;
import dev.loopkeeper.engine.snapshot.TaskPart;
import java.util.List;

/**
 * The end of a loop variable: appends to the log of the head of the same index, which never blocks (I4). Counts what it feeds back between
 * two marks; the count is state, so that a replay counts nothing twice.
 */
final class TailOperator extends OperatorRuntime {

    private HeadTask head;
    private long sinceMark;
    private long fedBack;

    TailOperator(Operator operator) {
        super(operator);
    }

    /** Names the head of the same index; before anything else. */
    void feed(HeadTask target) {
        head = target;
    }

    /** All records fed back in this attempt. */
    long fedBack() {
        return fedBack;
    }

    @Override
    Runnable load(TaskPart part, ChunkReader chunks) {
        OperatorPart.Tail tail = part.part(OperatorPart.Tail.class, operator.name());
        return () -> sinceMark = tail == null ? 0 : tail.sinceMark();
    }

    @Override
    void process(int input, Object record) {
        sinceMark++;
        fedBack++;
        head.feedBack(record);
    }

    @Override
    public void accept(RoundMark mark, long[] identity) {
        RoundMark counted = mark.withFedBack(sinceMark);
        sinceMark = 0;
        head.markReturned(counted);
    }

    @Override
    void capture(SnapshotId snapshot, List<PendingPart> parts) {
        parts.add(PendingPart.of(new OperatorPart.Tail(operator.name(), sinceMark)));
    }

    /** The barrier comes back behind everything this tail fed back before its cut. */
    @Override
    void barrierPassed(Barrier barrier) {
        head.barrierReturned(barrier);
    }
}
