package dev.loopkeeper.engine.coordinator.snapshot;

import dev.loopkeeper.engine.snapshot.Manifest;
import dev.loopkeeper.engine.snapshot.SnapshotId;
import dev.loopkeeper.engine.snapshot.StoreLayout;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The committed snapshots that are kept, of all regions and epochs, and how often each object is named by them. What a retained snapshot
 * names is never deleted (R13), whichever region uploaded it.
 */
public final class RetainedSnapshots {

    private final int retain;
    private final Map<String, Deque<Kept>> chains = new HashMap<>();
    private final Map<String, Integer> named = new HashMap<>();

    private record Kept(Manifest manifest, Set<String> objects) {}

    public RetainedSnapshots(int retain) {
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
        while (chain.size() > retain) {
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

    private void drop(Kept kept, List<String> garbage) {
        garbage.add(
                StoreLayout.manifest(kept.manifest().region(), kept.manifest().snapshot()));
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
        chains.values()
                .forEach(chain -> chain.forEach(kept -> objects.add(StoreLayout.manifest(
                        kept.manifest().region(), kept.manifest().snapshot()))));
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
