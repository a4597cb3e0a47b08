package dev.loopkeeper.engine.state;

import org.jspecify.annotations.Nullable;

/**
 * The entries of keys that are about to become current, looked for together: what one look-up waits for, a line of memory behind the other, the
 * processor then fetches for several keys at a time. Belongs to the task's thread, as the state.
 *
 * <p>What was found holds until an entry is removed, or something else than the current key is visited: then keys are selected as any other.
 */
public final class KeysAhead<K> {

    /** For so many keys: enough for all that a processor can fetch at a time, and few enough to be in its nearest cache still. */
    public static final int MOST = 32;

    private final KeyedState<K> state;
    private final @Nullable Entry<K>[] found = newArray();
    private int generation;

    public KeysAhead(KeyedState<K> state) {
        this.state = state;
    }

    /** Forgets what was found before. */
    public void begin() {
        generation = state.generation;
    }

    /**
     * Looks for a key.
     *
     * @param place in the order in which the keys will be selected, from 0
     * @param hash the key's hash, as for {@link KeyedState#select}
     * @throws IllegalArgumentException if the key belongs to a group of another task
     */
    public void find(int place, K key, int hash) {
        found[place] = state.find(key, hash);
    }

    /**
     * Makes the key at a place current if its entry is known.
     *
     * @return the key as the state holds it; null if it has to be {@linkplain KeyedState#select selected}
     */
    public @Nullable K select(int place) {
        Entry<K> entry = found[place];
        if (entry == null || generation != state.generation) {
            return null;
        }
        state.current = entry;
        return entry.key;
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static <K> @Nullable Entry<K>[] newArray() {
        return new Entry[MOST];
    }
}
