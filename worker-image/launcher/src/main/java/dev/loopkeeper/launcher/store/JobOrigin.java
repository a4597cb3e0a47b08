package dev.loopkeeper.launcher.store;

import dev.loopkeeper.engine.codec.CorruptDataException;
import dev.loopkeeper.engine.coordinator.port.RestoreOrigin;
import dev.loopkeeper.engine.snapshot.Manifest;
import dev.loopkeeper.engine.snapshot.StoredValues;
import dev.loopkeeper.engine.store.ObjectEntry;
import dev.loopkeeper.engine.store.ObjectStore;
import dev.loopkeeper.engine.store.StoreException;
import dev.loopkeeper.launcher.BadInputException;
import dev.loopkeeper.storage.EtagForm;
import dev.loopkeeper.storage.S3ObjectStore;
import dev.loopkeeper.storage.S3Settings;
import dev.loopkeeper.storage.S3Uri;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The job that {@code spec.snapshots.restoreFrom} names: by its address, in a bucket of the own store, or as the last one of this job's name. It is
 * reached with the own store's keys.
 */
public final class JobOrigin implements RestoreOrigin {

    private static final String LATEST = "Latest";

    /** Every committed snapshot has one: {@code <uid>/regions/<region>/snapshots/<id>/manifest}. */
    private static final Pattern MANIFEST = Pattern.compile("(?<uid>[^/]+)/regions/[^/]+/snapshots/[^/]+/manifest");

    private final String address;
    private final S3Settings own;
    /** Where it is; empty for the last one of this name. */
    private final Optional<S3Settings> other;

    private JobOrigin(String address, S3Settings own, Optional<S3Settings> other) {
        this.address = address;
        this.own = own;
        this.other = other;
    }

    /**
     * The job that is named.
     *
     * @param restoreFrom {@code Latest}, or {@code s3://bucket/prefix/namespace/job/uid}
     * @param own the job's own store, with its prefix
     * @throws BadInputException if it is no such address
     */
    public static JobOrigin of(String restoreFrom, S3Settings own) throws BadInputException {
        if (restoreFrom.equals(LATEST)) {
            return new JobOrigin(
                    LATEST + ", below s3://" + own.bucket() + "/" + parent(own.prefix()), own, Optional.empty());
        }
        try {
            S3Uri place = S3Uri.parse(restoreFrom);
            if (place.key().isEmpty()) {
                throw noAddress(restoreFrom, null);
            }
            return new JobOrigin(
                    restoreFrom, own, Optional.of(own.withBucket(place.bucket()).withPrefix(place.key())));
        } catch (IOException e) {
            throw S3Uri.claims(restoreFrom)
                    ? new BadInputException("spec.snapshots.restoreFrom: " + e.getMessage(), e)
                    : noAddress(restoreFrom, e);
        }
    }

    private static BadInputException noAddress(String restoreFrom, @Nullable IOException cause) {
        return new BadInputException(
                "spec.snapshots.restoreFrom: \"" + restoreFrom
                        + "\" is neither Latest nor an address such as s3://bucket/prefix/namespace/job/uid",
                cause);
    }

    /** The folder of all jobs of a name, given the prefix of one of them. */
    static String parent(String prefix) {
        return prefix.substring(0, prefix.lastIndexOf('/', prefix.length() - 2) + 1);
    }

    @Override
    public String address() {
        return address;
    }

    @Override
    public ObjectStore open() throws StoreException {
        // Conditional writes are not for it: it is only read.
        return S3ObjectStore.open(other.isPresent() ? other.get() : last(), EtagForm.QUOTED);
    }

    /** The one with the newest snapshot: stores tell whole seconds, so that it is the snapshot's own time that counts. */
    private S3Settings last() throws StoreException {
        String parent = parent(own.prefix());
        String uid = own.prefix().substring(parent.length(), own.prefix().length() - 1);
        Map<String, ObjectEntry> newest = new HashMap<>();
        @Nullable String last = null;
        Instant time = Instant.MIN;
        try (ObjectStore store = S3ObjectStore.open(own.withPrefix(parent), EtagForm.QUOTED)) {
            store.list("", entry -> {
                Matcher manifest = MANIFEST.matcher(entry.key());
                if (manifest.matches() && !manifest.group("uid").equals(uid)) {
                    newest.merge(
                            manifest.group("uid"),
                            entry,
                            (before, now) -> now.lastModified().isBefore(before.lastModified()) ? before : now);
                }
            });
            for (Map.Entry<String, ObjectEntry> candidate : newest.entrySet()) {
                Instant taken = taken(store, candidate.getValue());
                if (taken.isAfter(time)) {
                    time = taken;
                    last = candidate.getKey();
                }
            }
        }
        if (last == null) {
            throw new StoreException(
                    StoreException.Kind.MISSING, "no earlier job of this name has left a snapshot there");
        }
        return own.withPrefix(parent + last + "/");
    }

    private static Instant taken(ObjectStore store, ObjectEntry manifest) throws StoreException {
        try {
            return store.get(manifest.key())
                    .map(found -> StoredValues.decode(manifest.key(), found.content(), Manifest.class)
                            .time())
                    .orElse(manifest.lastModified());
        } catch (CorruptDataException _) {
            return manifest.lastModified();
        }
    }
}
