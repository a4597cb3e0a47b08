package dev.loopkeeper.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loopkeeper.engine.log.SpillStorage;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SpillDirectoryTest {

    @TempDir
    private Path parent;

    /** Another process with a log that has spilled; ends when its standard input does. */
    static final class OtherProcess {

        public static void main(String[] arguments) throws IOException {
            SpillDirectory directory = new SpillDirectory(Path.of(arguments[0]));
            spill(directory);
            System.out.println("spilled");
            System.in.read();
            Runtime.getRuntime().halt(1); // without closing anything
        }
    }

    private List<String> names() throws IOException {
        try (var files = Files.list(parent)) {
            return files.map(path -> path.getFileName().toString().replaceAll(".*\\.", ""))
                    .sorted()
                    .toList();
        }
    }

    private static Path spill(SpillDirectory directory) throws IOException {
        try (SpillStorage.Writer writer = directory.create()) {
            return Path.of(writer.file());
        }
    }

    @Test
    void leavesNothingBehind() throws IOException {
        SpillDirectory directory = new SpillDirectory(parent);
        Path first = spill(directory);
        spill(directory);
        assertThat(names()).containsExactly("lock", "spill", "spill");
        directory.delete(first.toString());
        assertThat(names()).containsExactly("lock", "spill");
        directory.close();
        assertThat(names()).isEmpty();
        assertThatThrownBy(directory::create).hasMessageContaining("closed");
    }

    @Test
    void filesAreTheOwnersOnly() throws IOException {
        SpillDirectory directory = new SpillDirectory(parent.resolve("new/directory"));
        Path file = spill(directory);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        directory.close();
    }

    @Test
    void filesOfLogsInThisProcessStay() throws IOException {
        SpillDirectory living = new SpillDirectory(parent);
        spill(living);
        SpillDirectory next = new SpillDirectory(parent);
        next.sweep();
        next.sweep();
        assertThat(names()).containsExactly("lock", "spill");
        living.close();
    }

    @Test
    void filesOfAnotherProcessGoWhenItIsDead() throws Exception {
        Process other = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        OtherProcess.class.getName(),
                        parent.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader output = other.inputReader()) {
            assertThat(output.readLine()).isEqualTo("spilled");
            SpillDirectory mine = new SpillDirectory(parent);
            Path file = spill(mine);
            mine.sweep();
            assertThat(names()).containsExactly("lock", "lock", "spill", "spill");
            other.getOutputStream().close();
            assertThat(other.waitFor(30, TimeUnit.SECONDS)).isTrue();
            mine.sweep();
            assertThat(names()).containsExactly("lock", "spill");
            assertThat(file).exists();
            mine.close();
        } finally {
            other.destroyForcibly();
        }
    }

    @Test
    void aDirectoryThatIsNotThereIsClean() throws IOException {
        SpillDirectory directory = new SpillDirectory(parent.resolve("nowhere"));
        directory.sweep();
        directory.close();
        assertThat(parent.resolve("nowhere")).doesNotExist();
    }
}
