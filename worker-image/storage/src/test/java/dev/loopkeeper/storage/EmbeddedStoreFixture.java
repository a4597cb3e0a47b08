package dev.loopkeeper.storage;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.loopkeeper.engine.store.StoreException;
import dev.loopkeeper.storage.embedded.EmbeddedS3Server;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** A real embedded server for a class of tests, and in it a store for each test, with short time-outs. */
abstract class EmbeddedStoreFixture {

    static final S3Timeouts SHORT = new S3Timeouts(Duration.ofSeconds(2), Duration.ofSeconds(5), Duration.ofSeconds(3));

    @TempDir
    static Path folder;

    private static EmbeddedS3Server server;

    S3ObjectStore store;
    S3Settings settings;

    @BeforeAll
    static void startServer() throws IOException {
        server = EmbeddedS3Server.start(folder.resolve("s3"), 0, S3Credentials.random(), "snapshots");
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @BeforeEach
    void open(TestInfo test) {
        settings = server.settings(test.getTestMethod().orElseThrow().getName()).withTimeouts(SHORT);
        store = S3ObjectStore.open(settings);
    }

    @AfterEach
    void close() {
        store.close();
    }

    /** An object that is there, as text. */
    String content(String key) throws StoreException {
        return new String(store.get(key).orElseThrow().content(), UTF_8);
    }
}
