package dev.loopkeeper.engine.task;

import dev.loopkeeper.api.function.Collector;
import dev.loopkeeper.api.source.Source;
import dev.loopkeeper.api.source.SourceContext;
import dev.loopkeeper.api.source.Split;
import dev.loopkeeper.api.source.SplitReader;
import dev.loopkeeper.engine.plan.Operator;
import dev.loopkeeper.engine.snapshot.ChunkReader;
import dev.loopkeeper.engine.snapshot.OperatorPart;
import dev.loopkeeper.engine.snapshot.SnapshotId;
import dev.loopkeeper.engine.snapshot.TaskPart;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Reads the splits dealt to one task, a few at a time in turn. */
final class SourceOperator extends OperatorRuntime {

    /** How many records are taken between two looks at back-pressure; what bounds the exchange beyond its credits. */
    private static final int STRIDE = 32;

    private final Source<Object> source;
    private final SourceContext context;
    private final Deque<Split> waiting = new ArrayDeque<>();
    private final Deque<Reading> open = new ArrayDeque<>();
    private long records;
    private final Collector<Object> collector = this::emit;

    SourceOperator(Operator operator, Source<Object> source, SourceContext context) {
        super(operator);
        this.source = source;
        this.context = context;
    }

    private record Reading(String split, SplitReader<Object> reader) {}

    /** Records emitted in the job's life, as far as this task's splits and state go. */
    long records() {
        return records;
    }

    @Override
    Runnable load(TaskPart part, ChunkReader chunks) {
        OperatorPart.Splits splits = part.part(OperatorPart.Splits.class, operator.name());
        return () -> {
            if (splits != null) {
                waiting.addAll(splits.splits());
                records = splits.records();
            }
        };
    }

    private void emit(Object record) {
        records++;
        output.emit(record);
    }

    boolean exhausted() {
        return waiting.isEmpty() && open.isEmpty();
    }

    boolean read(int budget, Backpressure backpressure) throws IOException {
        boolean progress = false;
        int idle = 0;
        for (int taken = 0; taken < budget && !backpressure.full(); taken += STRIDE) {
            while (open.size() < source.splitsAtOnce() && !waiting.isEmpty()) {
                Split split = waiting.poll();
                open.add(new Reading(split.id(), source.open(split, context)));
            }
            Reading reading = open.poll();
            if (reading == null) {
                break;
            }
            switch (reading.reader().poll(collector, STRIDE)) {
                case MORE -> {
                    // All in turn: the first might never end.
                    open.addLast(reading);
                    progress = true;
                    idle = 0;
                }
                case IDLE -> {
                    open.addLast(reading);
                    if (++idle >= open.size()) {
                        return progress;
                    }
                }
                case ENDED -> {
                    reading.reader().close();
                    progress = true;
                    idle = 0;
                }
            }
        }
        return progress;
    }

    @Override
    void process(int input, Object record) {
        throw new IllegalStateException("a source has no input");
    }

    @Override
    void capture(SnapshotId snapshot, List<PendingPart> parts) {
        List<Split> splits = new ArrayList<>();
        for (Reading reading : open) {
            splits.add(new Split(reading.split(), reading.reader().position()));
        }
        splits.addAll(waiting);
        parts.add(PendingPart.of(new OperatorPart.Splits(operator.name(), splits, records)));
    }

    @Override
    void close() {
        for (Reading reading : open) {
            reading.reader().close();
        }
        open.clear();
    }
}
