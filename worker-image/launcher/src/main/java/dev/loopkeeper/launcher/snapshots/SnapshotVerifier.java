package dev.loopkeeper.launcher.snapshots;

import dev.loopkeeper.engine.runtime.StoreChunkReader;
import dev.loopkeeper.engine.snapshot.ChunkRef;
import dev.loopkeeper.engine.snapshot.Manifest;
import dev.loopkeeper.engine.snapshot.StoreLayout;
import dev.loopkeeper.engine.store.ObjectStore;
import dev.loopkeeper.engine.store.StoreException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Reads every chunk that a kept snapshot of a job names, and compares its length and checksum (R14). */
public final class SnapshotVerifier {

    private final SnapshotCatalog catalog;

    public SnapshotVerifier(SnapshotCatalog catalog) {
        this.catalog = catalog;
    }

    /**
     * What was found.
     *
     * @param chunks how many are good
     * @param bytes of these
     * @param problems one line for each object that is not as it should be, with its name
     */
    public record Report(int snapshots, int chunks, long bytes, List<String> problems) {

        public Report {
            problems = List.copyOf(problems);
        }
    }

    /** An object with chunks that are not good: why the first one is not, and which snapshots name it. */
    private static final class BadObject {
        private final String reason;
        private final Set<String> snapshots = new LinkedHashSet<>();
        private final Set<ChunkRef> chunks = new HashSet<>();

        BadObject(String reason) {
            this.reason = reason;
        }

        String describe() {
            return reason + " (" + chunks.size() + (chunks.size() == 1 ? " bad chunk" : " bad chunks") + ", named by "
                    + String.join(", ", snapshots) + ")";
        }
    }

    /** Reads all chunks of a job. */
    public Report verify(JobSnapshots job) throws StoreException {
        Set<ChunkRef> good = new HashSet<>();
        Map<String, BadObject> bad = new TreeMap<>();
        int snapshots = 0;
        try (ObjectStore store = catalog.open(job.folder())) {
            for (JobSnapshots.RegionSnapshots region : job.regions()) {
                for (Manifest manifest : region.chain()) {
                    snapshots++;
                    verify(store, region, manifest, good, bad);
                }
            }
        }
        List<String> problems = new ArrayList<>(job.problems());
        bad.values().forEach(object -> problems.add(object.describe()));
        return new Report(snapshots, good.size(), ManifestChunks.bytes(good), problems);
    }

    private static void verify(
            ObjectStore store,
            JobSnapshots.RegionSnapshots region,
            Manifest manifest,
            Set<ChunkRef> good,
            Map<String, BadObject> bad)
            throws StoreException {
        StoreChunkReader reader = new StoreChunkReader(store);
        Map<ChunkRef, String> failures = new TreeMap<>(ManifestChunks.ORDER);
        for (ChunkRef chunk : ManifestChunks.of(manifest)) {
            if (!good.contains(chunk)) {
                try {
                    byte[] _ = reader.read(chunk);
                    good.add(chunk);
                } catch (IOException e) {
                    failures.put(chunk, String.valueOf(e.getMessage()));
                }
            }
        }
        // A run that goes on meanwhile may have dropped the snapshot, and its chunks with it.
        if (failures.isEmpty()
                || store.get(StoreLayout.manifest(region.folder(), manifest.snapshot()))
                        .isEmpty()) {
            return;
        }
        failures.forEach((chunk, reason) -> {
            BadObject object = bad.computeIfAbsent(chunk.object(), _ -> new BadObject(reason));
            object.chunks.add(chunk);
            object.snapshots.add("snapshot " + manifest.snapshot() + " of region " + region.name());
        });
    }
}
