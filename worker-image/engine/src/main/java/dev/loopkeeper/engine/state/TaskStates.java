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
     * @param type describes that of a value: a snapshot of a state of another type is refused
     */
    public <V> TaskState<V> task(String name, Codec<V> codec, String type) {
        Values<V> values = new Values<>(name, codec, type);
        if (states.putIfAbsent(name, values) != null) {
            throw new IllegalArgumentException("state '" + name + "' is declared twice");
        }
        return values;
    }

    <V> TaskState<V> task(String name, Codec<V> codec) {
        return task(name, codec, "");
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
     * Takes over what {@link #capture} gave, of this task or of several old ones: all or nothing.
     *
     * @throws StateMismatchException if there are values of a state that is not declared, or declared with another type
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

    private static final class Values<V> implements TaskState<V> {

        private final String name;
        private final Codec<V> codec;
        private final String type;
        private List<V> values = List.of();

        Values(String name, Codec<V> codec, String type) {
            this.name = name;
            this.codec = codec;
            this.type = type;
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
                // In front of each: they are dealt out one by one (R11).
                out.writeInt(type.hashCode());
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
                    if (in.readInt() != type.hashCode()) {
                        throw new StateMismatchException("the operator declares task state '" + name + "' of type "
                                + type + ", the snapshot holds values of another type: give the new state another "
                                + "name, or go back to the type of before");
                    }
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
