package dev.loopkeeper.engine.worker;

import dev.loopkeeper.engine.control.ControlClient;
import dev.loopkeeper.engine.control.ControlClientListener;
import dev.loopkeeper.engine.control.HostPort;
import dev.loopkeeper.engine.message.CoordinatorMessage;
import dev.loopkeeper.engine.message.CoordinatorMessage.Deploy;
import dev.loopkeeper.engine.message.LoadedIdentity;
import dev.loopkeeper.engine.message.TaskCommand;
import dev.loopkeeper.engine.message.TaskReport;
import dev.loopkeeper.engine.message.WorkerMessage;
import dev.loopkeeper.engine.network.ExchangeServer;
import dev.loopkeeper.engine.plan.Plan;
import dev.loopkeeper.engine.plan.Region;
import dev.loopkeeper.engine.plan.TaskId;
import dev.loopkeeper.engine.runtime.BackgroundThreads;
import dev.loopkeeper.engine.runtime.OwnerThread;
import dev.loopkeeper.engine.runtime.StoreChunkReader;
import dev.loopkeeper.engine.runtime.StoreChunks;
import dev.loopkeeper.engine.runtime.ThreadedBackgroundWork;
import dev.loopkeeper.engine.security.JobSecurity;
import dev.loopkeeper.engine.store.ObjectStore;
import dev.loopkeeper.engine.task.FailureText;
import dev.loopkeeper.engine.work.BackgroundWork.Completion;
import dev.loopkeeper.engine.worker.WorkerExit.Code;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A worker at work: the core, and around it the coordinator's connection and the slots. Belongs to the worker's thread. */
final class WorkerLoop implements WorkerPorts, Deployment.Listener {

    private static final Logger LOG = LoggerFactory.getLogger(WorkerLoop.class);

    private static final long HAND_OVER_SECONDS = 5;

    private final WorkerConfig config;
    private final WorkerEnvironment environment;
    private final Plan plan;
    private final ObjectStore store;
    private final ExchangeServer exchange;
    private final Path spillDirectory;
    private final BackgroundThreads threads;
    private final OwnerThread owner;
    private final CompletableFuture<WorkerExit> exit;
    private final WorkerCore core;
    private final ControlClient client;
    private final ThreadedBackgroundWork background;
    private @Nullable Deployment deployment;
    private @Nullable LoadedIdentity identity;
    private Duration patience;

    /** @param exit completed when the worker is to end */
    WorkerLoop(
            WorkerConfig config,
            WorkerEnvironment environment,
            Plan plan,
            ObjectStore store,
            ExchangeServer exchange,
            Path spillDirectory,
            BackgroundThreads threads,
            OwnerThread owner,
            CompletableFuture<WorkerExit> exit) {
        this.config = config;
        this.environment = environment;
        this.plan = plan;
        this.store = store;
        this.exchange = exchange;
        this.spillDirectory = spillDirectory;
        this.threads = threads;
        this.owner = owner;
        this.exit = exit;
        this.patience = config.loneliness();
        this.background = threads.of(owner);
        this.client = new ControlClient(WorkerSecurity.control(config), config.coordinator(), new Connection());
        this.core = new WorkerCore(registration(), this);
    }

    private WorkerCore.Identity registration() {
        return new WorkerCore.Identity(
                config.name(),
                config.region(),
                config.index(),
                config.attempt(),
                config.uid(),
                config.node(),
                new HostPort(config.dataHost(), exchange.address().getPort()).toString(),
                plan.physicalHash());
    }

    /** Begins to dial the coordinator. Any thread. */
    void start() {
        client.start();
        owner.every(config.heartbeat(), this::beat);
        JobSecurity security = config.security();
        if (security != null) {
            owner.execute(() -> look(security));
            owner.every(JobSecurity.LOOK, () -> look(security));
        }
    }

    /** Waits for a coordinator that is silent no longer than for one that is lost (K3). */
    void leave() {
        if (config.heartbeatTimeout().compareTo(patience) < 0) {
            patience = config.heartbeatTimeout();
        }
    }

    /** Tells everything to end and waits for it, for some seconds. On another thread than the worker's. */
    void end() {
        client.close();
        CompletableFuture<Optional<Deployment>> last = new CompletableFuture<>();
        owner.execute(() -> {
            if (deployment != null) {
                deployment.stop();
            }
            last.complete(Optional.ofNullable(deployment));
        });
        last.completeOnTimeout(Optional.empty(), HAND_OVER_SECONDS, TimeUnit.SECONDS)
                .join()
                .ifPresent(Deployment::awaitEnd);
        background.close();
    }

