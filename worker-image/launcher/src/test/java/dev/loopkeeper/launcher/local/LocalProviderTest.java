package dev.loopkeeper.launcher.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.loopkeeper.engine.http.BearerToken;
import dev.loopkeeper.launcher.provider.Backoff;
import dev.loopkeeper.launcher.provider.ProviderClient;
import dev.loopkeeper.launcher.provider.ProviderClientSettings;
import dev.loopkeeper.launcher.provider.StubCoordinator;
import dev.loopkeeper.provider.ProviderState;
import dev.loopkeeper.provider.StopRequest;
import dev.loopkeeper.provider.Verdict;
import dev.loopkeeper.provider.Verdict.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A provider with a real coordinator process and real workers, each in its JVM. */
@Timeout(120)
class LocalProviderTest {

    private static final LocalProviderSettings SETTINGS = new LocalProviderSettings(
            Duration.ofSeconds(3),
            Duration.ofSeconds(30),
            Duration.ofSeconds(5),
            Duration.ofSeconds(10),
            new Backoff(Duration.ZERO, Duration.ofMillis(50), Duration.ofMillis(100)),
            Duration.ofSeconds(30),
            3);

    @TempDir
    Path directory;

    private final BearerToken token = BearerToken.random();
    private final Listener listener = new Listener();
    private @Nullable LocalProvider opened;

    @BeforeEach
    void writeToken() throws IOException {
        token.write(directory.resolve("token"));
    }

    @AfterEach
    void close() {
        if (opened != null) {
            opened.close();
        }
        listener.coordinators
                .values()
                .forEach(process -> assertThat(process.onExit()).isDone());
        listener.workers
                .values()
                .forEach(worker -> assertThat(worker.process().onExit()).isDone());
    }

    private static ConditionFactory eventually() {
        return await().atMost(Duration.ofSeconds(40));
    }

    private LocalProvider start(LocalProviderSettings settings, CoordinatorCommand command, WorkerHost workers)
            throws IOException {
        LocalProvider provider = new LocalProvider(
                new ProcessCoordinatorHost(StubCoordinator.JOB, command, directory),
                workers,
                (address, ears) ->
                        new ProviderClient(address, token, ProviderClientSettings.local(Duration.ofSeconds(2)), ears),
                settings,
                listener);
        opened = provider;
        return provider;
    }

    private LocalProvider start() throws IOException {
        WorkerCommand command = (worker, _) -> ChildMains.java(ChildMains.Waiting.class, pidFile(worker.name()));
        return start(SETTINGS, this::stub, new ProcessWorkerHost(command, directory.resolve("logs")));
    }

    private ProcessCommand stub(long epoch, Path addressFile) {
        return ChildMains.java(StubCoordinatorMain.class, epoch, directory, addressFile);
    }

    private Path pidFile(String worker) {
        return directory.resolve(worker + ".pid");
    }

    private static List<String> names(LocalProvider provider) {
        return provider.running().stream().map(RunningWorker::name).sorted().toList();
    }

    private static void awaitWorkers(LocalProvider provider, int attempt) {
        eventually()
                .untilAsserted(() -> assertThat(names(provider))
                        .containsExactly("rework-r0-0-" + attempt, "rework-r0-1-" + attempt));
    }

    private static long epoch(LocalProvider provider) {
        return provider.state().map(ProviderState::epoch).orElse(0L);
    }

    private static RunEnd end(LocalProvider provider) throws Exception {
        return provider.ended().get(60, TimeUnit.SECONDS);
    }

    private void finish() throws IOException {
        Files.createFile(directory.resolve("finish"));
    }

