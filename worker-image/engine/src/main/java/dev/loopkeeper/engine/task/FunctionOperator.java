package dev.loopkeeper.engine.task;

import dev.loopkeeper.api.function.KeyedFunction;
import dev.loopkeeper.api.function.KeyedTwoInputFunction;
import dev.loopkeeper.api.function.OperatorContext;
import dev.loopkeeper.api.function.OperatorFunction;
import dev.loopkeeper.api.function.ProcessFunction;
import dev.loopkeeper.api.function.TwoInputFunction;
import dev.loopkeeper.api.state.ListState;
import dev.loopkeeper.api.state.TaskState;
import dev.loopkeeper.api.state.ValueState;
import dev.loopkeeper.engine.codec.Codecs;
import dev.loopkeeper.engine.codec.KeyGroups;
import dev.loopkeeper.engine.codec.KeyHash;
import dev.loopkeeper.engine.plan.AggregateLayout;
import dev.loopkeeper.engine.plan.Operator;
import dev.loopkeeper.engine.plan.OperatorSpec;
import dev.loopkeeper.engine.snapshot.ChunkReader;
import dev.loopkeeper.engine.snapshot.ChunkWriter;
import dev.loopkeeper.engine.snapshot.Control.RoundMark;
import dev.loopkeeper.engine.snapshot.KeyGroupPart;
import dev.loopkeeper.engine.snapshot.OperatorPart;
import dev.loopkeeper.engine.snapshot.SnapshotId;
import dev.loopkeeper.engine.snapshot.TaskPart;
import dev.loopkeeper.engine.state.KeyedCapture;
import dev.loopkeeper.engine.state.KeyedContents;
import dev.loopkeeper.engine.state.KeyedState;
import dev.loopkeeper.engine.state.StateMismatchException;
import dev.loopkeeper.engine.state.TaskStates;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;

/** An operator with a process function of the program, and its state. */
final class FunctionOperator extends OperatorRuntime {

    private final Call call;
    private final OperatorFunction<Object> function;
    private final KeyedState<Object> keyed;
    private final TaskStates taskStates = new TaskStates();
    private final AggregateLayout layout;
    private final Context context;

    private FunctionOperator(
            Operator operator,
            Call call,
            OperatorFunction<Object> function,
            KeyedState<Object> keyed,
            AggregateLayout layout,
            Context context) {
        super(operator);
        this.call = call;
        this.function = function;
        this.keyed = keyed;
        this.layout = layout;
        this.context = context;
        context.operator = this;
    }

    static FunctionOperator of(Operator operator, AggregateLayout layout, int index, int parallelism, TaskPorts ports) {
        Context context = new Context(index, parallelism, ports);
        return switch (operator.spec()) {
            case OperatorSpec.Process spec -> {
                ProcessFunction<Object, Object> function = spec.function().get();
                yield new FunctionOperator(
                        operator,
                        (input, record, out) -> function.process(record, out),
                        function,
                        null,
                        layout,
                        context);
            }
            case OperatorSpec.ProcessTwo spec -> {
                TwoInputFunction<Object, Object, Object> function =
                        spec.function().get();
                Call call = (input, record, out) -> {
                    if (input == 0) {
                        function.processFirst(record, out);
                    } else {
                        function.processSecond(record, out);
                    }
                };
                yield new FunctionOperator(operator, call, function, null, layout, context);
            }
            case OperatorSpec.ProcessKeyed spec -> {
                KeyedFunction<Object, Object, Object> function = spec.function().get();
                KeyedState<Object> state = keyedState(spec.keyType(), index, parallelism);
                KeyHash<Object> hash = hash(spec.keyType());
                Call call = KeyedCall.of(function, spec.key(), state, hash);
                yield new FunctionOperator(operator, call, function, state, layout, context);
            }
            case OperatorSpec.ProcessKeyedTwo spec -> {
                KeyedTwoInputFunction<Object, Object, Object, Object> function =
                        spec.function().get();
                KeyedState<Object> state = keyedState(spec.keyType(), index, parallelism);
                KeyHash<Object> hash = hash(spec.keyType());
                Call call = KeyedCall.of(function, spec.firstKey(), spec.secondKey(), state, hash);
                yield new FunctionOperator(operator, call, function, state, layout, context);
            }
            default -> throw new IllegalArgumentException("not a process function: " + operator.name());
        };
    }

    @SuppressWarnings("unchecked")
    private static KeyedState<Object> keyedState(Class<?> keyType, int index, int parallelism) {
        KeyHash<Object> hash = hash(keyType);
        return new KeyedState<>(
                Codecs.of((Class<Object>) keyType),
                hash::hash,
                KeyGroups.first(index, parallelism),
                KeyGroups.first(index + 1, parallelism));
    }

    @SuppressWarnings("unchecked")
    private static KeyHash<Object> hash(Class<?> keyType) {
        return (KeyHash<Object>) KeyHash.of(keyType);
    }

    @Override
    void open() {
        function.open(context);
        context.opening = false;
        if (keyed != null) {
            keyed.opened();
        }
    }

