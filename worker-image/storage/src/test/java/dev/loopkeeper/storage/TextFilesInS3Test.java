package dev.loopkeeper.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loopkeeper.api.files.TextFiles;
import dev.loopkeeper.api.files.TextSource;
import dev.loopkeeper.api.io.FileSystem;
import dev.loopkeeper.api.source.SourceContext;
import dev.loopkeeper.api.source.Split;
import dev.loopkeeper.api.source.SplitReader;
import dev.loopkeeper.api.source.SplitReader.Progress;
import dev.loopkeeper.engine.files.FileSystems;
import dev.loopkeeper.engine.files.LocalFileSystem;
import dev.loopkeeper.storage.embedded.EmbeddedS3Server;
import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The source of programs over a store that is sometimes away. */
class TextFilesInS3Test {

    private static final S3Timeouts TIMEOUTS =
            new S3Timeouts(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(20));

    @TempDir
    Path folder;

    private EmbeddedS3Server server;
    private FaultyProxy proxy;
    private S3ObjectStore objects;
    private S3FileSystem files;
    private final Semaphore woken = new Semaphore(0);

    @BeforeEach
    void start() throws IOException {
        server = EmbeddedS3Server.start(folder.resolve("s3"), 0, S3Credentials.random(), "input");
        proxy = new FaultyProxy(server.port());
        S3Settings settings = server.settings("").withTimeouts(TIMEOUTS);
        objects = S3ObjectStore.open(settings);
        files = S3FileSystem.open(settings.withEndpoint(proxy.endpoint()));
    }

    @AfterEach
    void stop() throws IOException {
        files.close();
        objects.close();
        proxy.close();
        server.close();
    }

    @Test
    void readsPlainAndCompressedFilesWithRestartsAndBrokenConnections() throws Exception {
        List<String> first =
                IntStream.range(0, 200_000).mapToObj(n -> "line " + n).toList();
        List<String> second =
                IntStream.range(0, 50_000).mapToObj(n -> "other " + n).toList();
        objects.put("in/1.txt", ByteBuffer.wrap(String.join("\n", first).getBytes(UTF_8)));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bytes)) {
            gzip.write(String.join("\r\n", second).getBytes(UTF_8));
        }
        objects.put("in/2.gz", ByteBuffer.wrap(bytes.toByteArray()));
        TextSource<String> source = TextFiles.at("s3://input/in").splitBytes(700_000);

        long seed = 7;
        Random random = new Random(seed);
        List<String> read = new ArrayList<>();
        for (Split split : source.splits(context())) {
            Split at = split;
            Progress progress = Progress.MORE;
            while (progress != Progress.ENDED) {
                if (random.nextInt(3) == 0) {
                    proxy.cutAll();
                }
                try (SplitReader<String> reader = source.open(at, context())) {
                    for (int poll = random.nextInt(3000); poll >= 0 && progress != Progress.ENDED; poll--) {
                        progress = reader.poll(read::add, 32);
                        if (progress == Progress.IDLE) {
                            awaitWake();
                        }
                    }
                    at = new Split(split.id(), reader.position());
                }
            }
        }
        List<String> expected = new ArrayList<>(first);
        expected.addAll(second);
        assertThat(read).as("seed %d", seed).isEqualTo(expected);
    }

    @Test
    void namesMissingInput() {
        assertThatThrownBy(() -> TextFiles.at("s3://input/nowhere").splits(context()))
                .isInstanceOf(FileNotFoundException.class)
                .hasMessage("input s3://input/nowhere does not exist");
    }

    private void awaitWake() throws InterruptedException {
        assertThat(woken.tryAcquire(30, TimeUnit.SECONDS))
                .as("the task is woken")
                .isTrue();
    }

    private SourceContext context() {
        FileSystem all = new FileSystems(new LocalFileSystem(), Map.of("s3", files));
        return new SourceContext() {
            @Override
            public FileSystem files() {
                return all;
            }

            @Override
            public long currentTimeMillis() {
                return 0;
            }

            @Override
            public void wake() {
                woken.release();
            }
        };
    }
}
