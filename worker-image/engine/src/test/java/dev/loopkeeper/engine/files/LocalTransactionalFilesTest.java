package dev.loopkeeper.engine.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.loopkeeper.api.io.Fence;
import dev.loopkeeper.api.io.OutputFileName;
import dev.loopkeeper.api.io.PendingFile;
import dev.loopkeeper.api.io.TransactionalFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalTransactionalFilesTest {

    private static final String OWNER = OutputFileName.owner("uid-1", "sink");

    @TempDir
    Path folder;

    private Path output;
    private final TransactionalFiles files = new TransactionalFileSystems(new LocalTransactionalFiles(), Map.of());

    @BeforeEach
    void chooseDirectory() {
        output = folder.resolve("a dir/out ü");
    }

    @Test
    void showsAFileOnlyWhenItIsCommitted() throws Exception {
        String transaction = write(1, 1, 0, "hello\n").call();
        assertThat(visible()).isEmpty();
        files.commit(transaction);
        assertThat(visible()).containsExactly(Map.entry(name(1, 1, 0), "hello\n"));
        assertThat(output.resolve(".loopkeeper")).as("nothing else is left").doesNotExist();
    }

    @Test
    void commitsTwiceAndAfterARestart() throws Exception {
        String transaction = write(1, 1, 0, "hello\n").call();
        files.commit(transaction);
        files.commit(transaction);
        new LocalTransactionalFiles().commit(transaction);
        assertThat(visible()).containsOnlyKeys(name(1, 1, 0));
    }

    @Test
    void commitsWhatWasPreparedByAProcessThatIsGone() throws Exception {
        PendingFile file = create(1, 1, 0);
        byte[] content = "prepared".getBytes(UTF_8);
        file.write(content, 0, content.length);
        String transaction = file.prepare().call();
        file.close();
        new LocalTransactionalFiles().commit(transaction);
        assertThat(visible()).containsExactly(Map.entry(name(1, 1, 0), "prepared"));
    }

    @Test
    void dropsWhatIsNotPrepared() throws Exception {
        PendingFile file = create(1, 1, 0);
        file.write(new byte[10], 0, 10);
        file.close();
        assertThat(regularFiles()).isEmpty();
    }

    @Test
    void preparesAgainWhenAsked() throws Exception {
        Callable<String> work = write(1, 1, 0, "x");
        assertThat(work.call()).isEqualTo(work.call());
    }

    @Test
    void refusesToCommitWhatIsGone() throws Exception {
        String transaction = write(1, 1, 0, "hello\n").call();
        files.commit(transaction);
        Files.delete(output.resolve(name(1, 1, 0)));
        assertThatThrownBy(() -> files.commit(transaction))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("output file " + output.resolve(name(1, 1, 0)) + " is gone");
    }

    @Test
    void refusesToCommitOverSomethingElse() throws Exception {
        String transaction = write(1, 1, 0, "hello\n").call();
        Files.writeString(output.resolve(name(1, 1, 0)), "other\n");
        assertThatThrownBy(() -> files.commit(transaction)).hasMessageContaining("another content");
        assertThat(visible()).containsValue("other\n");
    }

    @Test
    void sweepsWhatIsStaleAndItsOwn() throws Exception {
        String stale = write(1, 1, 0, "stale").call();
        String running = write(2, 2, 0, "running").call();
        String committed = write(1, 1, 1, "committed").call();
        files.commit(committed);
        String another = OutputFileName.owner("uid-2", "sink");
        String others = content(
                        files.create(output.toString(), "part-other-0", another, new Fence(1, 1)), "another job's")
                .call();
        files.sweep(output.toString(), OWNER, fence -> fence.claim() < 2);
        assertThatThrownBy(() -> files.commit(stale)).hasMessageContaining("is gone");
        files.commit(running);
        files.commit(others);
        assertThat(visible().values()).containsExactlyInAnyOrder("committed", "running", "another job's");
    }

    @Test
    void sweepsNothingWhereNothingWasEverWritten() {
        assertThatCode(() -> files.sweep(output.toString(), OWNER, _ -> true)).doesNotThrowAnyException();
    }

    @Test
    void acceptsADirectoryOfItsOwnAndOtherFiles() throws Exception {
        files.check(output.toString(), OWNER, false);
        files.commit(write(1, 1, 0, "own").call());
        Files.writeString(output.resolve("notes.txt"), "a user's");
        files.check(output.toString(), OWNER, false);
        files.check(output.toString(), OutputFileName.owner("uid-1", "second sink"), false);
        assertThat(regularFiles()).hasSize(2);
    }

    @Test
    void refusesADirectoryWithAnotherJobsResults() throws Exception {
        files.commit(write(1, 1, 0, "own").call());
        assertThatThrownBy(() -> files.check(output.toString(), OutputFileName.owner("uid-2", "sink"), false))
                .isInstanceOf(IOException.class)
                .hasMessage("output directory " + output + " holds results of another run, " + name(1, 1, 0)
                        + ": give another directory, or remove them");
        Files.writeString(output.resolve("part-00000"), "of another system");
        assertThatThrownBy(() -> files.check(output.toString(), OutputFileName.owner("uid-2", "sink"), false))
                .hasMessageContaining("part-00000 and 1 more");
    }

    @Test
    void clearsAnotherJobsResultsAndNothingElse() throws Exception {
        files.commit(write(1, 1, 0, "another job's").call());
        String begun = write(1, 1, 1, "begun").call();
        Files.writeString(output.resolve("notes.txt"), "a user's");
        String heir = OutputFileName.owner("uid-2", "sink");
        OutputFileName own = OutputFileName.of("uid-2", "second sink", 0, new Fence(1, 1), 0);
        Files.writeString(output.resolve(own.text()), "its own");

        files.check(output.toString(), heir, true);
        files.clear(output.toString(), heir);
        assertThat(Files.exists(output.resolve(name(1, 1, 0)))).isFalse();
        assertThat(output.resolve(own.text())).hasContent("its own");
        assertThat(output.resolve("notes.txt")).hasContent("a user's");
        files.check(output.toString(), heir, false);
        files.commit(begun);
        assertThat(output.resolve(name(1, 1, 1))).hasContent("begun");
    }

    @Test
    void overwritesNothingOfAnotherSystem() throws Exception {
        files.clear(output.resolve("not there").toString(), OWNER);
        Files.createDirectories(output);
        Files.writeString(output.resolve("part-00000"), "of another system");
        assertThatThrownBy(() -> files.check(output.toString(), OWNER, true)).hasMessageContaining("part-00000");
        files.clear(output.toString(), OWNER);
        assertThat(output.resolve("part-00000")).exists();
    }

    @Test
    void saysThatADirectoryIsAFile() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "");
        assertThatThrownBy(() -> files.check(file.toString(), OWNER, false))
                .hasMessage("output directory " + file + " cannot be written: " + file + " is a file");
    }

    @Test
    void saysThatADirectoryMayNotBeWritten() throws Exception {
        Path locked = Files.createDirectory(
                folder.resolve("locked"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("r-x------")));
        assumeThat(Files.isWritable(locked)).as("root may write everywhere").isFalse();
        assertThatThrownBy(() -> files.check(locked.resolve("out").toString(), OWNER, false))
                .hasMessageStartingWith(
                        "output directory " + locked.resolve("out") + " cannot be written: permission denied for ");
    }

    @Test
    void refusesUnknownSchemesAndTransactions() {
        assertThatThrownBy(() -> files.check("ftp://host/out", OWNER, false))
                .hasMessageContaining("unknown scheme \"ftp\"");
        assertThatThrownBy(() -> files.commit("nonsense")).hasMessageContaining("no transaction");
    }

    /** Commits, crashes, repeated commits and sweeps in random orders: every transaction that was decided is there once, none else. */
    @Test
    void keepsExactlyWhatWasDecided() throws Exception {
        for (long seed = 1; seed <= 40; seed++) {
            Random random = new Random(seed);
            output = folder.resolve("run-" + seed);
            Map<String, String> expected = new TreeMap<>();
            for (int attempt = 1; attempt <= 4; attempt++) {
                int current = attempt;
                for (int sequence = 0; sequence < 3; sequence++) {
                    String content = "seed " + seed + " " + attempt + "-" + sequence;
                    PendingFile file = create(1, attempt, sequence);
                    file.write(content.getBytes(UTF_8), 0, content.length());
                    switch (random.nextInt(4)) {
                        case 0 -> file.close();
                        case 1 -> file.prepare();
                        case 2 -> file.prepare().call();
                        default -> {
                            String transaction = file.prepare().call();
                            for (int times = 0; times <= random.nextInt(3); times++) {
                                files.commit(transaction);
                            }
                            expected.put(name(1, attempt, sequence), content);
                        }
                    }
                }
                files.sweep(output.toString(), OWNER, fence -> fence.attempt() <= current);
            }
            assertThat(visible()).as("seed %d", seed).isEqualTo(expected);
            assertThat(output.resolve(".loopkeeper")).as("seed %d", seed).doesNotExist();
        }
    }

    private static String name(long claim, int attempt, long sequence) {
        return OutputFileName.of("uid-1", "sink", 0, new Fence(claim, attempt), sequence)
                .text();
    }

    private PendingFile create(long claim, int attempt, long sequence) throws IOException {
        return files.create(output.toString(), name(claim, attempt, sequence), OWNER, new Fence(claim, attempt));
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

    /** What the file system of sources sees. */
    private Map<String, String> visible() throws IOException {
        Map<String, String> found = new TreeMap<>();
        if (Files.exists(output)) {
            for (var entry : new LocalFileSystem().list(output.toString())) {
                Path path = Path.of(entry.uri());
                found.put(path.getFileName().toString(), Files.readString(path));
            }
        }
        return found;
    }

    private List<Path> regularFiles() throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }
}