    @Override
    Runnable load(TaskPart part, ChunkReader chunks) throws IOException {
        OperatorPart.TaskValues values = part.part(OperatorPart.TaskValues.class, operator.name());
        OperatorPart.Keyed groups = part.part(OperatorPart.Keyed.class, operator.name());
        if (keyed == null && groups != null && !groups.groups().isEmpty()) {
            throw new StateMismatchException(
                    "the snapshot holds keyed state, but the operator is on no keyed stream: use keyBy(...) before it");
        }
        KeyedContents contents = keyed != null && groups != null ? keyed.read(groups.groups(), chunks) : null;
        return () -> {
            if (contents != null) {
                keyed.restore(contents);
            }
            if (values != null) {
                taskStates.restore(values.values());
            }
        };
    }

    @Override
    void process(int input, Object record) {
        call.process(input, record, output);
    }

    @Override
    int process(int input, Object[] records, int from, int to, Backpressure backpressure) {
        return call.process(input, records, from, to, output, backpressure);
    }

    @Override
    AggregateLayout layout() {
        return layout;
    }

    @Override
    long[] endRound(RoundMark mark) {
        deselect();
        RoundView view = new RoundView(layout, mark.round(), mark.global(), mark.partial());
        function.onRoundEnd(view, output);
        return view.partial();
    }

    /** In callbacks no key is current until the program visits one. */
    private void deselect() {
        if (keyed != null) {
            keyed.deselect();
        }
    }

    @Override
    void end() {
        deselect();
        function.onEnd(output);
    }

    @Override
    void capture(SnapshotId snapshot, List<PendingPart> parts) {
        if (!taskStates.isEmpty()) {
            parts.add(PendingPart.of(new OperatorPart.TaskValues(operator.name(), taskStates.capture())));
        }
        if (keyed == null) {
            return;
        }
        KeyedCapture capture = keyed.capture(snapshot);
        parts.add(new PendingPart() {
            @Override
            public OperatorPart write(ChunkWriter chunks) throws IOException {
                return new OperatorPart.Keyed(operator.name(), capture.write(chunks));
            }

            @Override
            public void durable(OperatorPart part) {
                List<KeyGroupPart> groups = ((OperatorPart.Keyed) part).groups();
                keyed.uploaded(snapshot, groups);
            }
        });
    }

    @Override
    void committed(SnapshotId snapshot) {
        if (keyed != null) {
            keyed.committed(snapshot);
        }
    }

    @Override
    void aborted(SnapshotId snapshot) {
        if (keyed != null) {
            keyed.aborted(snapshot);
        }
    }

    /** Hands records to the program's function. */
    @FunctionalInterface
    interface Call {

        void process(int input, Object record, OperatorOutput output);

        /** As {@link OperatorRuntime#process(int, Object[], int, int, Backpressure)}. */
        default int process(
                int input, Object[] records, int from, int to, OperatorOutput output, Backpressure backpressure) {
            int at = from;
            while (at < to && !backpressure.full()) {
                process(input, records[at++], output);
            }
            return at;
        }
    }

    /** What the program sees of its task. */
    private static final class Context implements OperatorContext {

        private final int index;
        private final int parallelism;
        private final TaskPorts ports;
        private FunctionOperator operator;
        private boolean opening = true;

        Context(int index, int parallelism, TaskPorts ports) {
            this.index = index;
            this.parallelism = parallelism;
            this.ports = ports;
        }

        @Override
        public int taskIndex() {
            return index;
        }

        @Override
        public int parallelism() {
            return parallelism;
        }

        @Override
        public String parameter(String name) {
            return ports.parameter(name);
        }

        @Override
        public <V> ValueState<V> value(String name, Class<V> type) {
            return keyed(name).value(name, Codecs.of(type), Codecs.describe(type));
        }

        @Override
        public <V> ListState<V> list(String name, Class<V> type) {
            return keyed(name).list(name, Codecs.of(type), Codecs.describe(type));
        }

        @Override
        public <V> TaskState<V> task(String name, Class<V> type) {
            checkOpening(name);
            return operator.taskStates.task(name, Codecs.of(type), Codecs.describe(type));
        }

        @Override
        @SuppressWarnings("unchecked")
        public <K> void forEachKey(Class<K> keyType, Consumer<? super K> visit) {
            if (operator.keyed == null) {
                throw new IllegalStateException("operator \"" + operator.operator.name()
                        + "\" is not on a keyed stream: it has no keys to visit");
            }
            operator.keyed.forEachKey(key -> visit.accept((K) key));
        }

        private KeyedState<Object> keyed(String name) {
            checkOpening(name);
            if (operator.keyed == null) {
                throw new IllegalStateException(
                        "operator \"" + operator.operator.name() + "\" is not on a keyed stream: declare state \""
                                + name + "\" with task(...), or use keyBy(...) before it");
            }
            return operator.keyed;
        }

        private void checkOpening(String name) {
            if (!opening) {
                throw new IllegalStateException("operator \"" + operator.operator.name() + "\" declares state \"" + name
                        + "\" after open(...): declare it there");
            }
        }
    }
}