    @Test
    void aLostWorkerCostsItsRegionANewAttempt() throws Exception {
        LocalProvider provider = start();
        awaitWorkers(provider, 1);
        eventually().until(() -> Files.exists(pidFile("rework-r0-0-1")) && Files.exists(pidFile("rework-r0-1-1")));
        RunningWorker survivor = listener.worker("rework-r0-1-1");
        listener.worker("rework-r0-0-1").process().kill();
        awaitWorkers(provider, 2);
        eventually().until(() -> survivor.process().onExit().isDone());
        assertThat(listener.ends)
                .hasEntrySatisfying(
                        "rework-r0-0-1", exit -> assertThat(exit.exitCode()).isEqualTo(137));
        assertThat(epoch(provider)).isEqualTo(1);
        finish();
        assertThat(end(provider)).isEqualTo(new RunEnd.Decided(new Verdict(Outcome.SUCCEEDED, "all is done", null)));
        assertThat(provider.lastStatus())
                .hasValueSatisfying(status -> assertThat(status.verdict()).isNotNull());
        assertThat(provider.running()).isEmpty();
    }

    @Test
    void aLostCoordinatorIsReplacedAndTheWorkersGoOn() throws Exception {
        LocalProvider provider = start();
        awaitWorkers(provider, 1);
        List<RunningWorker> before = provider.running();
        listener.coordinator(1L).kill();
        eventually().until(() -> epoch(provider) == 2);
        listener.coordinator(2L).kill();
        eventually().until(() -> epoch(provider) == 3);
        assertThat(provider.status())
                .hasValueSatisfying(status -> assertThat(status.epoch()).isEqualTo(3));
        assertThat(provider.running()).isEqualTo(before);
        assertThat(listener.lost).hasSize(2).allMatch(reason -> reason.contains("137"));
        finish();
        assertThat(end(provider)).isInstanceOf(RunEnd.Decided.class);
    }

    @Test
    void aFrozenCoordinatorIsKilledAndReplaced() throws Exception {
        LocalProvider provider = start();
        awaitWorkers(provider, 1);
        long pid = listener.coordinator(1L).pid().getAsLong();
        assertThat(new ProcessBuilder("kill", "-STOP", Long.toString(pid))
                        .start()
                        .waitFor())
                .isZero();
        eventually().until(() -> epoch(provider) == 2);
        assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
        assertThat(listener.problems).anyMatch(line -> line.contains("no sign of life for 3000 ms"));
        assertThat(names(provider)).containsExactly("rework-r0-0-1", "rework-r0-1-1");
    }

    @Test
    void aCoordinatorThatNeverSpeaksIsGivenUpInTheEnd() throws Exception {
        LocalProviderSettings quick = new LocalProviderSettings(
                Duration.ofSeconds(3),
                Duration.ofMillis(500),
                Duration.ofSeconds(5),
                Duration.ofSeconds(10),
                SETTINGS.restart(),
                Duration.ofSeconds(30),
                2);
        LocalProvider provider = start(
                quick,
                (epoch, _) -> ChildMains.java(ChildMains.Waiting.class, directory.resolve("mute-" + epoch)),
                (_, _) -> {
                    throw new IOException("nobody asked for a worker");
                });
        assertThat(end(provider))
                .isInstanceOfSatisfying(
                        RunEnd.GivenUp.class,
                        givenUp -> assertThat(givenUp.reason()).startsWith("2 coordinators in a row"));
        assertThat(listener.problems).allMatch(line -> line.contains("no sign of life within"));
    }

    @Test
    void theExitCodeOfABadProgramEndsTheRun() throws Exception {
        Files.writeString(directory.resolve("exit-code"), "2");
        assertThat(end(start())).isEqualTo(new RunEnd.Refused("error: told to end"));
        assertThat(listener.coordinators).hasSize(1);
    }

    @Test
    void aCoordinatorThatCrashesAgainAndAgainIsGivenUp() throws Exception {
        Files.writeString(directory.resolve("exit-code"), "70");
        assertThat(end(start()))
                .isEqualTo(new RunEnd.GivenUp(
                        "3 coordinators in a row ended before they could claim the job", "error: told to end"));
        assertThat(listener.coordinators).hasSize(3);
    }

