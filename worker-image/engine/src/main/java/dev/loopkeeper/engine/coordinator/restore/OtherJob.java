package dev.loopkeeper.engine.coordinator.restore;

import dev.loopkeeper.engine.codec.CorruptDataException;
import dev.loopkeeper.engine.coordinator.snapshot.SnapshotStore;
import dev.loopkeeper.engine.plan.Plan;
import dev.loopkeeper.engine.plan.SignatureDifference;
import dev.loopkeeper.engine.snapshot.HeadRecord;
import dev.loopkeeper.engine.snapshot.JobRecord;
import dev.loopkeeper.engine.snapshot.Manifest;
import dev.loopkeeper.engine.snapshot.SnapshotId;
import dev.loopkeeper.engine.snapshot.StoreLayout;
import dev.loopkeeper.engine.snapshot.StoredValues;
import dev.loopkeeper.engine.snapshot.TaskPart;
import dev.loopkeeper.engine.store.ObjectStore;
import dev.loopkeeper.engine.store.StoreException;
import dev.loopkeeper.engine.store.StoredObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The newest snapshots of another job, and whether a program can go on from them (K19). Blocking: used in the background. */
final class OtherJob {

    private final String address;
    private final ObjectStore store;

    /** @param address as people have named it */
    OtherJob(String address, ObjectStore store) {
        this.address = address;
        this.store = store;
    }

    /**
     * The manifest of every region that has one, with the parts that count.
     *
     * @throws NotRestorableException if there is none, or the plan's program cannot go on from them
     */
    List<Manifest> manifests(Plan plan) throws StoreException, NotRestorableException {
        JobRecord job = value(StoreLayout.JOB, JobRecord.class)
                .orElseThrow(() -> refused("there is no job: object " + StoreLayout.JOB
                        + " is missing there. The address is s3://bucket/prefix/namespace/job/uid"));
        List<String> differences =
                SignatureDifference.describe(new TreeMap<>(job.signature()), new TreeMap<>(plan.signature()));
        if (!differences.isEmpty()) {
            throw refused("its snapshots are of another program: " + String.join("; ", differences));
        }
        if (job.verdict() != null && job.verdict().succeeded()) {
            throw refused("the job there has finished, and nothing is left to go on with");
        }
        Map<String, SnapshotId> snapshots = snapshots(job);
        if (snapshots.isEmpty()) {
            throw refused("the job there has no committed snapshot");
        }
        List<Manifest> manifests = counting(new SnapshotStore(store).manifests(snapshots));
        boolean alike = manifests.stream().allMatch(manifest -> manifest.parallelism() == plan.parallelism());
        for (Manifest manifest : manifests) {
            if (!alike && !manifest.rescalable()) {
                throw refused("snapshot " + manifest.snapshot() + " of region "
                        + StoreLayout.regionName(manifest.region())
                        + " was not taken at a round's end and cannot be restored at parallelism "
                        + plan.parallelism() + ": use parallelism " + manifest.parallelism());
            }
        }
        return manifests;
    }

    /** By folder: those that the heads name, and, while a region has none since the parallelism was changed, those from before. */
    private Map<String, SnapshotId> snapshots(JobRecord job) throws StoreException, NotRestorableException {
        List<String> heads = new ArrayList<>();
        store.list(StoreLayout.region(job.epoch(), "").replaceAll("/$", ""), entry -> {
            if (entry.key().endsWith("/head")) {
                heads.add(entry.key());
            }
        });
        Map<String, SnapshotId> snapshots = new TreeMap<>();
        for (String key : heads) {
            Optional<HeadRecord> head = value(key, HeadRecord.class);
            if (head.isPresent() && !head.get().snapshot().equals(SnapshotId.NONE)) {
                snapshots.put(
                        key.substring(0, key.length() - "head".length()),
                        head.get().snapshot());
            }
        }
        if (snapshots.size() < heads.size() || heads.isEmpty()) {
            job.startsFrom().forEach(snapshots::putIfAbsent);
        }
        return snapshots;
    }

    /** Of two that hold an operator the one of the later epoch counts; all are of one epoch then, which is before every other. */
    private static List<Manifest> counting(List<Manifest> manifests) {
        Map<String, Integer> epochs = new HashMap<>();
        manifests.forEach(
                manifest -> manifest.tasks().forEach(part -> epochs.merge(part.entry(), manifest.epoch(), Math::max)));
        List<Manifest> counting = new ArrayList<>();
        for (Manifest manifest : manifests) {
            List<TaskPart> parts = manifest.tasks().stream()
                    .filter(part -> epochs.get(part.entry()) == manifest.epoch())
                    .toList();
            if (!parts.isEmpty()) {
                counting.add(manifest.withTasks(parts));
            }
        }
        return counting;
    }

    /** Whether the heads name other snapshots than these by now: what is missing may have been dropped for them. */
    boolean hasMovedOn(List<Manifest> from) throws StoreException, NotRestorableException {
        JobRecord job = value(StoreLayout.JOB, JobRecord.class).orElse(null);
        if (job == null) {
            return false;
        }
        Set<SnapshotId> before = new HashSet<>();
        from.forEach(manifest -> before.add(manifest.snapshot()));
        return !before.equals(new HashSet<>(snapshots(job).values()));
    }

    private <V> Optional<V> value(String key, Class<V> type) throws StoreException, NotRestorableException {
        Optional<StoredObject> found = store.get(key);
        try {
            return found.map(object -> StoredValues.decode(key, object.content(), type));
        } catch (CorruptDataException e) {
            throw refused(e.getMessage());
        }
    }

    NotRestorableException refused(String what) {
        return new NotRestorableException(
                "spec.snapshots.restoreFrom: nothing can be restored from " + address + ": " + what);
    }
}
