package dev.loopkeeper.engine.coordinator.process;

import dev.loopkeeper.api.io.Fence;
import dev.loopkeeper.api.sink.SinkContext;
import dev.loopkeeper.api.source.SourceContext;
import dev.loopkeeper.engine.control.ControlListener;
import dev.loopkeeper.engine.control.ControlServer;
import dev.loopkeeper.engine.control.HostPort;
import dev.loopkeeper.engine.coordinator.JobCoordinator;
import dev.loopkeeper.engine.coordinator.JobView;
import dev.loopkeeper.engine.coordinator.port.CoordinatorPorts;
import dev.loopkeeper.engine.coordinator.port.EarlierJobs;
import dev.loopkeeper.engine.coordinator.port.RestoreOrigin;
import dev.loopkeeper.engine.http.CoordinatorHttpServer;
import dev.loopkeeper.engine.http.HttpLimits;
import dev.loopkeeper.engine.message.CoordinatorMessage;
import dev.loopkeeper.engine.message.LoadedIdentity;
import dev.loopkeeper.engine.message.WorkerMessage;
import dev.loopkeeper.engine.runtime.BackgroundThreads;
import dev.loopkeeper.engine.runtime.OwnerThread;
import dev.loopkeeper.engine.runtime.ThreadedBackgroundWork;
import dev.loopkeeper.engine.security.JobSecurity;
import dev.loopkeeper.engine.store.ObjectStore;
import dev.loopkeeper.engine.work.BackgroundWork;
import dev.loopkeeper.provider.Observations;
import dev.loopkeeper.provider.Verdict;
import java.io.IOException;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A coordinator as it runs: one thread that owns the {@link JobCoordinator}, a port for workers, a port for provider and people. It answers
 * from its start on, also while it waits for the store (K5). Public methods may be called by any thread.
 */
