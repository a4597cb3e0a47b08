package dev.loopkeeper.api.state;

/**
 * One value for the current key. A value is replaced as a whole with {@link #set}; one that was changed in place (an array, say) must be
 * set again for the change to survive a failure.
 */
public interface ValueState<V> {

    /** The value, or null where the key has none. */
    V get();

    /** Replaces the value; null removes it. */
    void set(V value);
}
