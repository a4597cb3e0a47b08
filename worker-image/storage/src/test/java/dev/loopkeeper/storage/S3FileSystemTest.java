package dev.loopkeeper.storage;

import static dev.loopkeeper.storage.StoreAssertions.bytes;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loopkeeper.api.io.FileEntry;
import dev.loopkeeper.engine.store.StoreException;
import dev.loopkeeper.storage.embedded.EmbeddedS3Server;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class S3FileSystemTest {

    private static final S3Timeouts TIMEOUTS =
            new S3Timeouts(Duration.ofSeconds(2), Duration.ofSeconds(2), Duration.ofSeconds(5));

    @TempDir
    Path folder;

    private EmbeddedS3Server server;
    private FaultyProxy proxy;
    private S3ObjectStore objects;
    private S3FileSystem files;

    @BeforeEach
    void start() throws IOException {
        server = EmbeddedS3Server.start(folder.resolve("s3"), 0, S3Credentials.random(), "input");
        proxy = new FaultyProxy(server.port());
        S3Settings settings = server.settings("").withTimeouts(TIMEOUTS);
        objects = S3ObjectStore.open(settings);
        files = S3FileSystem.open(settings.withBucket("ignored").withEndpoint(proxy.endpoint()));
    }

    @AfterEach
    void stop() throws IOException {
        files.close();
        objects.close();
        proxy.close();
        server.close();
    }

    @Test
    void listsOneObject() throws Exception {
        objects.put("data/a b.tsv", bytes("hello"));

        assertThat(files.list("s3://input/data/a b.tsv")).containsExactly(new FileEntry("s3://input/data/a b.tsv", 5));
    }

    @Test
    void listsTheVisibleObjectsOfAFolderByName() throws Exception {
        for (String name : List.of("part-10", "part-2", ".hidden", "_SUCCESS", "Part-3", "below/x")) {
            objects.put("data/" + name, bytes(name));
        }

        List<String> expected = List.of("s3://input/data/Part-3", "s3://input/data/part-10", "s3://input/data/part-2");
        assertThat(files.list("s3://input/data")).extracting(FileEntry::uri).containsExactlyElementsOf(expected);
        assertThat(files.list("s3://input/data/")).extracting(FileEntry::uri).containsExactlyElementsOf(expected);
        assertThat(files.list(expected.get(1))).hasSize(1);
    }

    @Test
    void listsTheRootOfABucket() throws Exception {
        objects.put("a", bytes("x"));

        assertThat(files.list("s3://input")).containsExactly(new FileEntry("s3://input/a", 1));
        assertThat(files.list("s3://input/")).hasSize(1);
    }

    @Test
    void listsAFolderOfMoreThanOnePage() throws Exception {
        for (int i = 0; i < 1_050; i++) {
            objects.put("data/part-%04d".formatted(i), bytes(""));
        }

        assertThat(files.list("s3://input/data")).hasSize(1_050);
    }

    @Test
    void saysWhatIsMissingOrWrong() {
        assertThatThrownBy(() -> files.list("s3://input/y.tsv"))
                .isInstanceOf(FileNotFoundException.class)
                .hasMessage("input s3://input/y.tsv does not exist");
        assertThatThrownBy(() -> files.open("s3://input/y.tsv", 0)).hasMessage("input s3://input/y.tsv does not exist");
        assertThatThrownBy(() -> files.list("s3://elsewhere/y.tsv"))
                .hasMessageContaining("has no bucket \"elsewhere\"");
        assertThatThrownBy(() -> files.list("s3:///y.tsv")).hasMessageContaining("is not a bucket name");
        assertThatThrownBy(() -> files.list("/y.tsv")).hasMessageContaining("is no s3:// URI");
    }

    @Test
    void readsFromAnOffset() throws Exception {
        objects.put("a", bytes("0123456789"));

        assertThat(read("s3://input/a", 0)).isEqualTo("0123456789");
        assertThat(read("s3://input/a", 7)).isEqualTo("789");
        assertThat(read("s3://input/a", 10)).isEmpty();
        assertThatThrownBy(() -> read("s3://input/a", 11)).hasMessageContaining("has 10 bytes, fewer than the 11");
    }

    @Test
    void readsOnBehindABrokenConnection() throws Exception {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        byte[] content = new byte[5_000_000];
        new Random(seed).nextBytes(content);
        objects.put("a", ByteBuffer.wrap(content));

        try (InputStream in = files.open("s3://input/a", 0)) {
            proxy.cutAnswers(4, 1_000_000);
            assertThat(in.readAllBytes()).isEqualTo(content);
        }
        try (InputStream in = files.open("s3://input/a", 100_000)) {
            byte[] begin = in.readNBytes(1_000_000);
            proxy.cutAll();
            byte[] rest = in.readAllBytes();
            assertThat(begin).isEqualTo(Arrays.copyOfRange(content, 100_000, 1_100_000));
            assertThat(rest).isEqualTo(Arrays.copyOfRange(content, 1_100_000, content.length));
        }
    }

    @Test
    void doesNotGoOnInAnObjectThatWasReplaced() throws Exception {
        objects.put("a", ByteBuffer.allocate(5_000_000));

        try (InputStream in = files.open("s3://input/a", 0)) {
            in.readNBytes(100_000);
            objects.put("a", ByteBuffer.allocate(5_000_001));
            proxy.cutAll();
            assertThatThrownBy(in::readAllBytes).hasMessageContaining("was changed while it was read");
        }
    }

    @Test
    void givesUpWhenTheStoreStaysAway() throws StoreException, IOException {
        objects.put("a", ByteBuffer.allocate(5_000_000));

        try (InputStream in = files.open("s3://input/a", 0)) {
            in.readNBytes(1_000);
            proxy.refuse(true);
            assertThatThrownBy(in::readAllBytes)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("input s3://input/a cannot be read");
        }
    }

    private String read(String uri, long offset) throws IOException {
        try (InputStream in = files.open(uri, offset)) {
            return new String(in.readAllBytes(), UTF_8);
        }
    }
}
