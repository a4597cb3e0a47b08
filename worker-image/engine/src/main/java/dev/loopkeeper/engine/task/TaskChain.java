package dev.loopkeeper.engine.task;

import dev.loopkeeper.engine.snapshot.ChunkReader;
import dev.loopkeeper.engine.snapshot.Control;
import dev.loopkeeper.engine.snapshot.SnapshotId;
import dev.loopkeeper.engine.snapshot.TaskPart;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The operators of one task, fused, with the edges that leave it. */
final class TaskChain {

    private final List<OperatorRuntime> operators;
    private final List<EdgeWriter> edges;
    private final List<EdgeWriter> loopEdges;
    private final List<TailOperator> tails;
    private final Backpressure backpressure;

    /**
     * Brings a chain together.
     *
     * @param operators in topological order; the first is the entry
     * @param loopEdges those of the edges that lie inside a loop
     */
    TaskChain(
            List<OperatorRuntime> operators,
            List<EdgeWriter> edges,
            List<EdgeWriter> loopEdges,
            Backpressure backpressure) {
        this.operators = List.copyOf(operators);
        this.edges = List.copyOf(edges);
        this.loopEdges = List.copyOf(loopEdges);
        this.backpressure = backpressure;
        this.tails = operators.stream()
                .filter(TailOperator.class::isInstance)
                .map(TailOperator.class::cast)
                .toList();
    }

    List<TailOperator> tails() {
        return tails;
    }

    OperatorRuntime entry() {
        return operators.getFirst();
    }

    Backpressure backpressure() {
        return backpressure;
    }

    void open() throws IOException {
        for (OperatorRuntime operator : operators) {
            try {
                operator.open();
            } catch (IOException | RuntimeException | StackOverflowError e) {
                throw OperatorFailure.of(operator.operator.name(), e);
            }
        }
    }

    /** Reads the state of all operators back; in the background. */
    Runnable load(TaskPart part, ChunkReader chunks) throws IOException {
        List<Runnable> installs = new ArrayList<>();
        for (OperatorRuntime operator : operators) {
            installs.add(operator.load(part, chunks));
        }
        return () -> installs.forEach(Runnable::run);
    }

    void start() {
        operators.forEach(OperatorRuntime::start);
    }

    void flush() {
        for (EdgeWriter edge : edges) {
            edge.flush();
        }
    }

    void capture(SnapshotId snapshot, List<PendingPart> parts) throws IOException {
        for (OperatorRuntime operator : operators) {
            operator.capture(snapshot, parts);
        }
    }

    void barrier(Control.Barrier barrier) {
        for (EdgeWriter edge : edges) {
            edge.broadcast(barrier);
        }
        for (OperatorRuntime operator : operators) {
            operator.barrierPassed(barrier);
        }
    }

    /** Tells the operators that no record will come, unless a restored state says that they have been told. */
    void end(boolean told) {
        if (!told) {
            for (OperatorRuntime operator : operators) {
                try {
                    operator.end();
                } catch (RuntimeException | StackOverflowError e) {
                    throw OperatorFailure.of(operator.operator.name(), e);
                }
            }
        }
        for (EdgeWriter edge : edges) {
            edge.broadcast(new Control.End());
        }
    }

    void committed(SnapshotId snapshot) {
        for (OperatorRuntime operator : operators) {
            operator.committed(snapshot);
        }
    }

    void aborted(SnapshotId snapshot) {
        for (OperatorRuntime operator : operators) {
            operator.aborted(snapshot);
        }
    }

    void close() {
        operators.forEach(OperatorRuntime::close);
    }

    /** Records sent inside the loop, by edges and by being fed back: for waves. */
    long sentInLoop() {
        long sent = fedBack();
        for (EdgeWriter edge : loopEdges) {
            sent += edge.sent();
        }
        return sent;
    }

    long fedBack() {
        long count = 0;
        for (TailOperator tail : tails) {
            count += tail.fedBack();
        }
        return count;
    }
}
