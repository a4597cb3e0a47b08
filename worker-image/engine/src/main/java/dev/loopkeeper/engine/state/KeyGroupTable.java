package dev.loopkeeper.engine.state;

import dev.loopkeeper.engine.codec.KeyGroups;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The entries of one key group: a hash table with open addressing and linear probing, and the list of the entries that changed after the
 * last capture. Belongs to one thread at a time.
 */
final class KeyGroupTable<K> {

    private static final int SMALLEST = 4;
    private static final int GROUP_BITS = Integer.numberOfTrailingZeros(KeyGroups.COUNT);
    private static final int GOLDEN_RATIO = 0x9E3779B9;

    final int group;
    private final int states;

    private @Nullable Entry<K>[] slots = newArray(SMALLEST);
    private int size;
    private int keys;
    /** For each state the number of keys for which it holds something. */
    private final int[] held;

    private @Nullable Entry<K>[] changed = newArray(0);
    private int changedCount;

    /** For each state what committed snapshots hold of it. The array is replaced, never changed: captures share it. */
    private Chain[] chains;

    private int visits;
    private final List<Entry<K>> removedDuringVisit = new ArrayList<>(0);

    KeyGroupTable(int group, int states) {
        this.group = group;
        this.states = states;
        this.held = new int[states];
        this.chains = new Chain[states];
        Arrays.fill(chains, Chain.EMPTY);
    }

    @Nullable
    Entry<K> find(K key, int hash) {
        @Nullable Entry<K>[] table = slots;
        int mask = table.length - 1;
        int slot = slot(hash, mask);
        Entry<K> entry;
        while ((entry = table[slot]) != null) {
            if (entry.hash == hash && key.equals(entry.key)) {
                return entry;
            }
            slot = slot + 1 & mask;
        }
        return null;
    }

    /** Adds an entry that holds nothing yet for a key that has none. */
    Entry<K> insert(K key, int hash) {
        if ((size + 1) * 8L > slots.length * 5L) {
            resize(slots.length * 2);
        }
        Entry<K> entry = new Entry<>(key, hash);
        place(slots, entry);
        size++;
        return entry;
    }

    /**
     * Replaces what a state holds for a key, null for nothing, and notes the change.
     *
     * @return whether the entry is still in the table
     */
    boolean put(Entry<K> entry, int state, @Nullable Object cell) {
        replace(entry, state, cell);
        note(entry, 1 << state);
        return cell != null || settle(entry);
    }

    /** Takes over what a chunk says of a key: nothing that the next delta would have to tell. */
    void load(K key, int hash, int state, @Nullable Object cell) {
        Entry<K> entry = find(key, hash);
        if (entry == null) {
            if (cell == null) {
                return;
            }
            entry = insert(key, hash);
        }
        replace(entry, state, cell);
        if (cell == null) {
            entry.stored &= ~(1 << state);
            settle(entry);
        } else {
            entry.stored |= 1 << state;
        }
    }

    private void replace(Entry<K> entry, int state, @Nullable Object cell) {
        if (entry.get(state) == null) {
            if (cell == null) {
                return;
            }
            held[state]++;
            if (entry.held() == 0) {
                keys++;
            }
            entry.set(state, cell, states);
        } else {
            entry.set(state, cell, states);
            if (cell == null) {
                held[state]--;
                if (entry.held() == 0) {
                    keys--;
                }
            }
        }
    }

    /** Puts an entry on the list of changed ones. */
    void note(Entry<K> entry, int bits) {
        if (entry.changed == 0 && bits != 0) {
            if (changedCount == changed.length) {
                changed = Arrays.copyOf(changed, Math.max(SMALLEST, changed.length * 2));
            }
            entry.position = changedCount;
            changed[changedCount++] = entry;
        }
        entry.changed |= bits;
    }

