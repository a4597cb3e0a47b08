package dev.loopkeeper.storage;

import static dev.loopkeeper.storage.StoreAssertions.bytes;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.loopkeeper.api.io.Fence;
import dev.loopkeeper.api.io.OutputFileName;
import dev.loopkeeper.api.io.PendingFile;
import dev.loopkeeper.engine.store.StoreException;
import dev.loopkeeper.storage.embedded.EmbeddedS3Server;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class S3TransactionalFilesTest {

    private static final S3Timeouts TIMEOUTS =
            new S3Timeouts(Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(2));
    private static final String OUTPUT = "s3://results/out/of job ü";
    private static final String OWNER = OutputFileName.owner("uid-1", "sink");

    @TempDir
    Path folder;

    private EmbeddedS3Server server;
    private FaultyProxy proxy;
    private S3ObjectStore objects;
    private S3MultipartStore uploads;
    private S3TransactionalFiles files;

    @BeforeEach
    void start() throws IOException {
        server = EmbeddedS3Server.start(folder.resolve("s3"), 0, S3Credentials.random(), "results");
        proxy = new FaultyProxy(server.port());
        S3Settings settings = server.settings("").withTimeouts(TIMEOUTS);
        objects = S3ObjectStore.open(settings);
        uploads = S3MultipartStore.open(settings);
        files = S3TransactionalFiles.open(settings.withEndpoint(proxy.endpoint()));
    }

    @AfterEach
    void stop() throws IOException {
        files.close();
        uploads.close();
        objects.close();
        proxy.close();
        server.close();
    }

    @Test
    void showsAFileOnlyWhenItIsCommitted() throws Exception {
        String transaction = write(1, 1, 0, "hello\n").call();
        assertThat(visible()).isEmpty();
        files.commit(transaction);
        assertThat(visible()).containsExactly(Map.entry(name(1, 1, 0), "hello\n"));
        files.commit(transaction);
        assertThat(visible()).hasSize(1);
        assertThat(pending()).isEmpty();
    }

    @Test
    void writesLargeFilesInParts() throws Exception {
        byte[] content = new byte[17 << 20];
        new Random(1).nextBytes(content);
        PendingFile file = create(1, 1, 0);
        for (int at = 0; at < content.length; at += 32 * 1024) {
            // It nearly always is, and the usual wait before a first look would come 544 times.
            await().pollDelay(Duration.ZERO).atMost(Duration.ofSeconds(20)).until(file::ready);
            file.write(content, at, 32 * 1024);
        }
        files.commit(file.prepare().call());
        file.close();
        assertThat(objects.get("out/of job ü/" + name(1, 1, 0)).orElseThrow().content())
                .isEqualTo(content);
    }

    @Test
    void commitsByAnotherProcess() throws Exception {
        String transaction = write(1, 1, 0, "prepared").call();
        files.close();
        try (S3TransactionalFiles other =
                S3TransactionalFiles.open(server.settings("").withTimeouts(TIMEOUTS))) {
            other.commit(transaction);
            other.commit(transaction);
        }
        assertThat(visible()).containsExactly(Map.entry(name(1, 1, 0), "prepared"));
    }

    @Test
    void commitsWhenTheAnswerIsLost() throws Exception {
        String transaction = write(1, 1, 0, "hello").call();
        proxy.loseAnswers(1);
        try {
            files.commit(transaction);
        } catch (IOException e) {
            files.commit(transaction);
        }
        assertThat(visible()).containsExactly(Map.entry(name(1, 1, 0), "hello"));
    }

    @Test
    void waitsForAStoreThatIsAway() throws Exception {
        proxy.refuse(true);
        PendingFile file = create(1, 1, 0);
        byte[] block = new byte[6 << 20];
        for (int count = 0; count < 2; count++) {
            assertThat(file.ready()).isTrue();
            file.write(block, 0, block.length);
        }
        assertThat(file.ready()).as("memory is bounded").isFalse();
        Callable<String> work = file.prepare();
        assertThatThrownBy(work::call)
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("output " + OUTPUT + "/" + name(1, 1, 0) + " is not in the store after 2 s");
        proxy.refuse(false);
        await().atMost(Duration.ofSeconds(30)).ignoreExceptions().untilAsserted(work::call);
        files.commit(work.call());
        assertThat(visible().get(name(1, 1, 0))).hasSize(12 << 20);
    }

    @Test
    void dropsWhatIsNotPrepared() throws Exception {
        PendingFile file = create(1, 1, 0);
        file.write(new byte[6 << 20], 0, 6 << 20);
        file.close();
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(pending()).isEmpty());
        assertThat(visible()).isEmpty();
    }

    @Test
    void refusesToCommitWhatIsGone() throws Exception {
        String transaction = write(1, 1, 0, "hello").call();
        files.sweep(OUTPUT, OWNER, _ -> true);
        assertThatThrownBy(() -> files.commit(transaction))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("output " + OUTPUT + "/" + name(1, 1, 0) + " cannot be committed: ");
        assertThat(visible()).isEmpty();
    }

    @Test
    void sweepsWhatIsStaleAndItsOwn() throws Exception {
        write(1, 1, 0, "stale").call();
        String running = write(2, 2, 0, "running").call();
        String committed = write(1, 1, 1, "committed").call();
        files.commit(committed);
        OutputFileName another = OutputFileName.of("uid-2", "sink", 0, new Fence(1, 1), 0);
        String others = content(files.create(OUTPUT, another.text(), another.owner(), another.fence()), "another job's")
                .call();
        files.sweep(OUTPUT, OWNER, fence -> fence.claim() < 2);
        assertThat(pending())
                .containsExactlyInAnyOrder("out/of job ü/" + name(2, 2, 0), "out/of job ü/" + another.text());
        files.commit(running);
        files.commit(others);
        files.commit(committed);
        assertThat(visible().values()).containsExactlyInAnyOrder("committed", "running", "another job's");
    }

    @Test
    void refusesADirectoryWithAnotherJobsResults() throws Exception {
        files.check(OUTPUT, OWNER, false);
        files.commit(write(1, 1, 0, "own").call());
        files.check(OUTPUT, OWNER, false);
        objects.put("out/of job ü/notes", bytes("a user's"));
        assertThatThrownBy(() -> files.check(OUTPUT, OutputFileName.owner("uid-2", "sink"), false))
                .isInstanceOf(IOException.class)
                .hasMessage("output directory " + OUTPUT + " holds results of another run, " + name(1, 1, 0)
                        + ": give another directory, or remove them");
        assertThat(pending()).isEmpty();
    }

    @Test
    void clearsAnotherJobsResultsAndNothingElse() throws Exception {
        files.commit(write(1, 1, 0, "another job's").call());
        String begun = write(1, 1, 1, "begun").call();
        objects.put("out/of job ü/notes", bytes("a user's"));
        objects.put("out/of job ü/below/" + name(1, 1, 0), bytes("of another directory"));
        String heir = OutputFileName.owner("uid-2", "sink");

        files.check(OUTPUT, heir, true);
        files.clear(OUTPUT, heir);
        assertThat(visible().values()).containsExactlyInAnyOrder("a user's", "of another directory");
        files.check(OUTPUT, heir, false);
        files.commit(begun);
        assertThat(visible().values()).contains("begun");
    }

    @Test
    void saysThatABucketIsMissing() {
        assertThatThrownBy(() -> files.check("s3://nowhere/out", OWNER, false))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("output directory s3://nowhere/out cannot be written: ")
                .hasMessageContaining("nowhere");
    }

    @Test
    void failsAtOnceWhereTryingAgainIsOfNoUse() throws Exception {
        OutputFileName name = OutputFileName.of("uid-1", "sink", 0, new Fence(1, 1), 0);
        PendingFile file = files.create("s3://nowhere/out", name.text(), name.owner(), name.fence());
        assertThatThrownBy(() -> content(file, "x").call())
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("output s3://nowhere/out/" + name.text() + " cannot be written: ");
    }

    @Test
    void refusesTransactionsOfOthers() {
        assertThatThrownBy(() -> files.commit("file:/out x")).hasMessageContaining("no transaction");
        assertThatThrownBy(() -> files.commit("s3:bucket key upload nonsense")).hasMessageContaining("no transaction");
    }

    private static String name(long claim, int attempt, long sequence) {
        return OutputFileName.of("uid-1", "sink", 0, new Fence(claim, attempt), sequence)
                .text();
    }

    private PendingFile create(long claim, int attempt, long sequence) throws IOException {
        return files.create(OUTPUT, name(claim, attempt, sequence), OWNER, new Fence(claim, attempt));
    }

    private Callable<String> write(long claim, int attempt, long sequence, String content) throws IOException {
        return content(create(claim, attempt, sequence), content);
    }

    private static Callable<String> content(PendingFile file, String content) throws IOException {
        byte[] bytes = content.getBytes(UTF_8);
        file.write(bytes, 0, bytes.length);
        Callable<String> work = file.prepare();
        file.close();
        return work;
    }

    private Map<String, String> visible() throws StoreException {
        Map<String, String> found = new TreeMap<>();
        TreeSet<String> keys = new TreeSet<>();
        objects.list("out/of job ü/", entry -> keys.add(entry.key()));
        for (String key : keys) {
            String content = new String(objects.get(key).orElseThrow().content(), UTF_8);
            found.put(key.substring("out/of job ü/".length()), content);
        }
        return found;
    }

    private TreeSet<String> pending() throws StoreException {
        TreeSet<String> keys = new TreeSet<>();
        uploads.listUploads("", upload -> keys.add(upload.key()));
        return keys;
    }
}
