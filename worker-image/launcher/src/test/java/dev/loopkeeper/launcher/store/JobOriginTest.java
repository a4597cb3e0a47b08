package dev.loopkeeper.launcher.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loopkeeper.engine.snapshot.Manifest;
import dev.loopkeeper.engine.snapshot.SnapshotId;
import dev.loopkeeper.engine.snapshot.StoredValues;
import dev.loopkeeper.engine.store.ObjectStore;
import dev.loopkeeper.engine.store.StoreException;
import dev.loopkeeper.launcher.BadInputException;
import dev.loopkeeper.storage.EtagForm;
import dev.loopkeeper.storage.S3Credentials;
import dev.loopkeeper.storage.S3ObjectStore;
import dev.loopkeeper.storage.S3Settings;
import dev.loopkeeper.storage.embedded.EmbeddedS3Server;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** K19: what a new job may start from. */
@Timeout(60)
final class JobOriginTest {

    private static final String MANIFEST = "regions/e1-r0/snapshots/3-7/manifest";

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

    private void put(String key, String text) throws StoreException {
        try (ObjectStore store = S3ObjectStore.open(server.settings(""), EtagForm.QUOTED)) {
            store.put(key, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
        }
    }

    private void snapshot(String job, long second) throws StoreException {
        Manifest manifest = new Manifest(
                "regions/e1-r0/",
                new SnapshotId(3, 7),
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
        try (ObjectStore store = S3ObjectStore.open(server.settings(job), EtagForm.QUOTED)) {
            store.put(MANIFEST, StoredValues.encode(manifest));
        }
    }

    private static String read(JobOrigin origin, String key) throws StoreException {
        try (ObjectStore store = origin.open()) {
            return new String(store.get(key).orElseThrow().content(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void anAddressNamesAJobsPartOfABucket() throws Exception {
        put("p/ns/old/uid-1/job", "it");
        JobOrigin origin = JobOrigin.of("s3://jobs/p/ns/old/uid-1", own);

        assertThat(origin.address()).isEqualTo("s3://jobs/p/ns/old/uid-1");
        assertThat(read(origin, "job")).isEqualTo("it");
        assertThat(read(JobOrigin.of("s3://jobs/p/ns/old/uid-1/", own), "job")).isEqualTo("it");
    }

    @Test
    void latestIsTheEarlierJobOfThisNameWithTheNewestSnapshot() throws Exception {
        snapshot("p/ns/rework/uid-a/", 20);
        snapshot("p/ns/rework/uid-b/", 30);
        snapshot("p/ns/rework/uid-c/", 10);
        snapshot("p/ns/rework/uid-now/", 40);
        snapshot("p/ns/other/uid-d/", 50);
        put("p/ns/rework/uid-b/job", "the last");
        put("p/ns/rework/uid-e/job", "without a snapshot");

        assertThat(read(JobOrigin.of("Latest", own), "job")).isEqualTo("the last");
    }

    @Test
    void latestOfNothingIsMissing() throws Exception {
        put("p/ns/rework/uid-now/" + MANIFEST, "the own");
        JobOrigin origin = JobOrigin.of("Latest", own);

        assertThat(origin.address()).isEqualTo("Latest, below s3://jobs/p/ns/rework/");
        assertThatThrownBy(origin::open)
                .isInstanceOf(StoreException.class)
                .hasMessage("no earlier job of this name has left a snapshot there");
    }

    @Test
    void whatIsNoAddressIsNamedWithItsField() {
        assertThatThrownBy(() -> JobOrigin.of("/tmp/snapshots", own))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining(
                        "spec.snapshots.restoreFrom: \"/tmp/snapshots\" is neither Latest nor an address");
        assertThatThrownBy(() -> JobOrigin.of("s3://No Bucket/p", own))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("spec.snapshots.restoreFrom: in \"s3://No Bucket/p\"");
    }
}