public final class CoordinatorProcess implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(CoordinatorProcess.class);
    private static final Duration STATUS_INTERVAL = Duration.ofMillis(250);
    private static final int NONCE_BYTES = 16;

    private final CoordinatorConfig config;
    private final CoordinatorStorage storage;
    private final SteadyClock clock = new SteadyClock();
    private final OwnerThread owner;
    private final ThreadedBackgroundWork background;
    private final JobCoordinator coordinator;
    private final Publication publication;
    private final ControlServer control;
    private final CoordinatorHttpServer http;
    private final CompletableFuture<CoordinatorExit> ended = new CompletableFuture<>();

    // Owned by the owner's thread.
    private boolean publishing;
    private long observedVersion;
    private @Nullable CoordinatorExit decided;

    private CoordinatorProcess(CoordinatorConfig config, CoordinatorStorage storage) throws IOException {
        this.config = config;
        this.storage = storage;
        this.owner = new OwnerThread("coordinator", this::broken);
        this.background = new BackgroundThreads("coordinator-background").of(owner);
        this.coordinator = new JobCoordinator(config.plan(), config.planAt(), config.settings(), new Ports());
        this.publication = new Publication(
                config.settings().job(),
                config.epoch(),
                config.plan(),
                new JobView(coordinator, config.epoch()),
                clock.millis(),
                observations -> owner.execute(() -> observe(observations)));
        this.control = ControlServer.start(config.control(), new Workers());
        try {
            this.http = CoordinatorHttpServer.start(config.http(), publication, HttpLimits.STANDARD);
        } catch (IOException e) {
            control.close();
            owner.abandon();
            throw e;
        }
    }

    /**
     * Starts to listen, and then to claim the job.
     *
     * @throws IOException with one line, if a port cannot be opened
     */
    public static CoordinatorProcess start(CoordinatorConfig config, CoordinatorStorage storage) throws IOException {
        CoordinatorProcess process = new CoordinatorProcess(config, storage);
        process.owner.execute(process::begin);
        return process;
    }

    private void begin() {
        coordinator.start();
        publishNow();
        refresh();
        JobSecurity security = config.security();
        if (security != null) {
            look(security);
        }
    }

    private void look(JobSecurity security) {
        background.start("look at the certificates", security::loaded, new BackgroundWork.Completion<LoadedIdentity>() {
            @Override
            public void succeeded(LoadedIdentity found) {
                coordinator.loaded(found);
                owner.after(JobSecurity.LOOK, () -> look(security));
            }

            @Override
            public void failed(Exception cause) {
                LOG.warn("The certificates cannot be looked at: {}", cause.toString());
                owner.after(JobSecurity.LOOK, () -> look(security));
            }
        });
    }

    /** Where provider and people find it. */
    public URI httpAddress() {
        return http.address();
    }

    /** Where workers find it. */
    public HostPort controlAddress() {
        return HostPort.of(control.address());
    }

    /** Waits for its end; call {@link #close} after it. */
    public CoordinatorExit await() throws InterruptedException {
        try {
            return ended.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the end of a coordinator never fails", e);
        }
    }

    /** Ends it at once and tells nobody: what a {@code kill -9} is to a process. */
    public void abort() {
        ended.complete(new CoordinatorExit(CoordinatorExit.REPLACED, "aborted"));
        close();
    }

    /** Closes ports and threads. A run that has not ended goes on with the next coordinator. */
    @Override
    public void close() {
        owner.abandon();
        background.close();
        http.close();
        control.close();
        publication.close();
        ended.complete(new CoordinatorExit(CoordinatorExit.REPLACED, "closed"));
    }

    // On the owner's thread

    private void observe(Observations observations) {
        // The order of two posts is not kept: a late one says less than what is known (K4).
        if (observations.version() < observedVersion) {
            return;
        }
        observedVersion = observations.version();
        if (observations.acknowledgedVerdict() && decided != null) {
            ended.complete(decided);
            return;
        }
        coordinator.observe(observations);
    }

    /** Many changes in one turn are published once. */
    private void publishSoon() {
        if (!publishing) {
            publishing = true;
            owner.execute(this::publishNow);
        }
    }

    private void publishNow() {
        publishing = false;
        publication.publishStatus(clock.millis());
        publication.publishState();
    }

    private void refresh() {
        publication.publishStatus(clock.millis());
        owner.after(STATUS_INTERVAL, this::refresh);
    }

    private void end(int code, String message) {
        ended.complete(new CoordinatorExit(code, message));
    }

    /** What a failed action has left behind cannot be trusted: nothing may run after it, and commit. */
    private void broken(Throwable cause) {
        owner.abandon();
        LOG.error("The coordinator is broken; the next one goes on", cause);
        end(CoordinatorExit.REPLACED, "broken: " + cause);
    }

    /** Hands what workers say to the owner. */
    private final class Workers implements ControlListener {

        @Override
        public void message(String worker, WorkerMessage message) {
            owner.execute(() -> coordinator.message(worker, message));
        }

        @Override
        public void disconnected(String worker, String reason) {
            LOG.info("Worker {} is not connected: {}", worker, reason);
            owner.execute(() -> coordinator.disconnected(worker));
        }
    }

    /** Shows that an earlier job of this name has left snapshots. That it is not found out stops nothing. */
    private final class EarlierFound implements BackgroundWork.Completion<Optional<String>> {

        @Override
        public void succeeded(Optional<String> address) {
            if (address.isPresent()) {
                LOG.warn(
                        "An earlier job of this name has left snapshots at {}; this one starts from nothing",
                        address.get());
                publication.earlierSnapshots(address.get());
                publishSoon();
            }
        }

        @Override
        public void failed(Exception cause) {
            LOG.info("Whether an earlier job has left snapshots is not known: {}", cause.getMessage());
        }
    }

    private final class Ports implements CoordinatorPorts {

        private final SecureRandom nonces = new SecureRandom();

        @Override
        public long now() {
            return clock.millis();
        }

        @Override
        public double random() {
            return ThreadLocalRandom.current().nextDouble();
        }

        @Override
        public String nonce() {
            byte[] bytes = new byte[NONCE_BYTES];
            nonces.nextBytes(bytes);
            return HexFormat.of().formatHex(bytes);
        }

        @Override
        public void after(long millis, Runnable action) {
            owner.after(Duration.ofMillis(millis), action);
        }

        @Override
        public BackgroundWork background() {
            return background;
        }

        @Override
        public ObjectStore store() {
            return storage.store();
        }

        @Override
        public void send(String worker, CoordinatorMessage message) {
            boolean _ = control.send(worker, message);
        }

        @Override
        public @Nullable RestoreOrigin origin() {
            return storage.origin();
        }

        @Override
        public void startsFromNothing() {
            EarlierJobs earlier = storage.earlier();
            if (earlier != null) {
                background.start("look for earlier jobs", earlier::newestOfFirst, new EarlierFound());
            }
        }

        @Override
        public SourceContext sourceContext() {
            return new CoordinatorContexts.Source(storage.inputs());
        }

        @Override
        public SinkContext sinkContext(String operator, long claim, int attempt) {
            return new CoordinatorContexts.Sink(
                    config.settings().uid(), operator, new Fence(claim, attempt), storage.outputs());
        }

        @Override
        public void changed() {
            publishSoon();
        }

        @Override
        public void event(String region, String text) {
            LOG.info("{}: {}", region, text);
        }

        @Override
        public void ended(Verdict verdict) {
            LOG.info("{}: {}", verdict.outcome(), verdict.message());
            CoordinatorExit exit = CoordinatorExit.of(verdict);
            decided = exit;
            publishNow();
            owner.after(config.verdictTimeout(), () -> ended.complete(exit));
        }

        @Override
        public void fenced(String reason) {
            LOG.warn("Fenced: {}", reason);
            end(CoordinatorExit.REPLACED, reason);
        }

        @Override
        public void refused(String reason) {
            end(CoordinatorExit.REFUSED, reason);
        }
    }
}
