package dev.loopkeeper.launcher.local;

import dev.loopkeeper.launcher.provider.CoordinatorLink;
import dev.loopkeeper.launcher.provider.ProviderListener;
import dev.loopkeeper.provider.JobStatus;
import dev.loopkeeper.provider.Observations;
import dev.loopkeeper.provider.ProviderState;
import dev.loopkeeper.provider.StopRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The provider of a run on one machine. One thread owns everything; processes, streams and callers send it what they have to
 * say. Public methods may be called by any thread.
 */
public final class LocalProvider implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LocalProvider.class);
    private static final String NODE = "local";
    private static final Duration TICK = Duration.ofMillis(100);
    private static final Duration DEATH_TIME = Duration.ofSeconds(5);

    private final LocalProviderSettings settings;
    private final LocalProviderListener listener;
    private final LocalProviderDecision decision;
    private final LocalObservations observations = new LocalObservations(NODE);
    private final BlockingQueue<Runnable> inbox = new LinkedBlockingQueue<>();
    private final CompletableFuture<RunEnd> ended = new CompletableFuture<>();
    private final CoordinatorWatch coordinator;
    private final WorkerTable workers;
    private final Thread owner;
    private volatile boolean closing;
    private volatile @Nullable ProviderState state;
    private volatile @Nullable JobStatus lastStatus;

    // Owned by the owner thread.
    private @Nullable StopRequest stop;
    private @Nullable Observations told;
    private boolean verdictSeen;
    private OptionalLong verdictAcknowledgedAt = OptionalLong.empty();

    /** Begins: the first thing that it does is to start a coordinator. */
    public LocalProvider(
            CoordinatorHost coordinators,
            WorkerHost workers,
            CoordinatorLinks links,
            LocalProviderSettings settings,
            LocalProviderListener listener) {
        this.settings = settings;
        this.listener = listener;
        this.decision = new LocalProviderDecision(settings);
        this.coordinator = new CoordinatorWatch(
                coordinators, links, Ears::new, inbox::add, this::coordinatorEnded, settings.healthyAfter());
        this.workers = new WorkerTable(workers, inbox::add, (name, exit) -> tell(each -> each.workerEnded(name, exit)));
        this.owner = Thread.ofPlatform().name("local-provider").start(this::run);
    }

    /** Completes with how the run ended, when all its processes have; with an error only if the provider itself fails or is closed. */
    public CompletableFuture<RunEnd> ended() {
        return ended.copy();
    }

    /** The newest state that a coordinator told. */
    public Optional<ProviderState> state() {
        return Optional.ofNullable(state);
    }

    /** The workers that run now. */
    public List<RunningWorker> running() {
        return workers.running();
    }

    /** Asks the coordinator for the job's status; empty if none answers. Waits for the client's answer time at most. */
    public Optional<JobStatus> status() throws InterruptedException {
        CoordinatorLink link = coordinator.link();
        if (link == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(link.status());
        } catch (IOException e) {
            LOG.debug("no status: {}", e.toString());
            return Optional.empty();
        }
    }

    /** The status that the coordinator gave when it told its verdict; empty before, or if it could not. */
    public Optional<JobStatus> lastStatus() {
        return Optional.ofNullable(lastStatus);
    }

    /** Asks the coordinator, and each one after it, to end the run. */
    public void requestStop(StopRequest request) {
        inbox.add(() -> stop = request);
    }

    static long millis() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }

    private void run() {
        try {
            RunEnd end = serve();
            killAll();
            if (end == null) {
                ended.completeExceptionally(new IllegalStateException("the provider was closed before the run ended"));
            } else {
                ended.complete(end);
            }
        } catch (InterruptedException _) {
            killAll();
            ended.completeExceptionally(new IllegalStateException("the provider was interrupted"));
        } catch (IOException | RuntimeException | Error e) {
            // Whatever ends this thread, who waits for the run has to hear of it.
            killAll();
            ended.completeExceptionally(e);
        }
    }

    private @Nullable RunEnd serve() throws IOException, InterruptedException {
        long last = millis();
        while (!closing) {
            Runnable message = inbox.poll(TICK.toMillis(), TimeUnit.MILLISECONDS);
            long stoodStill = millis() - last - TICK.toMillis();
            if (stoodStill > settings.heartbeatTimeout().toMillis() / 2) {
                coordinator.forgive(stoodStill);
            }
            for (; message != null; message = inbox.poll()) {
                message.run();
            }
            last = millis();
            coordinator.dial();
            RunEnd end = act(last);
            if (end != null) {
                return end;
            }
            observe();
        }
        return null;
    }

    private @Nullable RunEnd act(long now) throws IOException {
        LocalView view = new LocalView(
                now,
                coordinator.life(),
                coordinator.failures(),
                coordinator.fruitless(),
                state,
                verdictAcknowledgedAt,
                workers.workers());
        for (Step step : decision.decide(view)) {
            switch (step) {
                case Step.StartCoordinator() -> startCoordinator(now);
                case Step.KillCoordinator(String reason) -> {
                    LOG.warn("The coordinator is killed: {}", reason);
                    tell(each -> each.problem("the coordinator is killed: " + reason));
                    coordinator.kill(now);
                }
                case Step.StartWorker(var wanted) -> {
                    RunningWorker started = workers.start(wanted);
                    if (started != null) {
                        tell(each -> each.workerStarted(started));
                    }
                }
                case Step.KillWorker(String uid) -> workers.kill(uid);
                case Step.ForgetWorker(String uid) -> workers.forget(uid);
                case Step.End(RunEnd end) -> {
                    return end;
                }
            }
        }
        return null;
    }

    private void startCoordinator(long now) throws IOException {
        ChildHandle process = coordinator.start(now);
        told = null;
        if (process != null && coordinator.life() instanceof CoordinatorLife.Running running) {
            tell(each -> each.coordinatorStarted(running.epoch(), process));
        }
    }

    private void coordinatorEnded(CoordinatorLife.Ended end) {
        if (!verdictSeen && decision.replaceable(end.exit())) {
            String reason = "it ended with code " + end.exit().exitCode() + " ("
                    + end.exit().reason() + ")";
            LOG.info("Coordinator {}: {}", end.epoch(), reason);
            tell(each -> each.coordinatorLost(end.epoch(), reason));
        }
    }

    private void observe() {
        ProviderState current = state;
        CoordinatorLink link = coordinator.link();
        if (link != null && current != null && coordinator.serves(current.epoch())) {
            Observations now = observations.of(current, workers.workers(), verdictAcknowledgedAt.isPresent(), stop);
            if (!now.equals(told)) {
                told = now;
                link.observe(now);
            }
        }
    }

    private void newState(ProviderState newer) {
        state = newer;
        if (newer.claimed()) {
            coordinator.claimed(millis());
        }
        tell(each -> each.stateChanged(newer));
        if (newer.verdict() != null && !verdictSeen) {
            verdictSeen = true;
            askForTheLastTime();
        }
    }

    /** Once the verdict is acknowledged the coordinator ends, so the last status is fetched before. */
    private void askForTheLastTime() {
        Thread.ofVirtual().name("last-status").start(() -> {
            try {
                lastStatus = status().orElse(null);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            } finally {
                inbox.add(() -> verdictAcknowledgedAt = OptionalLong.of(millis()));
            }
        });
    }

    private void tell(Consumer<LocalProviderListener> news) {
        try {
            news.accept(listener);
        } catch (RuntimeException e) {
            LOG.error("A listener failed", e);
        }
    }

    private void killAll() {
        coordinator.hangUp();
        coordinator.kill(millis());
        workers.killAll();
        try {
            CompletableFuture.allOf(coordinator.processEnded(), workers.allEnded())
                    .get(DEATH_TIME.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException _) {
            LOG.warn("Some processes of the run did not end within {} s of a kill", DEATH_TIME.toSeconds());
        } catch (ExecutionException e) {
            LOG.warn("Waiting for the end of the run's processes failed", e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** Kills all processes of the run and waits for their end. Nothing is lost that a snapshot holds. */
    @Override
    public void close() {
        closing = true;
        boolean _ = inbox.add(() -> {});
        try {
            boolean _ = owner.join(DEATH_TIME.multipliedBy(2));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** Sends what one coordinator says to the owner; what comes from one that was replaced is dropped there. */
    private final class Ears implements ProviderListener {
        private final long epoch;

        Ears(long epoch) {
            this.epoch = epoch;
        }

        private void onOwner(Runnable message) {
            inbox.add(() -> {
                if (coordinator.serves(epoch)) {
                    message.run();
                }
            });
        }

        @Override
        public void alive() {
            long now = millis();
            onOwner(() -> coordinator.heard(now));
        }

        @Override
        public void state(ProviderState newer) {
            onOwner(() -> newState(newer));
        }

        @Override
        public void silent(Duration since) {
            LOG.info("No sign of life of coordinator {} for {} ms", epoch, since.toMillis());
        }

        @Override
        public void disconnected(String reason) {
            LOG.debug("Coordinator {}: {}", epoch, reason);
        }

        @Override
        public void refused(String reason) {
            LOG.warn("Coordinator {}: {}", epoch, reason);
            onOwner(() -> tell(each -> each.problem(reason)));
        }
    }
}
