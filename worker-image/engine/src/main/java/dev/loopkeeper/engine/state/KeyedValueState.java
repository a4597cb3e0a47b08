package dev.loopkeeper.engine.state;

import dev.loopkeeper.api.state.ValueState;
import org.jspecify.annotations.Nullable;

/** The value of the current key. */
final class KeyedValueState<V> implements ValueState<V> {

    private final KeyedState<?> owner;
    private final String name;
    private final int state;
    private final int bit;

    KeyedValueState(KeyedState<?> owner, String name, int state) {
        this.owner = owner;
        this.name = name;
        this.state = state;
        this.bit = 1 << state;
    }

    @Override
    @SuppressWarnings("unchecked") // only set writes
    public @Nullable V get() {
        Entry<?> entry = owner.current;
        if (entry == null) {
            owner.requireKey(name);
            return null;
        }
        return (V) entry.get(state);
    }

    @Override
    public void set(@Nullable V value) {
        Entry<?> entry = owner.current;
        // Nearly always the value of a key that has one, and that changed before since the last snapshot.
        if (entry != null && value != null && (entry.changed & bit) != 0 && entry.get(state) != null) {
            entry.replace(state, value);
        } else {
            owner.put(name, state, value);
        }
    }
}
