package dev.loopkeeper.launcher.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loopkeeper.engine.snapshot.HeadRecord;
import dev.loopkeeper.engine.snapshot.JobRecord;
import dev.loopkeeper.engine.snapshot.Manifest;
import dev.loopkeeper.engine.snapshot.SnapshotId;
import dev.loopkeeper.engine.snapshot.StoredValues;
import dev.loopkeeper.engine.store.ObjectStore;
import dev.loopkeeper.engine.store.StoreException;
import dev.loopkeeper.storage.S3Credentials;
import dev.loopkeeper.storage.S3ObjectStore;
import dev.loopkeeper.storage.S3Settings;
import dev.loopkeeper.storage.embedded.EmbeddedS3Server;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** K19: what a job that starts from nothing could have gone on from. */
@Timeout(60)
final class EarlierSnapshotsTest {

    private static final String REGION = "regions/e1-r0/";
    private static final SnapshotId SNAPSHOT = new SnapshotId(3, 7);

    @TempDir
    private Path folder;

    private EmbeddedS3Server server;
    private S3Settings own;

    @BeforeEach
    void start() throws Exception {
        server = EmbeddedS3Server.start(
                folder, 0, new S3Credentials("someone", "something-long", Optional.empty()), "jobs");
        own = server.settings("p/ns/rework/uid-now/");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    /** A job in the store: its record, and the snapshot of one region if it has one. */
    private void job(String prefix, JobRecord.Outcome verdict, SnapshotId committed, long second)
            throws StoreException {
        JobRecord job = new JobRecord(3, 1, 1, 1, Map.of(), new TreeMap<>(), verdict, "n");
        try (ObjectStore store = S3ObjectStore.open(server.settings(prefix))) {
            store.put("job", StoredValues.encode(job));
            store.put(REGION + "head", StoredValues.encode(HeadRecord.NONE.withSnapshot(committed, false)));
            if (!committed.equals(SnapshotId.NONE)) {
                manifest(store, second);
            }
        }
    }

    private static void manifest(ObjectStore store, long second) throws StoreException {
        Manifest manifest = new Manifest(
                REGION,
                SNAPSHOT,
                SnapshotId.NONE,
                1,
                1,
                1,
                new TreeMap<>(),
                false,
                false,
                0,
                Instant.ofEpochSecond(second),
                List.of());
        store.put(REGION + "snapshots/3-7/manifest", StoredValues.encode(manifest));
    }

    private Optional<String> newestOfFirst() throws StoreException {
        return new EarlierSnapshots(own).newestOfFirst();
    }

    @Test
    void k19TheEarlierJobOfThisNameWithTheNewestSnapshotIsNamed() throws Exception {
        job("p/ns/rework/uid-a/", null, SNAPSHOT, 20);
        job("p/ns/rework/uid-b/", new JobRecord.Outcome(false, "broken"), SNAPSHOT, 30);
        job("p/ns/rework/uid-c/", null, SNAPSHOT, 10);
        job("p/ns/rework/uid-now/", null, SNAPSHOT, 40);
        job("p/ns/rework-2/uid-d/", null, SNAPSHOT, 50);
        assertThat(newestOfFirst()).contains("s3://jobs/p/ns/rework/uid-b");
    }

    @Test
    void k19WhatTheAddressNamesCanBeRestoredFrom() throws Exception {
        job("p/ns/rework/uid-a/", null, SNAPSHOT, 20);
        try (ObjectStore origin =
                JobOrigin.of(newestOfFirst().orElseThrow(), own).open()) {
            assertThat(origin.get("job")).isPresent();
        }
    }

    @Test
    void k19AJobThatHasFinishedOrHasNoSnapshotIsNone() throws Exception {
        job("p/ns/rework/uid-a/", new JobRecord.Outcome(true, "finished"), SNAPSHOT, 20);
        job("p/ns/rework/uid-b/", null, SnapshotId.NONE, 30);
        try (ObjectStore store = S3ObjectStore.open(server.settings("p/ns/rework/uid-c/"))) {
            store.put("regions/e1-r0/chunks/3-7.1/a", StoredValues.encode(SNAPSHOT));
        }
        assertThat(newestOfFirst()).isEmpty();
    }

    /** Its parallelism was changed, and no region has a snapshot since. */
    @Test
    void k19WhatAnEpochStartsFromCounts() throws Exception {
        JobRecord job = new JobRecord(3, 1, 2, 2, Map.of(REGION, SNAPSHOT), new TreeMap<>(), null, "n");
        try (ObjectStore store = S3ObjectStore.open(server.settings("p/ns/rework/uid-a/"))) {
            store.put("job", StoredValues.encode(job));
            store.put("regions/e2-r0/head", StoredValues.encode(HeadRecord.NONE));
            manifest(store, 20);
        }
        assertThat(newestOfFirst()).contains("s3://jobs/p/ns/rework/uid-a");
    }

    @Test
    void k19OfManyTheFirstByNameAreLookedAt() throws Exception {
        for (int number = 0; number <= EarlierSnapshots.MOST; number++) {
            job("p/ns/rework/uid-%02d/".formatted(number), null, SNAPSHOT, 20 + number);
        }
        assertThat(newestOfFirst()).contains("s3://jobs/p/ns/rework/uid-%02d".formatted(EarlierSnapshots.MOST - 1));
    }

    @Test
    void k19NothingIsFoundInAnEmptyStore() throws Exception {
        assertThat(newestOfFirst()).isEmpty();
    }

    @Test
    void aStoreThatIsAwayIsToldInOneLine() {
        server.close();
        assertThatThrownBy(this::newestOfFirst).isInstanceOf(StoreException.class);
    }
}
