package dev.loopkeeper.launcher.snapshots;

import dev.loopkeeper.engine.codec.CorruptDataException;
import dev.loopkeeper.engine.coordinator.snapshot.SnapshotStore;
import dev.loopkeeper.engine.snapshot.HeadRecord;
import dev.loopkeeper.engine.snapshot.JobRecord;
import dev.loopkeeper.engine.snapshot.Manifest;
import dev.loopkeeper.engine.snapshot.SnapshotId;
import dev.loopkeeper.engine.snapshot.StoreLayout;
import dev.loopkeeper.engine.snapshot.StoredValues;
import dev.loopkeeper.engine.store.ObjectStore;
import dev.loopkeeper.engine.store.StoreException;
import dev.loopkeeper.engine.store.StoredObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The snapshots of one job, as its store has them.
 *
 * @param folder the job's part of the store, relative to the address; ends with a slash, or is empty
 * @param job claim, parallelism, verdict
 * @param regions of all epochs, in the order of their names
 * @param problems what could not be read, one line each with the object's name
 */
public record JobSnapshots(String folder, JobRecord job, List<RegionSnapshots> regions, List<String> problems) {

    private static final Pattern EPOCH = Pattern.compile("regions/e(\\d{1,9})-.*/");

    /**
     * The snapshots of a region.
     *
     * @param folder the region's, relative to the job's
     * @param epoch that the folder belongs to: each change of the parallelism begins one
     * @param chain the committed ones that are kept, oldest first
     */
    public record RegionSnapshots(String folder, int epoch, HeadRecord head, List<Manifest> chain) {

        public RegionSnapshots {
            chain = List.copyOf(chain);
        }

        /** As it is called in the store, without slashes. */
        public String name() {
            return folder.substring("regions/".length(), folder.length() - 1);
        }
    }

    public JobSnapshots {
        regions = List.copyOf(regions);
        problems = List.copyOf(problems);
    }

    /**
     * Reads a job.
     *
     * @param store the job's part
     * @param regionFolders of the regions that are there
     * @throws StoreException if the store does not answer, or the job's own object cannot be read
     */
    static JobSnapshots read(String folder, ObjectStore store, List<String> regionFolders) throws StoreException {
        JobRecord job = value(store, StoreLayout.JOB, JobRecord.class);
        List<RegionSnapshots> regions = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        for (String region : regionFolders) {
            try {
                regions.add(region(store, region, problems));
            } catch (StoreException e) {
                if (e.kind() != StoreException.Kind.MISSING && e.kind() != StoreException.Kind.CORRUPT) {
                    throw e;
                }
                if (epoch(region) >= job.epoch() || !dropped(job, e)) {
                    problems.add(String.valueOf(e.getMessage()));
                }
            }
        }
        return new JobSnapshots(folder, job, regions, problems);
    }

    /** The snapshots of an epoch before are deleted once every region stands on one of its own. */
    private static boolean dropped(JobRecord job, StoreException e) {
        return e.kind() == StoreException.Kind.MISSING && job.epoch() > 1;
    }

    private static RegionSnapshots region(ObjectStore store, String folder, List<String> problems)
            throws StoreException {
        HeadRecord head = value(store, StoreLayout.head(folder), HeadRecord.class);
        SnapshotStore snapshots = new SnapshotStore(store);
        List<Manifest> chain = head.snapshot().equals(SnapshotId.NONE)
                ? List.of()
                : snapshots.chain(folder, head.snapshot(), Integer.MAX_VALUE);
        if (!chain.isEmpty()) {
            tellDamaged(snapshots, folder, chain.getFirst().predecessor(), problems);
        }
        return new RegionSnapshots(folder, epoch(folder), head, chain);
    }

    /** The one before the oldest that can be read is gone by right, as a rule (R13); one that is there and cannot be read ended the chain too early. */
    private static void tellDamaged(SnapshotStore snapshots, String folder, SnapshotId before, List<String> problems)
            throws StoreException {
        if (before.equals(SnapshotId.NONE)) {
            return;
        }
        try {
            Manifest _ = snapshots.manifest(folder, before);
        } catch (StoreException e) {
            if (e.kind() == StoreException.Kind.CORRUPT) {
                problems.add(e.getMessage() + "; snapshot " + before + " and those before it are lost");
            } else if (e.kind() != StoreException.Kind.MISSING) {
                throw e;
            }
        }
    }

    private static int epoch(String folder) {
        Matcher matcher = EPOCH.matcher(folder);
        return matcher.matches() ? Integer.parseInt(matcher.group(1)) : 0;
    }

    private static <V> V value(ObjectStore store, String key, Class<V> type) throws StoreException {
        Optional<StoredObject> found = store.get(key);
        if (found.isEmpty()) {
            throw new StoreException(StoreException.Kind.MISSING, "object " + key + " is missing");
        }
        try {
            return StoredValues.decode(key, found.get().content(), type);
        } catch (CorruptDataException e) {
            throw new StoreException(StoreException.Kind.CORRUPT, String.valueOf(e.getMessage()), e);
        }
    }
}
