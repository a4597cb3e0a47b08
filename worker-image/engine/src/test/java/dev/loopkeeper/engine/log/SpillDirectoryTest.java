package dev.loopkeeper.engine.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
            SpillFile file = directory.newFile();
            directory.openNew(file.path).close();
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

    private static SpillFile spill(SpillDirectory directory) throws IOException {
        SpillFile file = directory.newFile();
        directory.openNew(file.path).close();
        return file;
    }

    @Test
    void leavesNothingBehind() throws IOException {
        SpillDirectory directory = new SpillDirectory(parent);
        SpillFile first = spill(directory);
        spill(directory);
        assertThat(names()).containsExactly("lock", "spill", "spill");
        directory.delete(first.path);
        assertThat(names()).containsExactly("lock", "spill");
        directory.close();
        assertThat(names()).isEmpty();
        assertThatThrownBy(directory::newFile).hasMessageContaining("closed");
    }

    @Test
    void filesAreTheOwnersOnly() throws IOException {
        SpillDirectory directory = new SpillDirectory(parent.resolve("new/directory"));
        SpillFile file = spill(directory);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.path)))
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
            SpillFile file = spill(mine);
            mine.sweep();
            assertThat(names()).containsExactly("lock", "lock", "spill", "spill");
            other.getOutputStream().close();
            assertThat(other.waitFor(30, TimeUnit.SECONDS)).isTrue();
            mine.sweep();
            assertThat(names()).containsExactly("lock", "spill");
            assertThat(file.path).exists();
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
