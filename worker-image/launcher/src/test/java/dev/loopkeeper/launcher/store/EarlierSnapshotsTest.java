package dev.loopkeeper.launcher.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loopkeeper.engine.snapshot.HeadRecord;
import dev.loopkeeper.engine.snapshot.JobRecord;
import dev.loopkeeper.engine.snapshot.SnapshotId;
import dev.loopkeeper.engine.snapshot.StoredValues;
import dev.loopkeeper.engine.store.ObjectStore;
import dev.loopkeeper.engine.store.StoreException;
import dev.loopkeeper.storage.S3ObjectStore;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** K19: what a job that starts from nothing could have gone on from. */
@Timeout(60)
final class EarlierSnapshotsTest extends EarlierJobsFixture {

    /** A job in the store: its record, and the snapshot of one region if it has one. */
    private void job(String prefix, JobRecord.Outcome verdict, SnapshotId committed, long second)
            throws StoreException {
        JobRecord job = new JobRecord(3, 1, 1, 1, Map.of(), new TreeMap<>(), verdict, "n");
        try (ObjectStore store = S3ObjectStore.open(server.settings(prefix))) {
            store.put("job", StoredValues.encode(job));
            store.put(REGION + "head", StoredValues.encode(HeadRecord.NONE.withSnapshot(committed, false)));
        }
        if (!committed.equals(SnapshotId.NONE)) {
            snapshot(prefix, second);
        }
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
        }
        snapshot("p/ns/rework/uid-a/", 20);
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
