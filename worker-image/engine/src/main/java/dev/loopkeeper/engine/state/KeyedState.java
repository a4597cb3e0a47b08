package dev.loopkeeper.engine.state;

import dev.loopkeeper.api.state.ListState;
import dev.loopkeeper.api.state.ValueState;
import dev.loopkeeper.engine.codec.Codec;
import dev.loopkeeper.engine.codec.KeyGroups;
import dev.loopkeeper.engine.snapshot.ChunkReader;
import dev.loopkeeper.engine.snapshot.KeyGroupPart;
import dev.loopkeeper.engine.snapshot.SnapshotId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * All keyed state of one operator in one task, on the heap.
 *
 * <p>Belongs to the task's thread. Its life: states are declared, {@link #opened} ends that, {@link #restore} takes over what background work
 * has {@linkplain #read read} of a snapshot, then keys are {@linkplain #select selected} and changed, and snapshots taken: {@link #capture}, {@link #uploaded}, and {@link #committed}
 * or {@link #aborted}, one snapshot at a time. A call out of this order is an {@link IllegalStateException}. After an exception out of
 * {@link #capture} or {@link #restore} the state is not to be used any more: the task has failed.
 */
public final class KeyedState<K> {

    /** So many states one operator may declare: entries keep one bit for each. */
    public static final int MAXIMUM_STATES = 32;

    private final int chunkBytes;
    private final int firstGroup;
    private KeyedLayout<K> layout;
    private KeyGroupTable<K>[] tables;
    private boolean opened;

    /** The current key's entry; null if it has none, or no key is current. */
    @Nullable
    Entry<K> current;
    /** The current key as long as it has no entry. */
    private @Nullable K absentKey;

    private int absentHash;
    private int visits;

    /** Rises when entries that were found may not be in their tables any more. */
    int generation;

    private SnapshotId lastCapture = SnapshotId.NONE;
    private @Nullable KeyedCapture pending;
    private KeyedCapture.@Nullable Written uploaded;
    private volatile long uploadedBytes;
    private volatile long storedBytes;

    /**
     * @param keyCodec called by any thread
     * @param keyHash the hash whose {@link KeyGroups#group} decides on a key's group; the same for ever, called by any thread
     * @param firstGroup the first key group that the task owns
     * @param endGroup the one after the last
     */
    public KeyedState(Codec<K> keyCodec, ToIntFunction<? super K> keyHash, int firstGroup, int endGroup) {
        this(keyCodec, keyHash, firstGroup, endGroup, ColumnWriter.CHUNK_BYTES);
    }

    KeyedState(Codec<K> keyCodec, ToIntFunction<? super K> keyHash, int firstGroup, int endGroup, int chunkBytes) {
        if (firstGroup < 0 || firstGroup > endGroup || endGroup > KeyGroups.COUNT) {
            throw new IllegalArgumentException("no range of key groups: [" + firstGroup + ", " + endGroup + ")");
        }
        if (keyCodec.mutable()) {
            throw new IllegalArgumentException(
                    "a type whose values can be changed in place (an array, say) cannot be a key: use a record or a string");
        }
        this.chunkBytes = chunkBytes;
        this.firstGroup = firstGroup;
        this.layout = new KeyedLayout<>(keyCodec, keyHash, firstGroup, endGroup, List.of());
        this.tables = newTables(layout);
    }

    /**
     * Declares a state of one value for each key.
     *
     * @param codec called by any thread
     * @param type describes the type: a snapshot of a state of another type is refused
     */
    public <V> ValueState<V> value(String name, Codec<V> codec, String type) {
        return new KeyedValueState<>(this, name, declare(name, StateKind.VALUE, codec, type));
    }

    <V> ValueState<V> value(String name, Codec<V> codec) {
        return value(name, codec, "");
    }

    /**
     * Declares a state of a growing list for each key.
     *
     * @param codec of one element; called by any thread
     * @param type describes that of an element: a snapshot of a state of another type is refused
     */
    public <V> ListState<V> list(String name, Codec<V> codec, String type) {
        return new KeyedListState<>(this, name, declare(name, StateKind.LIST, codec, type));
    }

    <V> ListState<V> list(String name, Codec<V> codec) {
        return list(name, codec, "");
    }

    private int declare(String name, StateKind kind, Codec<?> codec, String type) {
        if (opened) {
            throw new IllegalStateException("state '" + name + "' is declared too late: declare it in open");
        }
        if (layout.state(name) != null) {
            throw new IllegalArgumentException("state '" + name + "' is declared twice");
        }
        int index = layout.states().size();
        if (index == MAXIMUM_STATES) {
            throw new IllegalArgumentException("state '" + name + "' is one too many: an operator can have "
                    + MAXIMUM_STATES + " keyed states, put some of them together in a record");
        }
        layout = layout.with(new StateDescriptor(index, name, kind, new CellCodec(kind, codec), type, codec.mutable()));
        tables = newTables(layout);
        return index;
    }

    /** Ends the declaring of states; so does the first change, restore or capture. */
    public void opened() {
        opened = true;
    }

    /**
     * Reads and decodes the parts of the key groups that this task owns, and passes over others (R11). Called by background work when the states
     * are declared, before {@link #restore}; several threads may read different groups at a time.
     *
     * @throws IOException if a chunk cannot be read
     * @throws dev.loopkeeper.engine.codec.CorruptDataException if a chunk is not what it should be; names the object
     * @throws StateMismatchException if the snapshot holds state that the operator does not declare
     */
    public KeyedContents read(List<KeyGroupPart> parts, ChunkReader chunks) throws IOException {
        return KeyedContents.read(layout, parts, chunks);
    }

    /**
     * Takes over what a snapshot held. May be called several times, for different groups.
     *
     * @throws IllegalStateException if one of the groups already has contents
     */
    @SuppressWarnings({"unchecked", "ReferenceEquality"}) // contents of this very layout have its key type
    public void restore(KeyedContents contents) {
        if (contents.layout() != layout) {
            throw new IllegalStateException("what is restored was read for other states than are declared here");
        }
        if (pending != null) {
            throw new IllegalStateException("restored while snapshot " + pending.id() + " is under way");
        }
        opened = true;
        deselect();
        long stored = storedBytes;
        for (KeyGroupTable<?> table : contents.tables()) {
            int index = table.group - firstGroup;
            if (!tables[index].isUnused()) {
                throw new IllegalStateException(
                        "key group " + table.group + " is restored, but it has contents already");
            }
            tables[index] = (KeyGroupTable<K>) table;
            stored += table.storedBytes();
        }
        storedBytes = stored;
    }

    /**
     * Makes a key current.
     *
     * @param hash the key's hash, as the function given at construction computes it
     * @throws IllegalArgumentException if the key belongs to a group of another task
     */
    public void select(K key, int hash) {
        Entry<K> entry = find(key, hash);
        current = entry;
        if (entry == null) {
            absentKey = key;
            absentHash = hash;
        }
    }

    @Nullable
    Entry<K> find(K key, int hash) {
        return table(hash).find(key, hash);
    }

    /** Leaves no key current: state handles then refuse to be used. */
    public void deselect() {
        generation++;
        current = null;
        absentKey = null;
    }

    /**
     * Visits every key that holds something, in no particular order; it is current during its visit. States may be changed and removed by the
     * visit, but no key added. The key that was current before is so again afterwards.
     */
    public void forEachKey(Consumer<? super K> visit) {
        Entry<K> entryBefore = current;
        K keyBefore = entryBefore == null ? absentKey : entryBefore.key;
        int hashBefore = entryBefore == null ? absentHash : entryBefore.hash;
        visits++;
        try {
            for (KeyGroupTable<K> table : tables) {
                table.forEach(entry -> {
                    current = entry;
                    visit.accept(entry.key);
                });
            }
        } finally {
            visits--;
            generation++;
            if (keyBefore == null) {
                deselect();
            } else {
                select(keyBefore, hashBefore);
            }
        }
    }

    void requireKey(String name) {
        if (absentKey == null) {
            throw new IllegalStateException("state '" + name + "' is used where no key is current");
        }
    }

    /** Changes what a state holds for the current key, null for nothing. */
    void put(String name, int state, @Nullable Object cell) {
        Entry<K> entry = current;
        if (entry == null) {
            K key = absentKey;
            if (key == null) {
                requireKey(name);
            } else if (cell != null) {
                if (visits > 0) {
                    throw new IllegalStateException(
                            "state '" + name + "' is set for a new key during forEachKey: add it afterwards");
                }
                opened = true;
                KeyGroupTable<K> table = table(absentHash);
                entry = table.insert(key, absentHash);
                current = entry;
                table.put(entry, state, cell);
            }
        } else if (!table(entry.hash).put(entry, state, cell)) {
            absentKey = entry.key;
            absentHash = entry.hash;
            current = null;
            generation++;
        }
    }

    private KeyGroupTable<K> table(int hash) {
        KeyGroupTable<K>[] all = tables;
        int index = KeyGroups.group(hash) - firstGroup;
        if (index < 0 || index >= all.length) {
            throw new IllegalArgumentException(
                    "a key of group " + KeyGroups.group(hash) + " arrived at the task of groups [" + layout.firstGroup()
                            + ", " + layout.endGroup() + "): it was partitioned by another hash");
        }
        return all[index];
    }

    /**
     * Captures the state for a snapshot: what changed since the last committed one, and all of a group whose base is due. Takes time for that
     * only; nothing blocks. Leaves no key current.
     *
     * @param id after that of every earlier capture
     */
    public KeyedCapture capture(SnapshotId id) {
        if (visits > 0) {
            throw new IllegalStateException("snapshot " + id + " is captured during forEachKey");
        }
        if (pending != null) {
            throw new IllegalStateException(
                    "snapshot " + id + " is captured before the outcome of " + pending.id() + " is known");
        }
        if (!id.isAfter(lastCapture)) {
            throw new IllegalStateException("snapshot " + id + " is captured after " + lastCapture);
        }
        opened = true;
        deselect();
        lastCapture = id;
        List<GroupCapture<K>> groups = new ArrayList<>(tables.length);
        for (KeyGroupTable<K> table : tables) {
            groups.add(GroupCapture.take(table, layout.states()));
        }
        KeyedCapture capture = new KeyedCapture(id, layout, groups, chunkBytes);
        pending = capture;
        return capture;
    }

    /**
     * The chunks of a snapshot are durable.
     *
     * @param parts what {@link KeyedCapture#write} returned
     */
    public void uploaded(SnapshotId id, List<KeyGroupPart> parts) {
        KeyedCapture.Written written = pending(id).written();
        if (written == null || !written.parts().equals(parts)) {
            throw new IllegalStateException(
                    "what is said to be uploaded for snapshot " + id + " is not what its capture wrote");
        }
        uploaded = written;
        uploadedBytes = written.uploadedBytes();
    }

    /** A snapshot is committed: later deltas build on its chunks, which may be named from now on (R10). */
    public void committed(SnapshotId id) {
        KeyedCapture capture = pending(id);
        KeyedCapture.Written written = uploaded;
        if (written == null) {
            throw new IllegalStateException("snapshot " + id + " is committed but was not uploaded");
        }
        finish();
        capture.committed(written);
        storedBytes = written.storedBytes();
    }

    /**
     * A snapshot is given up: it is as if it had not been captured (R9). Background work that still writes it ends early, and what it writes is
     * never named. Does nothing if that snapshot was not captured here.
     */
    public void aborted(SnapshotId id) {
        KeyedCapture capture = pending;
        if (capture == null || !capture.id().equals(id)) {
            return;
        }
        finish();
        capture.cancel();
        capture.aborted();
    }

    private void finish() {
        if (visits > 0) {
            throw new IllegalStateException("the outcome of a snapshot is told during forEachKey");
        }
        deselect();
        pending = null;
        uploaded = null;
    }

    private KeyedCapture pending(SnapshotId id) {
        KeyedCapture capture = pending;
        if (capture == null || !capture.id().equals(id)) {
            throw new IllegalStateException("snapshot " + id + " is not under way here, "
                    + (capture == null ? "none is" : capture.id() + " is"));
        }
        return capture;
    }

    /** The number of keys that hold something. Other threads may ask too; what they get may lag behind. */
    public long keys() {
        long keys = 0;
        for (KeyGroupTable<K> table : tables) {
            keys += table.keys();
        }
        return keys;
    }

    /** The number of entries on the heap: {@link #keys} and removals that are not stored yet. */
    long entries() {
        long entries = 0;
        for (KeyGroupTable<K> table : tables) {
            entries += table.size();
        }
        return entries;
    }

    /** How many bytes the snapshot uploaded last had to write. Any thread may ask. */
    public long uploadedBytes() {
        return uploadedBytes;
    }

    /** How many bytes the snapshot committed or restored last names, its own and earlier ones. Any thread may ask. */
    public long storedBytes() {
        return storedBytes;
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static <K> KeyGroupTable<K>[] newTables(KeyedLayout<K> layout) {
        KeyGroupTable<K>[] tables = new KeyGroupTable[layout.endGroup() - layout.firstGroup()];
        for (int index = 0; index < tables.length; index++) {
            tables[index] = new KeyGroupTable<>(
                    layout.firstGroup() + index, layout.states().size());
        }
        return tables;
    }
}
