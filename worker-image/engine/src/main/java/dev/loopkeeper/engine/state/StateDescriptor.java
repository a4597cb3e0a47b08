package dev.loopkeeper.engine.state;

/**
 * A keyed state as the operator declared it.
 *
 * @param index its place in entries, and its bit in their masks
 * @param codec called by any thread
 * @param type of what it holds, as people read it
 * @param mutable whether what it holds is encoded at the cut
 */
record StateDescriptor(int index, String name, StateKind kind, CellCodec codec, String type, boolean mutable) {

    /** Tells the type from others in a snapshot. */
    int typeCode() {
        return type.hashCode();
    }
}
