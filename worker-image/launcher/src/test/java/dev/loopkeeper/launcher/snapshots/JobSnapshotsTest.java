package dev.loopkeeper.launcher.snapshots;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loopkeeper.engine.snapshot.HeadRecord;
import dev.loopkeeper.engine.snapshot.JobRecord;
import dev.loopkeeper.engine.snapshot.Manifest;
import dev.loopkeeper.engine.snapshot.SnapshotId;
import dev.loopkeeper.engine.snapshot.StoreLayout;
import dev.loopkeeper.engine.snapshot.StoredValues;
import dev.loopkeeper.engine.store.ObjectStore;
import dev.loopkeeper.engine.store.StoreException;
import dev.loopkeeper.storage.EtagForm;
import dev.loopkeeper.storage.S3Credentials;
import dev.loopkeeper.storage.S3ObjectStore;
import dev.loopkeeper.storage.embedded.EmbeddedS3Server;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
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

/** What a store has of a job, with damage. */
@Timeout(60)
final class JobSnapshotsTest {

    private static final String JOB = "p/ns/rework/uid/";
    private static final String REGION = StoreLayout.region(1, "r0");

    @TempDir
    private Path folder;

    private EmbeddedS3Server server;

    @BeforeEach
    void threeSnapshotsOfWhichTheFirstIsDropped() throws Exception {
        server = EmbeddedS3Server.start(
                folder, 0, new S3Credentials("someone", "something-long", Optional.empty()), "jobs");
        try (ObjectStore store = S3ObjectStore.open(server.settings(JOB), EtagForm.QUOTED)) {
            store.put(
                    StoreLayout.JOB,
                    StoredValues.encode(new JobRecord(1, 1, 1, 2, Map.of(), new TreeMap<>(), null, "nonce")));
            store.put(
                    StoreLayout.head(REGION),
                    StoredValues.encode(new HeadRecord(1, 1, id(4), false, "nonce", SnapshotId.NONE)));
            for (int counter = 2; counter <= 4; counter++) {
                store.put(manifestKey(counter), StoredValues.encode(manifest(counter)));
            }
        }
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static SnapshotId id(int counter) {
        return new SnapshotId(1, counter);
    }

    private static String manifestKey(int counter) {
        return StoreLayout.manifest(REGION, id(counter));
    }

    private static Manifest manifest(int counter) {
        return new Manifest(
                REGION,
                id(counter),
                id(counter - 1),
                1,
                1,
                1,
                new TreeMap<>(),
                false,
                false,
                0,
                Instant.EPOCH,
                List.of());
    }

    private JobSnapshots read() throws StoreException {
        List<JobSnapshots> jobs = new SnapshotCatalog(server.settings("p/")).jobs();
        assertThat(jobs).hasSize(1);
        return jobs.getFirst();
    }

    private static List<SnapshotId> chain(JobSnapshots job) {
        return job.regions().getFirst().chain().stream().map(Manifest::snapshot).toList();
    }

    /** R13: that the oldest one's predecessor is gone is how it should be. */
    @Test
    void aDroppedSnapshotIsNoProblem() throws Exception {
        assertThat(chain(read())).containsExactly(id(2), id(3), id(4));
        assertThat(read().problems()).isEmpty();
    }

    /** R14 */
    @Test
    void aDamagedManifestIsAProblemThatNamesItsObject() throws Exception {
        try (ObjectStore store = S3ObjectStore.open(server.settings(JOB), EtagForm.QUOTED)) {
            store.put(manifestKey(3), ByteBuffer.wrap("rubbish".getBytes(StandardCharsets.UTF_8)));
        }
        assertThat(chain(read())).containsExactly(id(4));
        assertThat(read().problems())
                .singleElement()
                .satisfies(line -> assertThat(line)
                        .contains(manifestKey(3))
                        .endsWith("snapshot 1-3 and those before it are lost"));
    }
}
