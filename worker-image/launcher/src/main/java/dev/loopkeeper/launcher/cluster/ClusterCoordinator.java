package dev.loopkeeper.launcher.cluster;

import dev.loopkeeper.engine.control.ControlServerOptions;
import dev.loopkeeper.engine.coordinator.port.RestoreOrigin;
import dev.loopkeeper.engine.coordinator.process.CoordinatorConfig;
import dev.loopkeeper.engine.coordinator.process.CoordinatorExit;
import dev.loopkeeper.engine.coordinator.process.CoordinatorPreparation;
import dev.loopkeeper.engine.coordinator.process.CoordinatorProcess;
import dev.loopkeeper.engine.coordinator.process.CoordinatorStorage;
import dev.loopkeeper.engine.http.BearerToken;
import dev.loopkeeper.engine.http.HttpAccess;
import dev.loopkeeper.engine.http.HttpEndpoint;
import dev.loopkeeper.engine.plan.Plan;
import dev.loopkeeper.engine.plan.Planner;
import dev.loopkeeper.engine.security.JobSecurity;
import dev.loopkeeper.engine.security.PeerName;
import dev.loopkeeper.engine.security.PeerRole;
import dev.loopkeeper.launcher.BadInputException;
import dev.loopkeeper.launcher.child.JobFiles;
import dev.loopkeeper.launcher.job.JobPlan;
import dev.loopkeeper.launcher.store.EarlierSnapshots;
import dev.loopkeeper.launcher.store.JobOrigin;
import dev.loopkeeper.launcher.store.ProbedStore;
import dev.loopkeeper.storage.S3Settings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Set;

/** The coordinator of a job on a cluster. */
final class ClusterCoordinator implements AutoCloseable {

    private final ProbedStore store;
    private final JobFiles files;
    private final CoordinatorProcess process;

    private ClusterCoordinator(ProbedStore store, JobFiles files, CoordinatorProcess process) {
        this.store = store;
        this.files = files;
        this.process = process;
    }

    private record Prepared(ClassLoader loader, Plan plan) {}

    /**
     * Starts it, at the ports that the configuration says. The provider is answered there while the program is fetched and planned, if that takes
     * longer than the patience.
     *
     * @param bind on which address
     * @throws BadInputException if the program is wrong
     * @throws IOException with one line, if it cannot prove who it is, cannot have the program or cannot listen
     */
    static ClusterCoordinator start(
            ClusterConfig config,
            S3Settings settings,
            ProgramClasses classes,
            long epoch,
            InetAddress bind,
            Duration patience)
            throws BadInputException, IOException, InterruptedException {
        JobSecurity security = JobSecurity.of(config.identity(), config.name());
        HttpEndpoint endpoint = http(config, security, bind);
        Prepared program;
        try (CoordinatorPreparation _ = CoordinatorPreparation.begin(
                endpoint, config.name().job(), epoch, "preparing: the program is fetched and planned", patience)) {
            program = prepare(config, classes);
        }
        ClassLoader loader = program.loader();
        Plan plan = program.plan();
        CoordinatorConfig coordinator = new CoordinatorConfig(
                epoch,
                config.settings(),
                plan,
                parallelism -> Planner.plan(config.className(), loader, config.parameters(), parallelism),
                ControlServerOptions.at(
                                new InetSocketAddress(bind, config.controlPort()), ClusterToken.of(config.name()))
                        .withTls(security.keys(), security.trust(Set.of(PeerRole.WORKER))),
                endpoint,
                CoordinatorConfig.VERDICT_TIMEOUT,
                security);
        RestoreOrigin origin = config.restoreFrom().isPresent()
                ? JobOrigin.of(config.restoreFrom().get(), settings)
                : null;
        ProbedStore store = new ProbedStore(settings, config.store().conditionalWrites());
        JobFiles files = new JobFiles(settings);
        try {
            CoordinatorProcess process = CoordinatorProcess.start(
                    coordinator,
                    new CoordinatorStorage(
                            store,
                            files.inputs(),
                            files.outputs(),
                            origin,
                            origin == null ? new EarlierSnapshots(settings) : null));
            return new ClusterCoordinator(store, files, process);
        } catch (IOException | RuntimeException e) {
            files.close();
            store.close();
            throw e;
        }
    }

    private static Prepared prepare(ClusterConfig config, ProgramClasses classes)
            throws BadInputException, IOException, InterruptedException {
        ClassLoader loader = classes.load();
        return new Prepared(
                loader,
                JobPlan.make(config.className(), loader, config.parameters(), config.parallelism())
                        .plan());
    }

    private static HttpEndpoint http(ClusterConfig config, JobSecurity security, InetAddress bind) throws IOException {
        PeerName operator = new PeerName(config.name(), PeerRole.OPERATOR);
        return new HttpEndpoint(
                new InetSocketAddress(bind, config.httpsPort()),
                HttpAccess.byCertificate(
                        leaf -> PeerName.of(leaf).filter(operator::equals).isPresent(),
                        BearerToken.read(config.metricsToken())),
                security.context(Set.of(PeerRole.OPERATOR)));
    }

    /** Where the provider finds it. */
    URI httpAddress() {
        return process.httpAddress();
    }

    /** The port for workers. */
    int controlPort() {
        return process.controlAddress().port();
    }

    /** Waits for its end. */
    CoordinatorExit await() throws InterruptedException {
        return process.await();
    }

    @Override
    public void close() {
        process.close();
        files.close();
        store.close();
    }
}
