package dev.loopkeeper.engine.state;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A key and what every state holds for it. It stays in its table without any value while a committed snapshot, or the one under way, may
 * still hold the key: then it stands for the removal that the next delta has to tell.
 */
final class Entry<K> {

    final K key;
    final int hash;

    /** What the state declared first holds: most operators have one state only. */
    @Nullable
    Object first;

    /** What the other states hold; null as long as they hold nothing. */
    @Nullable
    Object @Nullable [] rest;

    /** A bit for each state that changed after the last capture. */
    int changed;

    /** A bit for each state of which the committed chunks, or those of the capture under way, may hold a value for this key. */
    int stored;

    /** Where the table's list of changed entries has this one, while {@link #changed} is not 0. */
    int position;

    Entry(K key, int hash) {
        this.key = key;
        this.hash = hash;
    }

    @Nullable
    Object get(int state) {
        if (state == 0) {
            return first;
        }
        @Nullable Object[] others = rest;
        return others == null ? null : others[state - 1];
    }

    void set(int state, @Nullable Object cell, int states) {
        if (state == 0) {
            first = cell;
            return;
        }
        @Nullable Object[] others = rest;
        if (others == null) {
            others = new Object[states - 1];
            rest = others;
        }
        others[state - 1] = cell;
    }

    /** Replaces what a state holds by something else, where it holds something. */
    void replace(int state, Object cell) {
        if (state == 0) {
            first = cell;
        } else {
            Objects.requireNonNull(rest)[state - 1] = cell;
        }
    }

    /** A bit for each state that holds something. */
    int held() {
        int held = first == null ? 0 : 1;
        @Nullable Object[] others = rest;
        if (others != null) {
            for (int index = 0; index < others.length; index++) {
                if (others[index] != null) {
                    held |= 2 << index;
                }
            }
        }
        return held;
    }
}
