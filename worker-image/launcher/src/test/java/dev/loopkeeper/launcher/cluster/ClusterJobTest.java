package dev.loopkeeper.launcher.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.loopkeeper.engine.coordinator.process.CoordinatorExit;
import dev.loopkeeper.engine.security.PeerRole;
import dev.loopkeeper.engine.store.ObjectStore;
import dev.loopkeeper.engine.worker.WorkerExit;
import dev.loopkeeper.launcher.BadInputException;
import dev.loopkeeper.launcher.training.Laps;
import dev.loopkeeper.launcher.training.TrainingOperator;
import dev.loopkeeper.launcher.training.TrainingPods;
import dev.loopkeeper.provider.ProviderState;
import dev.loopkeeper.provider.Verdict;
import dev.loopkeeper.provider.WantedWorker;
import dev.loopkeeper.provider.WorkerName;
import dev.loopkeeper.storage.EtagForm;
import dev.loopkeeper.storage.S3Credentials;
import dev.loopkeeper.storage.S3ObjectStore;
import dev.loopkeeper.storage.embedded.EmbeddedS3Server;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Coordinator and workers of a cluster (K16: by keys, or by their own identity) from the files that their pods are given, on real sockets, against a provider on the HTTPS port. */
@Timeout(120)
final class ClusterJobTest {

    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
    private static final PodEnvironment POD = new PodEnvironment("node-1", LOOPBACK.getHostAddress(), 256L << 20);
    private static final Duration NO_PATIENCE = Duration.ZERO;
    private static final ClassLoader PROGRAM = ClusterJobTest.class.getClassLoader();

    @TempDir
    private Path folder;

    private final S3Credentials keys = new S3Credentials("someone", "something-long", Optional.of("a-session-token"));
    private Map<String, String> environment = Map.of();
    private EmbeddedS3Server store;
    private TrainingPods pods;
    private final List<ClusterWorker> workers = new ArrayList<>();
    private final List<CompletableFuture<WorkerExit>> exits = new ArrayList<>();

    @BeforeEach
    void startStore() throws Exception {
        store = EmbeddedS3Server.start(folder.resolve("s3"), 0, keys, "jobs");
        pods = new TrainingPods(folder, store.settings(""));
    }

    @AfterEach
    void stop() {
        workers.forEach(ClusterWorker::abort);
        store.close();
    }

    private ClusterConfig read(PeerRole role, int controlPort, String className, Map<String, String> more)
            throws Exception {
        return ClusterProperties.read(pods.config(role, controlPort, className, more), environment)
                .orElseThrow();
    }

