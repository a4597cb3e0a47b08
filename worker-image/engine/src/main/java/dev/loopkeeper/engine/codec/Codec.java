package dev.loopkeeper.engine.codec;

/**
 * Turns values of one type into bytes and back. What can be read is fixed by the type when the plan is made: no class name is ever taken
 * from the bytes. Instances hold no state of their own and may be used by several threads.
 */
public interface Codec<T> {

    void write(T value, BinaryWriter out);

    /** Reads one value; {@link CorruptDataException} if the bytes are not one. */
    T read(BinaryReader in);

    /** A rough size of the value in memory, in bytes: what batches and logs are bounded by. Cheap. */
    int weigh(T value);

    /** Whether values may be changed in place by programs (arrays): such a value is encoded at the cut, others later on another thread. */
    boolean mutable();
}