    /** The coordinator is told what certificates this worker works with, so that an old authority can be forgotten (K14). */
    private void look(JobSecurity security) {
        background.start("look at the certificates", security::loaded, new Completion<LoadedIdentity>() {
            @Override
            public void succeeded(LoadedIdentity found) {
                identity = found;
            }

            @Override
            public void failed(Exception cause) {
                LOG.warn("The certificates cannot be looked at: {}", FailureText.of(cause));
            }
        });
    }

    private void beat() {
        if (client.silence().compareTo(patience) > 0) {
            exit.complete(new WorkerExit(
                    Code.LONELY,
                    "no coordinator was heard of at " + config.coordinator() + " for " + patience.toMillis() + " ms"));
            return;
        }
        sendCounters();
        if (deployment != null) {
            deployment.watch();
        }
    }

    private void sendCounters() {
        send(new WorkerMessage.Heartbeat(deployment == null ? Map.of() : deployment.counters(), identity));
    }

    // What the core asks for

    @Override
    public void send(WorkerMessage message) {
        client.send(message);
    }

    @Override
    public void deploy(Deploy deploy) {
        if (deploy.region() != config.region()) {
            core.failed("region " + deploy.region() + " was deployed at a worker of region " + config.region());
            return;
        }
        try {
            LOG.info("Deploying slots {} of region {}, attempt {}", deploy.slots(), deploy.region(), deploy.attempt());
            Deployment made = new Deployment(shared(deploy), deploy, threads, owner, this);
            deployment = made;
            made.start(exchange, background);
        } catch (RuntimeException e) {
            LOG.debug("The deployment failed", e);
            core.failed("the deployment failed: " + FailureText.of(e));
        }
    }

    private DeployedRegion shared(Deploy deploy) {
        Region region = plan.region(deploy.region());
        int logs = 0;
        for (int slot : deploy.slots()) {
            List<TaskId> tasks = RegionLayout.tasks(region, slot);
            logs += RegionLayout.heads(plan, tasks);
        }
        return new DeployedRegion(
                config,
                environment,
                plan,
                new StoreChunks(store, threads, deploy.folder(), deploy.attempt()),
                new StoreChunkReader(store),
                spillDirectory,
                Math.max(1, config.logBytes() / Math.max(1, logs)));
    }

    @Override
    public void command(TaskCommand command) {
        if (deployment != null) {
            deployment.command(command);
        }
    }

    @Override
    public void exit(String reason) {
        exit.complete(new WorkerExit(Code.DONE, reason));
    }

    // What the deployment says

    @Override
    public void report(TaskReport report) {
        if (report instanceof TaskReport.Failed failed) {
            LOG.error("Task {} failed: {}", failed.task(), failed.message());
        } else if (report instanceof TaskReport.Acknowledged) {
            // The last snapshot ends the region: no beat would come in time to tell what was done up to it.
            sendCounters();
        } else if (report instanceof TaskReport.Damaged damaged) {
            LOG.error("Task {} cannot be restored: {}", damaged.task(), damaged.message());
        } else if (report instanceof TaskReport.Mismatched mismatched) {
            LOG.error("Task {} cannot be restored: {}", mismatched.task(), mismatched.message());
        }
        core.report(report);
    }

    @Override
    public void ready() {
        core.slotsReady();
    }

    @Override
    public void failed(String reason) {
        LOG.error("This worker cannot go on: {}", reason);
        core.failed(reason);
    }

    @Override
    public void peerLost(int peer, String reason) {
        LOG.error("This worker cannot go on: {}", reason);
        core.peerLost(peer, reason);
    }

    /** What the connection says, handed to the worker's thread in its order. */
    private final class Connection implements ControlClientListener {

        @Override
        public void connected() {
            owner.execute(core::connected);
        }

        @Override
        public void message(CoordinatorMessage message) {
            owner.execute(() -> core.handle(message));
        }

        @Override
        public void disconnected(String reason) {
            // The region goes on; the client dials again (R16).
        }

        @Override
        public void replaced() {
            exit.complete(new WorkerExit(Code.DONE, "another process works under the name " + config.name()));
        }
    }
}
