package dev.loopkeeper.engine.coordinator.snapshot;

import dev.loopkeeper.engine.codec.CorruptDataException;
import dev.loopkeeper.engine.snapshot.Manifest;
import dev.loopkeeper.engine.snapshot.SnapshotId;
import dev.loopkeeper.engine.snapshot.StoreLayout;
import dev.loopkeeper.engine.snapshot.StoredValues;
import dev.loopkeeper.engine.store.ObjectStore;
import dev.loopkeeper.engine.store.StoreException;
import dev.loopkeeper.engine.store.StoredObject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Reads and writes manifests. Blocking: used in the background, and by tools. */
public final class SnapshotStore {

    private final ObjectStore store;

    public SnapshotStore(ObjectStore store) {
        this.store = store;
    }

    /** Reads a manifest; a missing or damaged one is an error that names the object (R14). */
    public Manifest manifest(String region, SnapshotId snapshot) throws StoreException {
        String key = StoreLayout.manifest(region, snapshot);
        Optional<StoredObject> found = store.get(key);
        if (found.isEmpty()) {
            throw new StoreException(
                    StoreException.Kind.MISSING,
                    "snapshot " + snapshot + " of " + region + ": object " + key + " is missing");
        }
        try {
            return StoredValues.decode(key, found.get().content(), Manifest.class);
        } catch (CorruptDataException e) {
            throw new StoreException(StoreException.Kind.CORRUPT, e.getMessage());
        }
    }

    /** Reads one manifest for each region. */
    public List<Manifest> manifests(Map<String, SnapshotId> snapshots) throws StoreException {
        List<Manifest> manifests = new ArrayList<>();
        for (Map.Entry<String, SnapshotId> entry : snapshots.entrySet()) {
            manifests.add(manifest(entry.getKey(), entry.getValue()));
        }
        return manifests;
    }

    /** Those of some snapshots, one for each region, that are there and whole. */
    public List<Manifest> found(Map<String, SnapshotId> snapshots) throws StoreException {
        List<Manifest> manifests = new ArrayList<>();
        for (Map.Entry<String, SnapshotId> entry : snapshots.entrySet()) {
            try {
                manifests.add(manifest(entry.getKey(), entry.getValue()));
            } catch (StoreException e) {
                if (!lost(e.kind())) {
                    throw e;
                }
            }
        }
        return manifests;
    }

    /** The newest snapshots of a chain, oldest first; one that is missing or damaged ends it, except the newest, which must be there. */
    public List<Manifest> chain(String region, SnapshotId newest, int limit) throws StoreException {
        List<Manifest> chain = new ArrayList<>();
        SnapshotId next = newest;
        while (!next.equals(SnapshotId.NONE) && chain.size() < limit) {
            try {
                Manifest manifest = manifest(region, next);
                chain.add(manifest);
                next = manifest.predecessor();
            } catch (StoreException e) {
                if (chain.isEmpty() || !lost(e.kind())) {
                    throw e;
                }
                break;
            }
        }
        Collections.reverse(chain);
        return chain;
    }

    private static boolean lost(StoreException.Kind kind) {
        return kind == StoreException.Kind.MISSING || kind == StoreException.Kind.CORRUPT;
    }

    public void write(Manifest manifest) throws StoreException {
        store.put(StoreLayout.manifest(manifest.region(), manifest.snapshot()), StoredValues.encode(manifest));
    }

    /**
     * Deletes what a region's folder holds of snapshots that are closed and that nothing names (R13).
     *
     * @param closed whether a snapshot is known to be over and was not committed, or is not retained
     * @param named whether a retained snapshot names an object
     * @return how many objects were deleted
     */
    public int sweep(String region, Predicate<SnapshotId> closed, Predicate<String> named) throws StoreException {
        List<String> garbage = new ArrayList<>();
        for (String kind : List.of("chunks/", "snapshots/")) {
            store.list(region + kind, entry -> {
                SnapshotId snapshot = snapshot(entry.key().substring((region + kind).length()));
                if (snapshot != null && closed.test(snapshot) && !named.test(entry.key())) {
                    garbage.add(entry.key());
                }
            });
        }
        if (!garbage.isEmpty()) {
            store.delete(garbage);
        }
        return garbage.size();
    }

    /** The snapshot that a name below {@code chunks/} or {@code snapshots/} begins with; null if it is none of ours. */
    private static SnapshotId snapshot(String name) {
        int end = name.indexOf('/');
        int dot = name.indexOf('.');
        if (dot >= 0 && dot < end) {
            end = dot;
        }
        try {
            return end < 0 ? null : SnapshotId.parse(name.substring(0, end));
        } catch (RuntimeException e) {
            return null;
        }
    }
}
