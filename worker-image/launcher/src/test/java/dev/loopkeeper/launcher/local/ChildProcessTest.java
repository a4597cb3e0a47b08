package dev.loopkeeper.launcher.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.loopkeeper.provider.ProviderProtocol;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real child JVMs. */
@Timeout(120)
class ChildProcessTest {

    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    private final List<ChildHandle> children = new ArrayList<>();

    @AfterEach
    void killAll() {
        children.forEach(ChildHandle::kill);
    }

    private ChildHandle start(Class<?> main, Object... arguments) throws IOException {
        ChildHandle child = ChildProcess.start(ChildMains.java(main, arguments), directory.resolve("child.log"));
        children.add(child);
        return child;
    }

    private static ChildExit exit(ChildHandle child) throws Exception {
        return child.onExit().get(LONG.toSeconds(), TimeUnit.SECONDS);
    }

    private static long pid(Path file) {
        await().atMost(LONG).until(() -> Files.exists(file));
        try {
            return Long.parseLong(Files.readString(file));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static boolean alive(long pid) {
        return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent();
    }

    @Test
    void aKilledChildIsGoneWithTheCodeOfTheSignal() throws Exception {
        ChildHandle child = start(ChildMains.Waiting.class, directory.resolve("pid"));
        long pid = pid(directory.resolve("pid"));
        assertThat(child.pid()).hasValue(pid);
        child.kill();
        child.kill();
        assertThat(exit(child).exitCode()).isEqualTo(137);
        assertThat(exit(child).reason()).isEqualTo("Killed");
        assertThat(alive(pid)).isFalse();
    }

    @Test
    void aStoppedChildIsKilledToo() throws Exception {
        ChildHandle child = start(ChildMains.Waiting.class, directory.resolve("pid"));
        long pid = pid(directory.resolve("pid"));
        assertThat(new ProcessBuilder("kill", "-STOP", Long.toString(pid))
                        .start()
                        .waitFor())
                .isZero();
        child.kill();
        assertThat(exit(child).exitCode()).isEqualTo(137);
    }

    @Test
    void whatAsksAWholeGroupToEndIsLeftToTheLauncher() throws Exception {
        ChildHandle child = start(ChildMains.Waiting.class, directory.resolve("pid"));
        long pid = pid(directory.resolve("pid"));
        for (String signal : List.of("-INT", "-HUP", "-TERM")) {
            assertThat(new ProcessBuilder("kill", signal, Long.toString(pid))
                            .start()
                            .waitFor())
                    .isZero();
        }
        await().during(Duration.ofMillis(500)).until(() -> !child.onExit().isDone());
        child.kill();
        assertThat(exit(child).exitCode()).isEqualTo(137);
    }

    @Test
    void theChildrenOfAKilledChildAreKilledToo() throws Exception {
        ChildHandle child = start(ChildMains.Parent.class, directory.resolve("pid"));
        List<ProcessHandle> descendants = ProcessHandle.of(pid(directory.resolve("pid")))
                .orElseThrow()
                .descendants()
                .toList();
        assertThat(descendants).isNotEmpty();
        child.kill();
        await().atMost(LONG).until(() -> descendants.stream().noneMatch(ProcessHandle::isAlive));
    }

    @Test
    void aFailedChildLeavesItsCodeAndTheEndOfItsLog() throws Exception {
        ChildExit exit = exit(start(ChildMains.Failing.class, 17));
        assertThat(exit.exitCode()).isEqualTo(17);
        assertThat(exit.logTail()).endsWith("line 999\nerror: the disk is full");
        assertThat(exit.logTail().length()).isLessThanOrEqualTo(ProviderProtocol.MAX_LOG_TAIL);
        assertThat(exit.logTail()).startsWith("line ");
        assertThat(directory.resolve("child.log")).content().startsWith("line 0\n");
    }

    @Test
    void aChildWithoutMemoryIsNamed() throws Exception {
        assertThat(exit(start(ChildMains.Greedy.class)).reason()).isEqualTo("OutOfMemory");
    }

    @Test
    void aCommandThatIsNotThereIsNamed() {
        ProcessCommand command = new ProcessCommand(List.of("/no/such/program"), Map.of("SECRET", "hidden-value"));
        assertThatThrownBy(() -> ChildProcess.start(command, directory.resolve("log")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("/no/such/program")
                .hasMessageNotContaining("hidden-value");
        assertThat(command.toString()).contains("SECRET").doesNotContain("hidden-value");
    }

    @Test
    void theChildrenOfAKilledLauncherEndByThemselves() throws Exception {
        ChildHandle launcher = start(ChildMains.Launcher.class, directory);
        long first = pid(directory.resolve("child-0"));
        long second = pid(directory.resolve("child-1"));
        ProcessHandle.of(launcher.pid().getAsLong()).orElseThrow().destroyForcibly();
        assertThat(exit(launcher).exitCode()).isEqualTo(137);
        await().atMost(Duration.ofSeconds(5)).until(() -> !alive(first) && !alive(second));
    }

    @Test
    void aStoppedChildOfAKilledLauncherEndsToo() throws Exception {
        assumeThat(DeathSignal.prefix()).as("a tool that sets the death signal").isNotEmpty();
        ChildHandle launcher = start(ChildMains.Launcher.class, directory);
        long stopped = pid(directory.resolve("child-0"));
        assertThat(new ProcessBuilder("kill", "-STOP", Long.toString(stopped))
                        .start()
                        .waitFor())
                .isZero();
        ProcessHandle.of(launcher.pid().getAsLong()).orElseThrow().destroyForcibly();
        await().atMost(Duration.ofSeconds(5)).until(() -> !alive(stopped));
    }

    @Test
    void theEndOfTheParentsStreamHalts() throws Exception {
        CompletableFuture<Integer> halted = new CompletableFuture<>();
        ParentWatch.start(new ByteArrayInputStream(new byte[1_000]), halted::complete);
        assertThat(halted.get(10, TimeUnit.SECONDS)).isEqualTo(143);
    }

    @Test
    void theNewestLogsAreKept() throws Exception {
        LogDirectory logs = new LogDirectory(directory.resolve("logs"));
        for (int i = 0; i < 250; i++) {
            Path log = Files.writeString(logs.log("worker-" + i), "x");
            Files.setLastModifiedTime(log, FileTime.fromMillis(1_000_000L + i * 1_000L));
        }
        try (Stream<Path> left = Files.list(directory.resolve("logs"))) {
            assertThat(left.map(file -> file.getFileName().toString()))
                    .hasSize(200)
                    .contains("worker-249.log", "worker-50.log")
                    .doesNotContain("worker-49.log");
        }
    }

    @Test
    void epochsRiseOverAllLaunchers() throws Exception {
        Path file = directory.resolve("epoch");
        assertThat(new EpochFile(file).next()).isEqualTo(1);
        EpochFile second = new EpochFile(file);
        assertThat(second.next()).isEqualTo(2);
        assertThat(second.next()).isEqualTo(3);
        Files.writeString(file, "many");
        assertThatThrownBy(second::next).hasMessageContaining(file.toString()).hasMessageContaining("no epoch");
    }

    @Test
    void anAddressAppearsWhole() throws Exception {
        Path file = directory.resolve("address");
        assertThat(AddressFile.read(file)).isEmpty();
        AddressFile.write(file, URI.create("http://127.0.0.1:80"));
        assertThat(AddressFile.read(file)).contains(URI.create("http://127.0.0.1:80"));
        Files.writeString(file, "not an address");
        assertThatThrownBy(() -> AddressFile.read(file)).hasMessageContaining("holds no address");
    }
}
