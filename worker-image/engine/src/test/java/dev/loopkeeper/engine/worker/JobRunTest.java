package dev.loopkeeper.engine.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.loopkeeper.api.io.FileSystem;
import dev.loopkeeper.api.io.TransactionalFiles;
import dev.loopkeeper.engine.control.ControlServerOptions;
import dev.loopkeeper.engine.control.CoordinatorAddress;
import dev.loopkeeper.engine.coordinator.port.JobSettings;
import dev.loopkeeper.engine.coordinator.restart.RestartStrategy;
import dev.loopkeeper.engine.files.LocalFileSystem;
import dev.loopkeeper.engine.files.LocalTransactionalFiles;
import dev.loopkeeper.engine.http.BearerToken;
import dev.loopkeeper.engine.plan.Plan;
import dev.loopkeeper.engine.plan.Planner;
import dev.loopkeeper.engine.runtime.MemoryObjectStore;
import dev.loopkeeper.engine.security.JobSecurity;
import dev.loopkeeper.engine.security.PeerRole;
import dev.loopkeeper.engine.security.TestAuthority;
import dev.loopkeeper.engine.store.ObjectStore;
import dev.loopkeeper.provider.Verdict;
import dev.loopkeeper.provider.WantedState;
import dev.loopkeeper.provider.WantedWorker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whole jobs: the coordinator's core and real workers over real sockets, with workers and coordinators that are lost. */
@Timeout(120)
class JobRunTest {

    private static final int PARALLELISM = 4;
    private static final int TOKENS = 6_000;
    private static final int HOPS = 60;
    private static final Map<String, String> PARAMETERS =
            Map.of("tokens", Integer.toString(TOKENS), "hops", Integer.toString(HOPS), "rate", "2000");

    private final BearerToken token = BearerToken.random();
    private final String job = UUID.randomUUID().toString();
    private final MemoryObjectStore store = new MemoryObjectStore();
    private final Plan plan = Planner.plan(new HopProgram(), PARAMETERS, PARALLELISM);
    private final Map<String, WorkerRun> workers = new ConcurrentHashMap<>();
    private final Set<String> started = new HashSet<>();
    private Path addressFile;

    @TempDir
    private Path directory;

    private final TestAuthority authority = new TestAuthority();
    private boolean secure;
    private final WorkerEnvironment environment = new WorkerEnvironment() {
        @Override
        public ClassLoader programClasses() {
            return JobRunTest.class.getClassLoader();
        }

        @Override
        public ObjectStore openStore() {
            return store;
        }

        @Override
        public FileSystem files() {
            return new LocalFileSystem();
        }

        @Override
        public TransactionalFiles transactionalFiles() {
            return new LocalTransactionalFiles();
        }
    };

    private RunningCoordinator coordinator() throws IOException {
        addressFile = directory.resolve("coordinator");
        JobSettings settings = new JobSettings(
                "job",
                job,
                1,
                2,
                200,
                5_000,
                2,
                3,
                3_000,
                20_000,
                4,
                false,
                false,
                new RestartStrategy.ExponentialDelay(0, 100, 1_000, 2, 10));
        ControlServerOptions control = ControlServerOptions.loopback(token);
        if (secure) {
            JobSecurity own = security(PeerRole.COORDINATOR);
            control = control.withTls(own.keys(), own.trust(Set.of(PeerRole.WORKER)));
        }
        return new RunningCoordinator(plan, settings, store, control, addressFile, this::provide);
    }

    /** Starts each wanted worker once. */
    private synchronized void provide(List<WantedWorker> wanted) {
        for (WantedWorker worker : wanted) {
            if (worker.state() == WantedState.WANTED && started.add(worker.name())) {
                workers.put(worker.name(), new WorkerRun(config(worker), environment));
            }
        }
    }

    private WorkerConfig config(WantedWorker worker) {
        return new WorkerConfig(
                worker.name(),
                0,
                worker.worker(),
                worker.attempt(),
                UUID.randomUUID().toString(),
                "",
                job,
                CoordinatorAddress.parse("file:" + addressFile),
                token,
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                "127.0.0.1",
                directory,
                64 * 1024,
                Duration.ofSeconds(3),
                Duration.ofMinutes(1),
                HopProgram.class.getName(),
                PARAMETERS,
                PARALLELISM,
                secure ? security(PeerRole.WORKER) : null);
    }

