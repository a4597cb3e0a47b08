package dev.loopkeeper.engine.state;

import dev.loopkeeper.engine.snapshot.ChunkRef;
import dev.loopkeeper.engine.snapshot.ChunkWriter;
import dev.loopkeeper.engine.snapshot.KeyGroupPart;
import dev.loopkeeper.engine.snapshot.SnapshotId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The keyed state of an operator in one task as it was at a snapshot's cut. Made by {@link KeyedState#capture} on the owner's thread, written
 * once by background work, whatever happens to the state meanwhile.
 */
public final class KeyedCapture {

    private final SnapshotId id;
    private final KeyedLayout<?> layout;
    private final List<? extends GroupCapture<?>> groups;
    private final int chunkBytes;

    private final AtomicBoolean begun = new AtomicBoolean();
    private volatile boolean cancelled;
    private volatile @Nullable Written written;

    KeyedCapture(SnapshotId id, KeyedLayout<?> layout, List<? extends GroupCapture<?>> groups, int chunkBytes) {
        this.id = id;
        this.layout = layout;
        this.groups = groups;
        this.chunkBytes = chunkBytes;
    }

    public SnapshotId id() {
        return id;
    }

    /**
     * Writes what changed and names everything that belongs to the snapshot: the new chunks and those of groups that did not change (R10).
     * Called once, by background work; blocks as long as the writer does.
     *
     * @return the groups that hold anything, in rising order
     * @throws IOException if the writer fails; the snapshot must then be aborted
     * @throws CancellationException if the snapshot was aborted meanwhile
     */
    public List<KeyGroupPart> write(ChunkWriter chunks) throws IOException {
        if (!begun.compareAndSet(false, true)) {
            // What was written is let go at once: a second try would leave it out.
            throw new IllegalStateException("snapshot " + id + " is written twice");
        }
        ColumnWriter writer = new ColumnWriter(layout, chunks, chunkBytes);
        List<KeyGroupPart> parts = new ArrayList<>(groups.size());
        List<Chain[]> chains = new ArrayList<>(groups.size());
        long uploaded = 0;
        long stored = 0;
        for (GroupCapture<?> group : groups) {
            List<ColumnCapture> columns = group.takeColumns();
            Chain[] after = columns.isEmpty() ? group.chains : group.chains.clone();
            for (ColumnCapture column : columns) {
                if (cancelled) {
                    throw new CancellationException("snapshot " + id + " was aborted");
                }
                List<ChunkRef> refs = writer.write(group.group, column);
                int state = column.state.index();
                after[state] = column.base ? Chain.base(refs) : after[state].plusDelta(refs);
                uploaded += Chain.bytes(refs);
            }
            chains.add(after);
            List<ChunkRef> all = new ArrayList<>();
            for (Chain chain : after) {
                all.addAll(chain.chunks());
                stored += chain.bytes();
            }
            if (!all.isEmpty()) {
                parts.add(new KeyGroupPart(group.group, all));
            }
        }
        List<KeyGroupPart> result = List.copyOf(parts);
        written = new Written(result, chains, uploaded, stored);
        return result;
    }

    /** Lets {@link #write} end early. */
    void cancel() {
        cancelled = true;
    }

    @Nullable
    Written written() {
        return written;
    }

    void committed(Written outcome) {
        for (int index = 0; index < groups.size(); index++) {
            groups.get(index).committed(outcome.chains().get(index));
        }
    }

    void aborted() {
        groups.forEach(GroupCapture::aborted);
    }

    /**
     * What was written.
     *
     * @param chains for each group and state what is stored if the snapshot is committed
     * @param uploadedBytes length of the new chunks
     * @param storedBytes length of all chunks that are named
     */
    record Written(List<KeyGroupPart> parts, List<Chain[]> chains, long uploadedBytes, long storedBytes) {}
}
