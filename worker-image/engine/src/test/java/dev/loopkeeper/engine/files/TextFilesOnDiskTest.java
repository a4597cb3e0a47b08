package dev.loopkeeper.engine.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loopkeeper.api.files.TextFiles;
import dev.loopkeeper.api.files.TextSink;
import dev.loopkeeper.api.files.TextSource;
import dev.loopkeeper.api.io.Fence;
import dev.loopkeeper.api.io.FileSystem;
import dev.loopkeeper.api.io.TransactionalFiles;
import dev.loopkeeper.api.sink.SinkContext;
import dev.loopkeeper.api.sink.SinkWriter;
import dev.loopkeeper.api.source.SourceContext;
import dev.loopkeeper.api.source.Split;
import dev.loopkeeper.api.source.SplitReader;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sources and sinks of programs over the real file system. */
class TextFilesOnDiskTest {

    private final FileSystem system = new FileSystems(new LocalFileSystem(), Map.of());
    private final TransactionalFiles transactional =
            new TransactionalFileSystems(new LocalTransactionalFiles(), Map.of());

    @TempDir
    Path folder;

    @Test
    void readsADirectoryOfPlainAndCompressedFilesWithRestarts() throws Exception {
        List<String> first = IntStream.range(0, 5000).mapToObj(n -> "a " + n).toList();
        List<String> second = IntStream.range(0, 5000).mapToObj(n -> "b " + n).toList();
        Path input = Files.createDirectory(folder.resolve("in"));
        Files.writeString(input.resolve("1.txt"), String.join("\r\n", first));
        try (var gzip = new GZIPOutputStream(Files.newOutputStream(input.resolve("2.txt.gz")))) {
            gzip.write(String.join("\n", second).getBytes(UTF_8));
        }
        Files.createFile(input.resolve("3.txt"));
        Files.writeString(input.resolve("_hidden"), "no");
        TextSource<String> source = TextFiles.at(input.toString()).splitBytes(9_999);
        List<Split> splits = source.splits(context());
        assertThat(splits).hasSize(1 + (int) Math.ceilDiv(Files.size(input.resolve("1.txt")), 9_999));

        long seed = 42;
        Random random = new Random(seed);
        List<String> read = new ArrayList<>();
        for (Split split : splits) {
            Split at = split;
            SplitReader.Progress progress = SplitReader.Progress.MORE;
            while (progress != SplitReader.Progress.ENDED) {
                try (SplitReader<String> reader = source.open(at, context())) {
                    for (int poll = random.nextInt(60); poll >= 0 && progress != SplitReader.Progress.ENDED; poll--) {
                        progress = reader.poll(read::add, 32);
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
        assertThatThrownBy(() -> TextFiles.at(folder + "/nowhere").splits(context()))
                .isInstanceOf(FileNotFoundException.class)
                .hasMessage("input " + folder + "/nowhere does not exist");
    }

    @Test
    void writesWhatIsCommittedOnly() throws Exception {
        Path output = folder.resolve("out");
        TextSink<Integer> sink = TextFiles.to(output.toString()).format(number -> "n" + number);
        try (SinkWriter<Integer> writer = sink.open(writing(new Fence(1, 1)))) {
            assertThat(writer.prepare().call()).as("nothing written, no file").isEmpty();
            writer.write(1);
            writer.write(2);
            Callable<List<String>> first = writer.prepare();
            writer.write(3);
            List<String> transactions = first.call();
            assertThat(transactions).hasSize(1);
            sink.committer(writing(new Fence(2, 1))).commit(transactions.getFirst());
        }
        // The process is gone with 3 unprepared; the next attempt writes it again.
        try (SinkWriter<Integer> writer = sink.open(writing(new Fence(1, 2)))) {
            writer.write(3);
            writer.prepare().call();
            writer.write(4);
        }
        sink.committer(writing(new Fence(2, 1))).sweep(fence -> fence.attempt() < 3);
        try (SinkWriter<Integer> writer = sink.open(writing(new Fence(2, 3)))) {
            writer.write(3);
            writer.write(4);
            for (String transaction : writer.prepare().call()) {
                sink.committer(writing(new Fence(2, 3))).commit(transaction);
            }
        }
        assertThat(lines(output)).containsExactlyInAnyOrder("n1", "n2", "n3", "n4");
        assertThat(output.resolve(".loopkeeper")).doesNotExist();
    }

    @Test
    void writesLinesLongerThanItsBuffer() throws Exception {
        Path output = folder.resolve("out");
        List<String> written =
                List.of("a", "é".repeat(50_000), "", "b".repeat(32 * 1024 - 1), "c".repeat(32 * 1024), "d");
        try (SinkWriter<Object> writer = TextFiles.to(output.toString()).open(writing(new Fence(1, 1)))) {
            for (String line : written) {
                writer.write(line);
            }
            for (String transaction : writer.prepare().call()) {
                transactional.commit(transaction);
            }
        }
        assertThat(lines(output)).isEqualTo(written);
    }

    private static List<String> lines(Path directory) throws IOException {
        List<String> lines = new ArrayList<>();
        for (var file : new LocalFileSystem().list(directory.toString())) {
            lines.addAll(Files.readAllLines(Path.of(file.uri())));
        }
        return lines;
    }

    private SourceContext context() {
        return new SourceContext() {
            @Override
            public FileSystem files() {
                return system;
            }

            @Override
            public long currentTimeMillis() {
                return 0;
            }

            @Override
            public void wake() {
                throw new AssertionError("local files are read on the task's thread");
            }
        };
    }

    private SinkContext writing(Fence under) {
        return new SinkContext() {
            @Override
            public String jobUid() {
                return "uid-1";
            }

            @Override
            public String operatorName() {
                return "sink";
            }

            @Override
            public int taskIndex() {
                return 0;
            }

            @Override
            public Fence fence() {
                return under;
            }

            @Override
            public TransactionalFiles files() {
                return transactional;
            }
        };
    }
}