    @Test
    void aProgramThatIsNotThereIsNamed() throws Exception {
        LocalProvider provider =
                start(SETTINGS, (_, _) -> new ProcessCommand(List.of("/no/such/java"), Map.of()), (_, _) -> {
                    throw new IOException("nobody asked for a worker");
                });
        assertThat(end(provider))
                .isInstanceOfSatisfying(
                        RunEnd.GivenUp.class,
                        givenUp -> assertThat(givenUp.logTail()).contains("/no/such/java"));
    }

    @Test
    void aWishToStopReachesTheCoordinator() throws Exception {
        LocalProvider provider = start();
        awaitWorkers(provider, 1);
        provider.requestStop(new StopRequest("s1", true, false, null, "Ctrl-C"));
        assertThat(end(provider)).isEqualTo(new RunEnd.Decided(new Verdict(Outcome.SUSPENDED, "Ctrl-C", null)));
    }

    @Test
    void closingEndsAllProcesses() throws Exception {
        LocalProvider provider = start();
        awaitWorkers(provider, 1);
        provider.close();
        assertThatThrownBy(() -> end(provider)).hasMessageContaining("closed before the run ended");
        // That nothing runs any more is asserted after every test.
    }

    @Test
    void workersRunAsThreadsToo() throws Exception {
        LocalProvider provider = start(SETTINGS, this::stub, new ThreadWorkerHost((_, _) -> new InProcessWorker() {
            private final CountDownLatch aborted = new CountDownLatch(1);

            @Override
            public int run() throws InterruptedException {
                aborted.await();
                return 0;
            }

            @Override
            public void abort() {
                aborted.countDown();
            }
        }));
        awaitWorkers(provider, 1);
        provider.running().getFirst().process().kill();
        awaitWorkers(provider, 2);
        finish();
        assertThat(end(provider)).isInstanceOf(RunEnd.Decided.class);
    }

    @Test
    void workersThatCannotBeStartedAreReported() throws Exception {
        LocalProvider provider = start(SETTINGS, this::stub, (worker, _) -> {
            if (worker.attempt() == 1) {
                throw new IOException("no more processes");
            }
            return ChildProcess.start(
                    ChildMains.java(ChildMains.Waiting.class, pidFile(worker.name())),
                    directory.resolve(worker.name() + ".log"));
        });
        awaitWorkers(provider, 2);
    }

    @Test
    void theJobOutlivesAKillerOfWorkers() throws Exception {
        LocalProvider provider = start();
        awaitWorkers(provider, 1);
        List<String> killed = new CopyOnWriteArrayList<>();
        try (ChaosKiller _ =
                new ChaosKiller(provider::running, Duration.ofSeconds(1), 7, victim -> killed.add(victim.name()))) {
            eventually().until(() -> killed.size() >= 3);
        }
        finish();
        assertThat(end(provider)).isInstanceOf(RunEnd.Decided.class);
        assertThat(killed).doesNotHaveDuplicates();
        assertThat(epoch(provider)).isEqualTo(1);
    }

    private static final class Listener implements LocalProviderListener {
        private final Map<Long, ChildHandle> coordinators = new ConcurrentHashMap<>();
        private final Map<String, RunningWorker> workers = new ConcurrentHashMap<>();
        private final Map<String, ChildExit> ends = new ConcurrentHashMap<>();
        private final List<String> lost = new CopyOnWriteArrayList<>();
        private final List<String> problems = new CopyOnWriteArrayList<>();

        ChildHandle coordinator(long epoch) {
            return Objects.requireNonNull(coordinators.get(epoch));
        }

        RunningWorker worker(String name) {
            return Objects.requireNonNull(workers.get(name));
        }

        @Override
        public void coordinatorStarted(long epoch, ChildHandle process) {
            coordinators.put(epoch, process);
        }

        @Override
        public void coordinatorLost(long epoch, String reason) {
            lost.add(reason);
        }

        @Override
        public void workerStarted(RunningWorker worker) {
            workers.put(worker.name(), worker);
        }

        @Override
        public void workerEnded(String name, ChildExit exit) {
            ends.put(name, exit);
        }

        @Override
        public void problem(String line) {
            problems.add(line);
        }
    }
}
