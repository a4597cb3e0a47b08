package dev.loopkeeper.engine.state;

import dev.loopkeeper.engine.codec.BinaryWriter;
import org.jspecify.annotations.Nullable;

/**
 * What one state holds for the keys that a chunk will tell of. Filled by the owner at the cut, read by background work afterwards.
 */
final class ColumnCapture {

    final StateDescriptor state;

    /** Whether the keys are all for which the state holds something, or those for which it changed. */
    final boolean base;

    private final Object[] keys;
    private final @Nullable Object[] cells;

    /** What the keys' cells are encoded as; null unless values may be changed in place. */
    private final @Nullable BinaryWriter encoded;

    /** Where the encoded cells end. */
    private final int[] ends;

    private int size;

    ColumnCapture(StateDescriptor state, boolean base, int capacity) {
        this.state = state;
        this.base = base;
        this.keys = new Object[capacity];
        this.encoded = state.mutable() ? new BinaryWriter(0) : null;
        this.ends = new int[state.mutable() ? capacity : 0];
        this.cells = new Object[state.mutable() ? 0 : capacity];
    }

    /** Adds a key with what its entry holds: null if it holds nothing any more. */
    void add(Object key, @Nullable Object cell) {
        if (encoded != null) {
            state.codec().write(CellCodec.capture(cell), !base, encoded);
            ends[size] = encoded.position();
        } else {
            cells[size] = CellCodec.capture(cell);
        }
        keys[size++] = key;
    }

    int size() {
        return size;
    }

    Object key(int index) {
        return keys[index];
    }

    void writeCell(int index, BinaryWriter out) {
        if (encoded != null) {
            int start = index == 0 ? 0 : ends[index - 1];
            out.writeBytes(encoded.array(), start, ends[index] - start);
        } else {
            state.codec().write(cells[index], !base, out);
        }
    }
}