    private void startWorker(WantedWorker wanted, int controlPort, Map<String, String> more) {
        try {
            ClusterConfig config = read(PeerRole.WORKER, controlPort, Laps.class.getName(), more);
            ClusterWorker worker = new ClusterWorker(
                    config,
                    config.store().settings(),
                    PROGRAM,
                    WorkerName.parse(wanted.name()),
                    "pod-of-" + wanted.name(),
                    POD,
                    new InetSocketAddress(LOOPBACK, 0));
            workers.add(worker);
            exits.add(CompletableFuture.supplyAsync(worker::run));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aJobRunsToItsEndAndItsStoreIsCleared() throws Exception {
        runsToItsEndAndIsCleared(
                Map.of("parameter.output", folder.resolve("output").toString()));

        assertThat(folder.resolve("output")).isNotEmptyDirectory();
    }

    @Test
    void k16AJobRunsToItsEndByThePodsIdentityAndItsStoreIsCleared() throws Exception {
        Path token = Files.writeString(folder.resolve("token"), "a-token");
        try (TokenService service = new TokenService("a-token", keys);
                ObjectStore output = S3ObjectStore.open(store.settings("output/"), EtagForm.QUOTED)) {
            environment = Map.of(
                    "AWS_WEB_IDENTITY_TOKEN_FILE", token.toString(),
                    "AWS_ENDPOINT_URL_STS", service.address().toString());

            runsToItsEndAndIsCleared(
                    Map.of("store.credentials", "WorkloadIdentity", "parameter.output", "s3://jobs/output"));

            List<String> files = new ArrayList<>();
            output.list("", entry -> files.add(entry.key()));
            assertThat(files).isNotEmpty();
            assertThat(service.given()).isPositive();
        }
    }

    @Test
    void k16ACoordinatorWhoseIdentityIsRefusedEndsWithALineThatNamesIt() throws Exception {
        Path token = Files.writeString(folder.resolve("token"), "a-token-of-a-stranger");
        try (TokenService service = new TokenService("the-good-token", keys)) {
            environment = Map.of(
                    "AWS_WEB_IDENTITY_TOKEN_FILE", token.toString(),
                    "AWS_ENDPOINT_URL_STS", service.address().toString());
            ClusterConfig config = read(
                    PeerRole.COORDINATOR,
                    0,
                    Laps.class.getName(),
                    Map.of("store.credentials", "WorkloadIdentity", "parameter.output", "s3://jobs/output"));
            try (ClusterCoordinator coordinator = ClusterCoordinator.start(
                    config, config.store().settings(), () -> PROGRAM, 1, LOOPBACK, NO_PATIENCE)) {
                CoordinatorExit exit = coordinator.await();

                assertThat(exit.code()).isEqualTo(CoordinatorExit.REFUSED);
                assertThat(TerminationLog.text(exit))
                        .contains("the security token service at " + service.address() + " refused the token in "
                                + token + " (HTTP 400 InvalidIdentityToken)")
                        .doesNotContain("stranger", "\n");
            }
        }
    }

    private void runsToItsEndAndIsCleared(Map<String, String> more) throws Exception {
        ClusterConfig config = read(PeerRole.COORDINATOR, 0, Laps.class.getName(), more);
        try (ClusterCoordinator coordinator =
                ClusterCoordinator.start(config, config.store().settings(), () -> PROGRAM, 1, LOOPBACK, NO_PATIENCE)) {
            TrainingOperator operator = new TrainingOperator(pods.part(PeerRole.OPERATOR), coordinator.httpAddress());

            Verdict verdict = operator.operate(wanted -> startWorker(wanted, coordinator.controlPort(), more));

            assertThat(verdict.outcome()).as(verdict.message()).isEqualTo(Verdict.Outcome.SUCCEEDED);
            CoordinatorExit exit = coordinator.await();
            assertThat(exit.code()).isEqualTo(CoordinatorExit.DONE);
            assertThat(TerminationLog.text(exit)).startsWith("loopkeeper-verdict SUCCEEDED ");
        }
        assertThat(exits)
                .hasSize(2)
                .allSatisfy(exit -> assertThat(exit.get(20, TimeUnit.SECONDS))
                        .extracting(WorkerExit::code)
                        .isEqualTo(WorkerExit.Code.DONE));
        try (ObjectStore objects = S3ObjectStore.open(config.store().settings(), EtagForm.QUOTED);
                ObjectStore others = S3ObjectStore.open(store.settings("other/"), EtagForm.QUOTED)) {
            assertThat(objects.get("job")).isPresent();
            others.put("job", ByteBuffer.wrap(new byte[1]));

            assertThat(StoreClearing.clear(config.store().settings())).isPositive();

            assertThat(objects.get("job")).isEmpty();
            assertThat(others.get("job")).isPresent();
        }
    }

    @Test
    void k5ACoordinatorWhoseProgramTakesItsTimeIsNotSilent() throws Exception {
        int port = freePort();
        Map<String, String> more = Map.of(
                "httpsPort",
                String.valueOf(port),
                "parameter.output",
                folder.resolve("output").toString());
        ClusterConfig config = read(PeerRole.COORDINATOR, 0, Laps.class.getName(), more);
        CompletableFuture<ClassLoader> fetched = new CompletableFuture<>();
        CompletableFuture<ClusterCoordinator> started = CompletableFuture.supplyAsync(() -> {
            try {
                return ClusterCoordinator.start(
                        config, config.store().settings(), fetched::join, 1, LOOPBACK, NO_PATIENCE);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        URI address = URI.create("https://127.0.0.1:" + port);
        TrainingOperator operator = new TrainingOperator(pods.part(PeerRole.OPERATOR), address);

        ProviderState heard = await().ignoreExceptions().until(operator::firstState, state -> true);

        assertThat(heard.claimed()).isFalse();
        assertThat(heard.coordinatorPhase()).startsWith("preparing");
        assertThat(started).isNotDone();
        fetched.complete(PROGRAM);
        try (ClusterCoordinator coordinator = started.get(20, TimeUnit.SECONDS)) {
            assertThat(coordinator.httpAddress().getPort()).isEqualTo(port);
            ProviderState later = operator.firstState();
            assertThat(later.listVersion()).isGreaterThan(heard.listVersion());
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, LOOPBACK)) {
            return socket.getLocalPort();
        }
    }

    @Test
    void whatIsWrongIsSaidInALineThatNamesIt() throws Exception {
        Path config = pods.config(PeerRole.COORDINATOR, 0, "dev.example.Missing", Map.of());
        ClusterConfig read = ClusterProperties.read(config, environment).orElseThrow();

        assertThatThrownBy(() -> ClusterCoordinator.start(
                        read, read.store().settings(), () -> PROGRAM, 1, LOOPBACK, NO_PATIENCE))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("dev.example.Missing");
        Files.delete(folder.resolve("store/secretAccessKey"));
        assertThatThrownBy(() -> read.store().settings())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("secretAccessKey");
    }

    @Test
    void aLaunchersFileIsNotOfACluster() throws IOException, BadInputException {
        assertThat(ClusterProperties.read(Files.writeString(folder.resolve("child.properties"), "job=a"), environment))
                .isEmpty();
    }
}
