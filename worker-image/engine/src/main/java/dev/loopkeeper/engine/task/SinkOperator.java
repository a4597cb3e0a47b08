package dev.loopkeeper.engine.task;

import dev.loopkeeper.api.io.Fence;
import dev.loopkeeper.api.sink.Sink;
import dev.loopkeeper.api.sink.SinkWriter;
import dev.loopkeeper.engine.message.TaskReport;
import dev.loopkeeper.engine.plan.Operator;
import dev.loopkeeper.engine.plan.TaskId;
import dev.loopkeeper.engine.snapshot.ChunkReader;
import dev.loopkeeper.engine.snapshot.OperatorPart;
import dev.loopkeeper.engine.snapshot.SnapshotId;
import dev.loopkeeper.engine.snapshot.TaskPart;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * A sink's task. Its part in a snapshot lists every transaction prepared since the last commit it has heard of, those of aborted snapshots
 * included; an abort touches none, so that nothing is lost when abort or commit are heard of late.
 */
final class SinkOperator extends OperatorRuntime {

    private final Sink<Object> sink;
    private final TaskId task;
    private final TaskPorts ports;
    private final long claim;
    private final Backpressure backpressure;
    private final List<Prepared> prepared = new ArrayList<>();
    private SinkWriter<Object> writer;
    private boolean first = true;

    SinkOperator(
            Operator operator, Sink<Object> sink, TaskId task, TaskPorts ports, long claim, Backpressure backpressure) {
        super(operator);
        this.sink = sink;
        this.task = task;
        this.ports = ports;
        this.claim = claim;
        this.backpressure = backpressure;
    }

    @Override
    void open() throws IOException {
        writer = sink.open(ports.sinkContext(operator.name(), task.index(), new Fence(claim, ports.attempt())));
        backpressure.add(writer::ready);
    }

    /** Nothing to read back: what the restored snapshot lists is committed before any task starts. */
    @Override
    Runnable load(TaskPart part, ChunkReader chunks) {
        return () -> {};
    }

    @Override
    void process(int input, Object record) throws IOException {
        if (first) {
            first = false;
            ports.report(new TaskReport.FirstRecord(task));
        }
        writer.write(record);
        if (!writer.ready()) {
            backpressure.raise();
        }
    }

    @Override
    void capture(SnapshotId snapshot, List<PendingPart> parts) throws IOException {
        prepared.add(new Prepared(snapshot, writer.prepare()));
        List<Prepared> listed = List.copyOf(prepared);
        parts.add(chunks -> {
            List<String> transactions = new ArrayList<>();
            for (Prepared one : listed) {
                transactions.addAll(one.transactions());
            }
            return new OperatorPart.Transactions(operator.name(), transactions);
        });
    }

    @Override
    void committed(SnapshotId snapshot) {
        prepared.removeIf(one -> !one.snapshot.isAfter(snapshot));
    }

    @Override
    void close() {
        if (writer != null) {
            writer.close();
        }
    }

    /** A transaction on its way to durability. The work runs once, whichever snapshot's upload comes first; after a failure it runs again. */
    private static final class Prepared {

        private final SnapshotId snapshot;
        private final Callable<List<String>> work;
        private List<String> transactions;

        Prepared(SnapshotId snapshot, Callable<List<String>> work) {
            this.snapshot = snapshot;
            this.work = work;
        }

        synchronized List<String> transactions() throws Exception {
            if (transactions == null) {
                transactions = work.call();
            }
            return transactions;
        }
    }
}
