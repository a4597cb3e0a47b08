package dev.loopkeeper.engine.coordinator.restore;

import dev.loopkeeper.engine.coordinator.port.RestoreOrigin;
import dev.loopkeeper.engine.coordinator.snapshot.SnapshotStore;
import dev.loopkeeper.engine.plan.Plan;
import dev.loopkeeper.engine.snapshot.ChunkCheck;
import dev.loopkeeper.engine.snapshot.ChunkRef;
import dev.loopkeeper.engine.snapshot.DamagedChunkException;
import dev.loopkeeper.engine.snapshot.Manifest;
import dev.loopkeeper.engine.snapshot.SnapshotId;
import dev.loopkeeper.engine.snapshot.StoreLayout;
import dev.loopkeeper.engine.store.ObjectStore;
import dev.loopkeeper.engine.store.StoreException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Copies another job's newest snapshots into the own part of the store, as an epoch before the first (R10: no snapshot names what is another
 * job's, which may delete it). Every chunk is compared with its checksum on the way (R14). Blocking: used in the background.
 */
public final class SnapshotCopy {

    /** The epoch that they become. */
    static final int EPOCH = 0;

    private static final int TRIES = 3;

    private final Plan plan;
    private final ObjectStore own;
    private SnapshotId copy;

    /**
     * @param own the own part of the store
     * @param claim the own claim, part of every name: nobody else writes under these
     */
    public SnapshotCopy(Plan plan, ObjectStore own, long claim) {
        this.plan = plan;
        this.own = own;
        this.copy = new SnapshotId(claim, 0);
    }

    /**
     * What was copied.
     *
     * @param startsFrom the copies, by their folder
     * @param originals what they are copies of
     */
    public record Copied(Map<String, SnapshotId> startsFrom, List<Manifest> originals) {

        /** What people are told. */
        public String describe() {
            List<String> names = new ArrayList<>();
            originals.forEach(manifest ->
                    names.add(manifest.snapshot() + " of region " + StoreLayout.regionName(manifest.region())));
            return String.join(", ", names);
        }
    }

    /**
     * Copies them.
     *
     * @throws NotRestorableException with one line, if there are none, if they are damaged or of another program
     * @throws StoreException if a store fails
     */
    public Copied copy(RestoreOrigin origin) throws StoreException, NotRestorableException {
        try (ObjectStore from = origin.open()) {
            copy = copy.next();
            OtherJob other = new OtherJob(origin.address(), from);
            for (int attempt = 1; ; attempt++) {
                List<Manifest> originals = List.of();
                try {
                    originals = other.manifests(plan);
                    return new Copied(copy(originals, from), originals);
                } catch (DamagedChunkException e) {
                    // A job that still runs may have dropped it.
                    copy = copy.next();
                    if (attempt == TRIES || !other.hasMovedOn(originals)) {
                        throw other.refused(e.getMessage() + ". " + FallBack.PUT_BACK);
                    }
                }
            }
        } catch (StoreException e) {
            if (e.kind() == StoreException.Kind.MISSING || e.kind() == StoreException.Kind.CORRUPT) {
                throw new NotRestorableException("spec.snapshots.restoreFrom: nothing can be restored from "
                        + origin.address() + ": " + e.getMessage());
            }
            throw e;
        }
    }

    private Map<String, SnapshotId> copy(List<Manifest> originals, ObjectStore from)
            throws StoreException, DamagedChunkException {
        Map<String, SnapshotId> copies = new TreeMap<>();
        for (Manifest original : originals) {
            Manifest copy = copy(original, from);
            new SnapshotStore(own).write(copy);
            copies.put(copy.region(), copy.snapshot());
        }
        return copies;
    }

    private Manifest copy(Manifest original, ObjectStore from) throws StoreException, DamagedChunkException {
        String before = original.region().substring(original.region().indexOf('/') + 1);
        // The old folder's name is part of the new one: regions of two epochs may have one name.
        String folder = StoreLayout.region(EPOCH, before.substring(0, before.length() - 1));
        String chunks = StoreLayout.chunks(folder, copy, 0);
        Map<ChunkRef, ChunkRef> moved = new HashMap<>();
        int number = 0;
        for (List<ChunkRef> together : byObject(original)) {
            moved.putAll(copy(together, chunks + ++number, from));
        }
        return original.copied(folder, copy, EPOCH, moved::get);
    }

    /** Deletes what earlier tries, of coordinators before this one too, have left behind. */
    public void sweep(Copied copied) throws StoreException {
        for (Map.Entry<String, SnapshotId> entry : copied.startsFrom().entrySet()) {
            int _ = new SnapshotStore(own).sweep(entry.getKey(), entry.getValue()::isAfter, unused -> false);
        }
    }

    private static Iterable<List<ChunkRef>> byObject(Manifest manifest) {
        Map<String, List<ChunkRef>> objects = new LinkedHashMap<>();
        manifest.chunks()
                .forEach(chunk -> objects.computeIfAbsent(chunk.object(), unused -> new ArrayList<>())
                        .add(chunk));
        return objects.values();
    }

    /** Of an object only what is named is copied: the rest belonged to other snapshots. */
    private Map<ChunkRef, ChunkRef> copy(List<ChunkRef> together, String to, ObjectStore from)
            throws StoreException, DamagedChunkException {
        Map<ChunkRef, ChunkRef> moved = new HashMap<>();
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (ChunkRef chunk : together) {
            moved.put(chunk, new ChunkRef(to, content.size(), chunk.length(), chunk.checksum()));
            content.writeBytes(ChunkCheck.read(from, chunk));
        }
        own.put(to, ByteBuffer.wrap(content.toByteArray()));
        return moved;
    }
}