    /**
     * Forgets changes that nobody needs to be told of, and the entry itself if it neither holds anything nor stands for a removal: keys that
     * come and go between two snapshots leave nothing behind.
     *
     * @return whether the entry is still in the table
     */
    boolean settle(Entry<K> entry) {
        int holds = entry.held();
        int worthTelling = entry.changed & (holds | entry.stored);
        if (worthTelling == 0 && entry.changed != 0) {
            Entry<K> last = changed[--changedCount];
            changed[entry.position] = last;
            last.position = entry.position;
            changed[changedCount] = null;
        }
        entry.changed = worthTelling;
        if (holds != 0 || entry.stored != 0) {
            return true;
        }
        if (visits > 0) {
            removedDuringVisit.add(entry);
            return true;
        }
        remove(entry);
        return false;
    }

    /** Counts, for each state, the keys for which it changed, and those of them for which it holds something. */
    void countChanged(int[] all, int[] holding) {
        for (int index = 0; index < changedCount; index++) {
            Entry<K> entry = changed[index];
            int held = entry.held();
            for (int rest = entry.changed; rest != 0; rest &= rest - 1) {
                int state = Integer.numberOfTrailingZeros(rest);
                all[state]++;
                holding[state] += held >>> state & 1;
            }
        }
    }

    /** Hands out the list of changed entries and begins a new one; the caller clears their marks. */
    @Nullable
    Entry<K>[] takeChanged() {
        @Nullable Entry<K>[] taken = changed;
        changed = newArray(0);
        changedCount = 0;
        return taken;
    }

    /** Visits the entries that hold something. They may change and be removed meanwhile; none may be added. */
    void forEach(Consumer<Entry<K>> visit) {
        visits++;
        try {
            for (Entry<K> entry : slots) {
                if (entry != null && entry.held() != 0) {
                    visit.accept(entry);
                }
            }
        } finally {
            visits--;
            if (visits == 0 && !removedDuringVisit.isEmpty()) {
                removedDuringVisit.forEach(this::settle);
                removedDuringVisit.clear();
            }
        }
    }

    private static int slot(int hash, int mask) {
        // The low bits are the group's and the same for all; multiplying spreads the others whatever the hash is worth.
        return ((hash >>> GROUP_BITS) * GOLDEN_RATIO) >>> Integer.numberOfLeadingZeros(mask);
    }

    private static <K> void place(@Nullable Entry<K>[] table, Entry<K> entry) {
        int mask = table.length - 1;
        int slot = slot(entry.hash, mask);
        while (table[slot] != null) {
            slot = slot + 1 & mask;
        }
        table[slot] = entry;
    }

    private void resize(int length) {
        @Nullable Entry<K>[] larger = newArray(length);
        for (Entry<K> entry : slots) {
            if (entry != null) {
                place(larger, entry);
            }
        }
        slots = larger;
    }

    /** Takes an entry out, if it is in, and moves up those behind it whose probing passed its slot. */
    private void remove(Entry<K> entry) {
        int mask = slots.length - 1;
        int hole = slot(entry.hash, mask);
        while (slots[hole] != entry) {
            if (slots[hole] == null) {
                return;
            }
            hole = hole + 1 & mask;
        }
        int next = hole;
        while (true) {
            next = next + 1 & mask;
            Entry<K> candidate = slots[next];
            if (candidate == null) {
                break;
            }
            int distance = next - slot(candidate.hash, mask) & mask;
            if (distance >= (next - hole & mask)) {
                slots[hole] = candidate;
                hole = next;
            }
        }
        slots[hole] = null;
        size--;
        if (slots.length > SMALLEST && size * 8L < slots.length) {
            resize(slots.length / 2);
        }
    }

    /** The number of keys that hold something. */
    int keys() {
        return keys;
    }

    /** Whether nothing was put or restored here. */
    boolean isUnused() {
        return size == 0 && storedBytes() == 0;
    }

    /** Length of all chunks that make up the group as it is stored. */
    long storedBytes() {
        long bytes = 0;
        for (Chain chain : chains) {
            bytes += chain.bytes();
        }
        return bytes;
    }

    /** The number of entries, of keys that hold something and of removals that are not stored yet. */
    int size() {
        return size;
    }

    /** For how many keys a state holds something. */
    int held(int state) {
        return held[state];
    }

    int changedCount() {
        return changedCount;
    }

    Chain[] chains() {
        return chains;
    }

    void chains(Chain[] newChains) {
        chains = newChains;
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static <K> @Nullable Entry<K>[] newArray(int length) {
        return new Entry[length];
    }
}
