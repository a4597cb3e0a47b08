package dev.loopkeeper.launcher.store;

import dev.loopkeeper.engine.codec.CorruptDataException;
import dev.loopkeeper.engine.coordinator.port.EarlierJobs;
import dev.loopkeeper.engine.snapshot.HeadRecord;
import dev.loopkeeper.engine.snapshot.JobRecord;
import dev.loopkeeper.engine.snapshot.Manifest;
import dev.loopkeeper.engine.snapshot.SnapshotId;
import dev.loopkeeper.engine.snapshot.StoreLayout;
import dev.loopkeeper.engine.snapshot.StoredValues;
import dev.loopkeeper.engine.store.StoreException;
import dev.loopkeeper.engine.store.StoredObject;
import dev.loopkeeper.storage.S3ObjectStore;
import dev.loopkeeper.storage.S3Settings;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Looks beside a job's part of the store for earlier jobs of its name that it could go on from (K19): one listing of folders where there is none, and
 * a few small objects of each where there are; never what their snapshots hold.
 */
public final class EarlierSnapshots implements EarlierJobs {

    /** How many are looked at, by their names: a job that is made anew each night leaves hundreds. */
    static final int MOST = 20;

    private final S3Settings own;

    /** @param own the job's own store, with its prefix */
    public EarlierSnapshots(S3Settings own) {
        this.own = own;
    }

    @Override
    public Optional<String> newestOfFirst() throws StoreException {
        String parent = JobOrigin.parent(own.prefix());
        String uid = own.prefix().substring(parent.length(), own.prefix().length() - 1);
        @Nullable String newest = null;
        Instant time = Instant.MIN;
        try (S3ObjectStore store = S3ObjectStore.open(own.withPrefix(parent))) {
            List<String> others = store.folders("").stream()
                    .filter(folder -> !folder.equals(uid))
                    .limit(MOST)
                    .toList();
            for (String other : others) {
                Optional<Instant> taken = taken(store, other + "/");
                if (taken.isPresent() && taken.get().isAfter(time)) {
                    newest = other;
                    time = taken.get();
                }
            }
        }
        return Optional.ofNullable(newest).map(found -> "s3://" + own.bucket() + "/" + parent + found);
    }

    /** When a snapshot was taken that the job could be gone on from; empty if there is none, or it has finished. */
    private static Optional<Instant> taken(S3ObjectStore store, String folder) throws StoreException {
        try {
            JobRecord job = value(store, folder + StoreLayout.JOB, JobRecord.class);
            if (job == null || (job.verdict() != null && job.verdict().succeeded())) {
                return Optional.empty();
            }
            for (Map.Entry<String, SnapshotId> committed :
                    committed(store, folder, job).entrySet()) {
                String key = folder + StoreLayout.manifest(committed.getKey(), committed.getValue());
                Manifest manifest = value(store, key, Manifest.class);
                if (manifest != null) {
                    return Optional.of(manifest.time());
                }
            }
            return Optional.empty();
        } catch (CorruptDataException _) {
            // Whoever names it in restoreFrom is told what is wrong.
            return Optional.empty();
        }
    }

    /** By folder of a region: what the heads of the present epoch name, or what that epoch starts from. */
    private static Map<String, SnapshotId> committed(S3ObjectStore store, String folder, JobRecord job)
            throws StoreException {
        Map<String, SnapshotId> committed = new HashMap<>();
        String epoch = "e" + job.epoch() + "-";
        for (String region : store.folders(folder + "regions/")) {
            if (region.startsWith(epoch)) {
                String regionFolder = "regions/" + region + "/";
                HeadRecord head = value(store, folder + StoreLayout.head(regionFolder), HeadRecord.class);
                if (head != null && !head.snapshot().equals(SnapshotId.NONE)) {
                    committed.put(regionFolder, head.snapshot());
                }
            }
        }
        return committed.isEmpty() ? job.startsFrom() : committed;
    }

    private static <V> @Nullable V value(S3ObjectStore store, String key, Class<V> type) throws StoreException {
        Optional<StoredObject> found = store.get(key);
        return found.isPresent() ? StoredValues.decode(key, found.get().content(), type) : null;
    }
}
