package dev.loopkeeper.engine.state;

import dev.loopkeeper.api.state.TaskState;
import dev.loopkeeper.engine.codec.BinaryReader;
import dev.loopkeeper.engine.codec.BinaryWriter;
import dev.loopkeeper.engine.codec.Codec;
import dev.loopkeeper.engine.codec.CorruptDataException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * State of one operator's task as a whole: a list of values under each name. Small; encoded as soon as it is captured. Belongs to the task's
 * thread.
 */
public final class TaskStates {

    private final Map<String, Values<?>> states = new LinkedHashMap<>();

    /**
     * Declares a state.
     *
     * @param codec of one value
     */
    public <V> TaskState<V> task(String name, Codec<V> codec) {
        Values<V> values = new Values<>(name, codec);
        if (states.putIfAbsent(name, values) != null) {
            throw new IllegalArgumentException("state '" + name + "' is declared twice");
        }
        return values;
    }

    /** Whether no state is declared. */
    public boolean isEmpty() {
        return states.isEmpty();
    }

    /** The encoded values of each state that has any, by its name. */
    public Map<String, List<byte[]>> capture() {
        Map<String, List<byte[]>> captured = new LinkedHashMap<>();
        states.forEach((name, values) -> {
            List<byte[]> encoded = values.encode();
            if (!encoded.isEmpty()) {
                captured.put(name, encoded);
            }
        });
        return captured;
    }

    /**
     * Takes over what {@link #capture} or {@link #deal} gave: all or nothing.
     *
     * @throws StateMismatchException if there are values of a state that is not declared
     * @throws CorruptDataException if a value cannot be read
     */
    public void restore(Map<String, List<byte[]>> captured) {
        List<Runnable> installs = new ArrayList<>();
        captured.forEach((name, encoded) -> {
            Values<?> values = states.get(name);
            if (values != null) {
                installs.add(values.decode(encoded));
            } else if (!encoded.isEmpty()) {
                throw new StateMismatchException("the snapshot holds task state '" + name + "', the operator declares "
                        + (states.isEmpty() ? "none" : "'" + String.join("', '", states.keySet()) + "'")
                        + ": declare it again, or start without this snapshot");
            }
        });
        installs.forEach(Runnable::run);
    }

    /**
     * Deals the values of an operator's old tasks to its new ones: each task keeps its own if there are as many as before, otherwise the values
     * of each state, in the order of the old tasks, go to the new ones in turn (R11). A pure function.
     *
     * @param captured what each old task captured, by its index
     * @param parallelism the number of new tasks
     * @return for each new task what it restores
     */
    public static List<Map<String, List<byte[]>>> deal(List<Map<String, List<byte[]>>> captured, int parallelism) {
        if (captured.size() == parallelism) {
            return List.copyOf(captured);
        }
        Map<String, List<byte[]>> all = new LinkedHashMap<>();
        captured.forEach(task -> task.forEach((name, values) ->
                all.computeIfAbsent(name, ignored -> new ArrayList<>()).addAll(values)));
        List<Map<String, List<byte[]>>> dealt = new ArrayList<>(parallelism);
        for (int task = 0; task < parallelism; task++) {
            dealt.add(new LinkedHashMap<>());
        }
        all.forEach((name, values) -> {
            for (int index = 0; index < values.size(); index++) {
                dealt.get(index % parallelism)
                        .computeIfAbsent(name, ignored -> new ArrayList<>())
                        .add(values.get(index));
            }
        });
        return dealt;
    }

    private static final class Values<V> implements TaskState<V> {

        private final String name;
        private final Codec<V> codec;
        private List<V> values = List.of();

        Values(String name, Codec<V> codec) {
            this.name = name;
            this.codec = codec;
        }

        @Override
        public List<V> get() {
            return values;
        }

        @Override
        public void set(List<V> newValues) {
            values = List.copyOf(newValues);
        }

        List<byte[]> encode() {
            List<byte[]> encoded = new ArrayList<>(values.size());
            BinaryWriter out = new BinaryWriter(0);
            for (V value : values) {
                out.clear();
                codec.write(value, out);
                encoded.add(out.toByteArray());
            }
            return encoded;
        }

        Runnable decode(List<byte[]> encoded) {
            List<V> decoded = new ArrayList<>(encoded.size());
            for (byte[] bytes : encoded) {
                BinaryReader in = new BinaryReader(bytes);
                try {
                    decoded.add(codec.read(in));
                } catch (CorruptDataException corrupt) {
                    throw new CorruptDataException("task state '" + name + "': " + corrupt.getMessage());
                }
                if (in.remaining() > 0) {
                    throw new CorruptDataException(
                            "task state '" + name + "': " + in.remaining() + " bytes are left behind a value");
                }
            }
            return () -> values = List.copyOf(decoded);
        }
    }
}
