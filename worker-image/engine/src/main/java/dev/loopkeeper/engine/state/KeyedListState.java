package dev.loopkeeper.engine.state;

import dev.loopkeeper.api.state.ListState;
import java.util.List;
import java.util.Objects;

/** The list of the current key. */
final class KeyedListState<V> implements ListState<V> {

    private final KeyedState<?> owner;
    private final String name;
    private final int state;
    private final int bit;

    KeyedListState(KeyedState<?> owner, String name, int state) {
        this.owner = owner;
        this.name = name;
        this.state = state;
        this.bit = 1 << state;
    }

    @Override
    @SuppressWarnings("unchecked") // only add writes
    public List<V> get() {
        Entry<?> entry = owner.current;
        if (entry == null) {
            owner.requireKey(name);
            return List.of();
        }
        Object list = entry.get(state);
        return list == null ? List.of() : (List<V>) list;
    }

    @Override
    @SuppressWarnings("unchecked") // only add writes
    public void add(V value) {
        if (value == null) {
            throw new NullPointerException("null cannot be added to state '" + name + "'");
        }
        Entry<?> entry = owner.current;
        GrowingList<V> list = entry == null ? null : (GrowingList<V>) entry.get(state);
        if (list == null) {
            list = new GrowingList<>();
            list.append(value);
            owner.put(name, state, list);
            return;
        }
        list.append(value);
        if ((Objects.requireNonNull(entry).changed & bit) == 0) {
            owner.put(name, state, list);
        }
    }

    /** The elements are let go, never their array reused: a capture or a program may still be reading it. */
    @Override
    public void clear() {
        owner.put(name, state, null);
    }
}
