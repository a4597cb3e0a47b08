package dev.loopkeeper.api.state;

import java.util.List;

/** A list for the current key, cheap to append to. */
public interface ListState<V> {

    /** The elements in the order they were added, not to be changed; empty where the key has none. */
    List<V> get();

    void add(V value);

    void clear();
}