    /** With a certificate issued this moment. */
    private JobSecurity security(PeerRole role) {
        try {
            return JobSecurity.of(
                    authority.issue(directory.resolve("identity-of-" + role.word()), TestAuthority.JOB, role),
                    TestAuthority.JOB);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @AfterEach
    void stopWorkers() {
        workers.values().forEach(WorkerRun::close);
    }

    private static void awaitSnapshots(RunningCoordinator coordinator, int more) {
        long before = coordinator.ask(core -> core.snapshotTotals().completed());
        await().atMost(30, TimeUnit.SECONDS)
                .until(() -> coordinator.ask(core -> core.snapshotTotals().completed()) >= before + more);
    }

    private void awaitSuccess(RunningCoordinator coordinator) {
        assertThat(coordinator.verdict)
                .succeedsWithin(60, TimeUnit.SECONDS)
                .extracting(Verdict::outcome)
                .isEqualTo(Verdict.Outcome.SUCCEEDED);
        assertThat(coordinator.errors).isEmpty();
        assertThat(MemorySink.committed(job)).isEqualTo(HopProgram.expected(TOKENS, HOPS));
    }

    @Test
    void aJobRunsToItsEnd() throws IOException {
        try (RunningCoordinator coordinator = coordinator()) {
            awaitSuccess(coordinator);
            assertThat(coordinator.ask(core -> core.snapshotTotals().completed()))
                    .isGreaterThan(3);
            workers.values().forEach(worker -> assertThat(worker.exit().code()).isEqualTo(WorkerExit.Code.DONE));
        }
    }

    @Test
    void workersAreKilledAgainAndAgain() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        try (RunningCoordinator coordinator = coordinator()) {
            for (int kill = 0; kill < 3; kill++) {
                awaitSnapshots(coordinator, 1 + random.nextInt(2));
                List<WorkerRun> alive = workers.values().stream()
                        .filter(worker -> !worker.ended())
                        .toList();
                alive.get(random.nextInt(alive.size())).process.abort();
            }
            awaitSuccess(coordinator);
            assertThat(coordinator.ask(core -> core.regionStatuses().getFirst().attempt()))
                    .as("seed %d", seed)
                    .isGreaterThanOrEqualTo(4);
        }
    }

    /** Each worker that starts renews the certificate of all, which those that run show from then on (K14). */
    @Test
    void allOfItInsideTls() throws IOException {
        secure = true;
        try (RunningCoordinator coordinator = coordinator()) {
            awaitSnapshots(coordinator, 1);
        }
        try (RunningCoordinator coordinator = coordinator()) {
            awaitSnapshots(coordinator, 1);
            workers.values().iterator().next().process.abort();
            awaitSuccess(coordinator);
        }
    }

    @Test
    void coordinatorsAreKilledWhileTheRegionGoesOn() throws IOException {
        Set<String> first;
        try (RunningCoordinator coordinator = coordinator()) {
            awaitSnapshots(coordinator, 2);
            first = Set.copyOf(workers.keySet());
        }
        try (RunningCoordinator coordinator = coordinator()) {
            awaitSnapshots(coordinator, 2);
        }
        try (RunningCoordinator coordinator = coordinator()) {
            awaitSuccess(coordinator);
            assertThat(coordinator.ask(core -> core.claim())).isEqualTo(3);
        }
        assertThat(workers.keySet()).as("workers that were ever started (R16)").isEqualTo(first);
    }

    @Test
    void everythingIsKilledAndTheJobGoesOn() throws IOException {
        try (RunningCoordinator coordinator = coordinator()) {
            awaitSnapshots(coordinator, 3);
        }
        workers.values().forEach(WorkerRun::close);
        assertThat(MemorySink.committed(job)).isNotEqualTo(HopProgram.expected(TOKENS, HOPS));
        try (RunningCoordinator coordinator = coordinator()) {
            awaitSuccess(coordinator);
        }
    }

    @Test
    void aStoreThatIsDownForAWhileDelaysSnapshotsOnly() throws IOException {
        try (RunningCoordinator coordinator = coordinator()) {
            awaitSnapshots(coordinator, 1);
            store.down = true;
            long aborted = coordinator.ask(core -> core.snapshotTotals().aborted());
            await().until(() -> coordinator.ask(core -> core.snapshotTotals().aborted()) > aborted);
            store.down = false;
            awaitSuccess(coordinator);
            assertThat(coordinator.ask(core -> core.regionStatuses().getFirst().attempt()))
                    .isEqualTo(1);
        }
    }
}
