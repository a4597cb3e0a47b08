package dev.loopkeeper.engine.coordinator.snapshot;

import dev.loopkeeper.engine.snapshot.Manifest;
import dev.loopkeeper.engine.snapshot.SnapshotId;
import dev.loopkeeper.engine.snapshot.StoreLayout;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntSupplier;

/**
 * The committed snapshots that are kept, of all regions and epochs, and how often each object is named by them. What a retained snapshot
 * names is never deleted (R13), whichever region uploaded it.
 */
public final class RetainedSnapshots {

    private final IntSupplier retain;
    private final Map<String, Deque<Kept>> chains = new HashMap<>();
    private final Map<String, Integer> named = new HashMap<>();
    /** By the manifest's key, those that are kept on request besides. */
    private final Map<String, Kept> onRequest = new HashMap<>();

    private record Kept(Manifest manifest, Set<String> objects) {}

    /** @param retain how many of each region are kept; it may change (K17) */
    public RetainedSnapshots(IntSupplier retain) {
        this.retain = retain;
    }

    /** Adds the newest snapshot of a region's chain. */
    public void add(Manifest manifest) {
        Kept kept = new Kept(manifest, manifest.objects());
        chains.computeIfAbsent(manifest.region(), unused -> new ArrayDeque<>()).addLast(kept);
        kept.objects().forEach(object -> named.merge(object, 1, Integer::sum));
    }

    /** Drops what is beyond the number to keep; returns the keys that nothing names any more. */
    public List<String> trim(String region) {
        List<String> garbage = new ArrayList<>();
        Deque<Kept> chain = chains.getOrDefault(region, new ArrayDeque<>());
        while (chain.size() > retain.getAsInt()) {
            drop(chain.pollFirst(), garbage);
        }
        return garbage;
    }

    /** Drops what follows a snapshot of a chain; what nothing names any more is left to a sweep. */
    public void dropAfter(String region, SnapshotId last) {
        Deque<Kept> chain = chains.get(region);
        while (chain != null
                && !chain.isEmpty()
                && chain.peekLast().manifest().snapshot().isAfter(last)) {
            drop(chain.pollLast(), new ArrayList<>());
        }
    }

    /** A region's snapshots that are kept, oldest first. */
    public List<Manifest> chain(String region) {
        return chains.getOrDefault(region, new ArrayDeque<>()).stream()
                .map(Kept::manifest)
                .toList();
    }

    /** Drops a whole chain: an epoch that is no longer needed. */
    public List<String> dropAll(String region) {
        List<String> garbage = new ArrayList<>();
        Deque<Kept> chain = chains.remove(region);
        if (chain != null) {
            chain.forEach(kept -> drop(kept, garbage));
        }
        return garbage;
    }

    /** Keeps a committed snapshot for a request, whatever becomes of its chain. */
    public void keep(Manifest manifest) {
        Kept kept = new Kept(manifest, manifest.objects());
        if (onRequest.putIfAbsent(key(manifest), kept) == null) {
            kept.objects().forEach(object -> named.merge(object, 1, Integer::sum));
        }
    }

    /** Keeps no others for requests than these, by folder; returns the keys that nothing names any more. */
    public List<String> keepOnly(Collection<Map<String, SnapshotId>> needed) {
        Set<String> keys = new HashSet<>();
        needed.forEach(
                snapshots -> snapshots.forEach((folder, snapshot) -> keys.add(StoreLayout.manifest(folder, snapshot))));
        List<String> garbage = new ArrayList<>();
        for (Map.Entry<String, Kept> entry : List.copyOf(onRequest.entrySet())) {
            if (!keys.contains(entry.getKey())) {
                onRequest.remove(entry.getKey());
                Manifest manifest = entry.getValue().manifest();
                if (manifest(manifest.region(), manifest.snapshot()) == null) {
                    garbage.add(entry.getKey());
                }
                release(entry.getValue(), garbage);
            }
        }
        return garbage;
    }

    private static String key(Manifest manifest) {
        return StoreLayout.manifest(manifest.region(), manifest.snapshot());
    }

    private void drop(Kept kept, List<String> garbage) {
        if (!onRequest.containsKey(key(kept.manifest()))) {
            garbage.add(key(kept.manifest()));
        }
        release(kept, garbage);
    }

    private void release(Kept kept, List<String> garbage) {
        for (String object : kept.objects()) {
            if (named.merge(object, -1, Integer::sum) == 0) {
                named.remove(object);
                garbage.add(object);
            }
        }
    }

    /** The keys of everything that is kept, manifests included. A copy. */
    public Set<String> objects() {
        Set<String> objects = new HashSet<>(named.keySet());
        chains.values().forEach(chain -> chain.forEach(kept -> objects.add(key(kept.manifest()))));
        objects.addAll(onRequest.keySet());
        return objects;
    }

    public boolean names(String object) {
        return named.containsKey(object);
    }

    /** A retained snapshot of a region; null if it is not (or no longer) kept. */
    public Manifest manifest(String region, SnapshotId snapshot) {
        for (Kept kept : chains.getOrDefault(region, new ArrayDeque<>())) {
            if (kept.manifest().snapshot().equals(snapshot)) {
                return kept.manifest();
            }
        }
        return null;
    }

    public Set<String> regions() {
        return Set.copyOf(chains.keySet());
    }
}
