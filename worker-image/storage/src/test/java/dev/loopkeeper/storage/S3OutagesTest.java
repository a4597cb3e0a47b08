package dev.loopkeeper.storage;

import static dev.loopkeeper.storage.StoreAssertions.assertKind;
import static dev.loopkeeper.storage.StoreAssertions.bytes;
import static dev.loopkeeper.storage.StoreAssertions.content;
import static org.assertj.core.api.Assertions.assertThat;

import dev.loopkeeper.engine.store.ConditionalPut;
import dev.loopkeeper.engine.store.Precondition;
import dev.loopkeeper.engine.store.StoreException;
import dev.loopkeeper.engine.store.StoreException.Kind;
import dev.loopkeeper.storage.embedded.EmbeddedS3Server;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The store against the real server, with a network between that fails, and a server that goes away and comes back. */
class S3OutagesTest {

    private static final S3Timeouts TIMEOUTS =
            new S3Timeouts(Duration.ofSeconds(2), Duration.ofSeconds(2), Duration.ofSeconds(20));

    @TempDir
    Path folder;

    private final S3Credentials credentials = S3Credentials.random();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private EmbeddedS3Server server;
    private FaultyProxy proxy;
    private S3ObjectStore store;
    private S3ObjectStore direct;

    @BeforeEach
    void start() throws IOException {
        server = EmbeddedS3Server.start(folder.resolve("s3"), 0, credentials, "snapshots");
        proxy = new FaultyProxy(server.port());
        S3Settings settings = server.settings("").withTimeouts(TIMEOUTS);
        direct = S3ObjectStore.open(settings);
        store = S3ObjectStore.open(settings.withEndpoint(proxy.endpoint()));
    }

    @AfterEach
    void stop() throws IOException {
        threads.shutdownNow();
        store.close();
        direct.close();
        proxy.close();
        server.close();
    }

    /** The same store, sure to use a connection of its own, so that the fault meets the request and not an idle connection. */
    private S3ObjectStore anew() {
        store.close();
        store = S3ObjectStore.open(server.settings("").withTimeouts(TIMEOUTS).withEndpoint(proxy.endpoint()));
        return store;
    }

    @Test
    void reportsALostAnswerToAConditionalWriteAsUnclear() throws StoreException {
        proxy.loseAnswers(1);

        assertKind(() -> anew().putIf("head", bytes("one"), new Precondition.Absent()), Kind.UNCLEAR);

        // It was done once: what a writer that reads back must find (R12).
        assertThat(content(direct, "head")).isEqualTo("one");
        String etag = direct.get("head").orElseThrow().etag();
        proxy.loseAnswers(1);
        assertKind(() -> anew().putIf("head", bytes("two"), new Precondition.Matches(etag)), Kind.UNCLEAR);
        assertThat(content(store, "head")).isEqualTo("two");
        assertThat(store.putIf("head", bytes("three"), new Precondition.Matches(etag)))
                .isEqualTo(new ConditionalPut.Refused());
    }

    @Test
    void repeatsAPlainWriteWhoseAnswerIsLost() throws StoreException {
        proxy.loseAnswers(2);

        store.put("a", bytes("one"));
        proxy.loseAnswers(1);
        store.delete(List.of("a"));

        assertThat(direct.get("a")).isEmpty();
    }

    @Test
    void readsWholeWhatBreaksInTheMiddle() throws StoreException {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        byte[] content = new byte[3_000_000];
        new Random(seed).nextBytes(content);
        direct.put("a", ByteBuffer.wrap(content));
        proxy.cutAnswers(2, 1_000_000);

        assertThat(store.get("a").orElseThrow().content()).isEqualTo(content);
        proxy.cutAnswers(1, 500_000);
        assertThat(store.getRange("a", 1_000, 2_000_000)).isEqualTo(Arrays.copyOfRange(content, 1_000, 2_001_000));
    }

    @Test
    void doesNotStoreBytesThatWereChangedOnTheWay() throws StoreException {
        proxy.spoilBodies(1);

        store.put("a", bytes("SPOIL me"));

        assertThat(content(direct, "a")).isEqualTo("SPOIL me");
        proxy.spoilBodies(1);
        assertKind(() -> anew().putIf("b", bytes("SPOIL me"), new Precondition.Absent()), Kind.CORRUPT);
        assertThat(direct.get("b")).isEmpty();
    }

    @Test
    void doesNotStoreAnUploadThatBreaksOff() throws Exception {
        String etag = direct.put("a", bytes("old"));
        byte[] large = new byte[8 << 20];
        proxy.cutRequests(1, 4 << 20);

        assertKind(() -> anew().putIf("a", ByteBuffer.wrap(large), new Precondition.Matches(etag)), Kind.UNCLEAR);

        assertThat(content(direct, "a")).isEqualTo("old");
        var entries = new ArrayList<String>();
        direct.list("", entry -> entries.add(entry.key()));
        assertThat(entries).containsExactly("a");
    }

    @Test
    void waitsForAServerThatComesBack() throws Exception {
        store.put("a", bytes("one"));
        proxy.refuse(true);

        Future<String> reading = threads.submit(() -> content(store, "a"));
        Future<String> writing = threads.submit(() -> store.put("b", bytes("two")));
        assertKind(() -> store.putIf("c", bytes("x"), new Precondition.Absent()), Kind.UNCLEAR);
        proxy.refuse(false);

        assertThat(reading.get()).isEqualTo("one");
        writing.get();
        assertThat(content(direct, "b")).isEqualTo("two");
    }

    @Test
    void goesOnWhenTheServerIsRestarted() throws Exception {
        String etag = direct.put("head", bytes("one"));
        direct.put("chunks/1", bytes("chunk"));
        int port = server.port();
        server.close();

        Future<String> reading = threads.submit(() -> content(direct, "chunks/1"));
        S3Settings settings = new S3Settings(URI.create("http://127.0.0.1:" + port), "snapshots", "", credentials);
        try (var other = S3ObjectStore.open(settings.withTimeouts(TIMEOUTS))) {
            assertKind(() -> other.putIf("head", bytes("two"), new Precondition.Matches(etag)), Kind.UNAVAILABLE);
        }
        server = EmbeddedS3Server.start(folder.resolve("s3"), port, credentials, "snapshots");

        assertThat(reading.get()).isEqualTo("chunk");
        assertThat(direct.get("head").orElseThrow().etag()).isEqualTo(etag);
        assertThat(direct.putIf("head", bytes("two"), new Precondition.Matches(etag)))
                .isInstanceOf(ConditionalPut.Written.class);
    }
}
