package dev.loopkeeper.launcher.store;

import dev.loopkeeper.engine.snapshot.Manifest;
import dev.loopkeeper.engine.snapshot.SnapshotId;
import dev.loopkeeper.engine.snapshot.StoredValues;
import dev.loopkeeper.engine.store.ObjectStore;
import dev.loopkeeper.engine.store.StoreException;
import dev.loopkeeper.storage.S3Credentials;
import dev.loopkeeper.storage.S3ObjectStore;
import dev.loopkeeper.storage.S3Settings;
import dev.loopkeeper.storage.S3Timeouts;
import dev.loopkeeper.storage.embedded.EmbeddedS3Server;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A real store in which earlier jobs have left snapshots. */
abstract class EarlierJobsFixture {

    static final String REGION = "regions/e1-r0/";
    static final SnapshotId SNAPSHOT = new SnapshotId(3, 7);
    static final String MANIFEST = REGION + "snapshots/3-7/manifest";

    /** A store that is away is not waited for as long as a job would. */
    private static final S3Timeouts BRIEF =
            new S3Timeouts(Duration.ofSeconds(2), Duration.ofSeconds(5), Duration.ofSeconds(5));

    @TempDir
    private Path folder;

    EmbeddedS3Server server;

    /** The part of the job that is looked at, which is called {@code rework}. */
    S3Settings own;

    @BeforeEach
    void start() throws Exception {
        server = EmbeddedS3Server.start(folder, 0, S3Credentials.random(), "jobs");
        own = server.settings("p/ns/rework/uid-now/").withTimeouts(BRIEF);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    /**
     * Puts the manifest of {@link #SNAPSHOT} there.
     *
     * @param job what its keys begin with
     * @param second when the snapshot was taken
     */
    void snapshot(String job, long second) throws StoreException {
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
        try (ObjectStore store = S3ObjectStore.open(server.settings(job))) {
            store.put(MANIFEST, StoredValues.encode(manifest));
        }
    }
}
