package dev.loopkeeper.processes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loopkeeper.provider.JobStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * The {@code loopkeeper} command in a process of its own, begun in the project's folder, with the processes that it starts. Closing it kills
 * them all, whatever the test has come to.
 */
final class Launched implements AutoCloseable {

    /** Nothing that is waited for takes longer, on a busy machine too. */
    static final Duration LONG = Duration.ofSeconds(90);

    private static final Path PROJECT = Path.of("..", "..").toAbsolutePath().normalize();
    private static final Pattern STARTED = Pattern.compile("(r\\d+): worker (\\S+) started, process (\\d+)");

    private final Path workDir;
    private final Path out;
    private final Path err;
    private final Process process;

    /** A worker as the launcher has told of it. */
    record WorkerProcess(String region, String name, long pid) {

        boolean alive() {
            return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent();
        }

        /** {@code kill -9} */
        void kill() {
            ProcessHandle.of(pid).orElseThrow().destroyForcibly();
        }
    }

    private Launched(Path workDir, Path out, Path err, Process process) {
        this.workDir = workDir;
        this.out = out;
        this.err = err;
        this.process = process;
    }

    /** {@code loopkeeper run} with these arguments and this work dir. */
    static Launched run(Path workDir, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.loopkeeper.launcher.Main",
                "run"));
        command.addAll(List.of(arguments));
        command.addAll(List.of("--work-dir", workDir.toString()));
        Path out = Files.createTempFile(workDir.getParent(), "out", ".txt");
        Path err = Files.createTempFile(workDir.getParent(), "err", ".txt");
        Process process = new ProcessBuilder(command)
                .directory(PROJECT.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        return new Launched(workDir, out, err, process);
    }

    /** Waits for this; fails at once if the run ends before. */
    JobStatus await(String what, Predicate<JobStatus> condition) {
        AtomicReference<JobStatus> found = new AtomicReference<>();
        Awaitility.await(what)
                .atMost(LONG)
                .pollInterval(Duration.ofMillis(20))
                .failFast(() -> assertThat(process.isAlive())
                        .as("%s before the end of the run, which says\n%s", what, errors())
                        .isTrue())
                .until(() -> {
                    CoordinatorStatus.read(workDir).filter(condition).ifPresent(found::set);
                    return found.get() != null;
                });
        return found.get();
    }

    /** All workers that were started, those that have ended included. */
    List<WorkerProcess> workers() {
        Matcher started = STARTED.matcher(errors());
        List<WorkerProcess> workers = new ArrayList<>();
        while (started.find()) {
            workers.add(new WorkerProcess(started.group(1), started.group(2), Long.parseLong(started.group(3))));
        }
        return workers;
    }

    /** Those of a region. */
    List<WorkerProcess> workers(String region) {
        return workers().stream()
                .filter(worker -> worker.region().equals(region))
                .toList();
    }

    /** The coordinator: the one child that is no worker. */
    ProcessHandle coordinator() {
        Set<Long> workers = workers().stream().map(WorkerProcess::pid).collect(Collectors.toSet());
        List<ProcessHandle> others = process.children()
                .filter(child -> !workers.contains(child.pid()))
                .toList();
        assertThat(others).as("the coordinator").hasSize(1);
        return others.getFirst();
    }

    /** {@code kill -9} of everything, and the wait for the end of it. */
    void killEverything() {
        List<ProcessHandle> all = Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .toList();
        all.forEach(ProcessHandle::destroyForcibly);
        Awaitility.await("the end of everything")
                .atMost(LONG)
                .until(() -> all.stream().noneMatch(ProcessHandle::isAlive));
    }

    /** Asks it and all that it has started to stop, as Ctrl-C does, and a service manager: the children hear it first. */
    void terminateGroup() {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
    }

    /** Waits for its end. */
    int exitCode() throws InterruptedException {
        assertThat(process.waitFor(LONG.toSeconds(), TimeUnit.SECONDS))
                .as("the run has ended; it says\n%s", errors())
                .isTrue();
        return process.exitValue();
    }

    /** What it has written to standard error. */
    String errors() {
        return text(err);
    }

    /** What it has written to standard output. */
    String output() {
        return text(out);
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        killEverything();
        // Those whose parent was killed are nobody's children any more.
        workers()
                .forEach(worker -> ProcessHandle.of(worker.pid())
                        .filter(ProcessHandle::isAlive)
                        .filter(handle -> handle.info().command().orElse("").endsWith("java"))
                        .ifPresent(ProcessHandle::destroyForcibly));
    }
}
