package dev.loopkeeper.engine.worker;

import dev.loopkeeper.engine.codec.Codecs;
import dev.loopkeeper.engine.control.HostPort;
import dev.loopkeeper.engine.message.CoordinatorMessage.Deploy;
import dev.loopkeeper.engine.message.SlotCounters;
import dev.loopkeeper.engine.message.TaskCommand;
import dev.loopkeeper.engine.message.TaskReport;
import dev.loopkeeper.engine.network.ExchangeLimits;
import dev.loopkeeper.engine.network.ExchangeServer;
import dev.loopkeeper.engine.network.RegionExchange;
import dev.loopkeeper.engine.network.RegionExchangeSpec;
import dev.loopkeeper.engine.plan.Plan;
import dev.loopkeeper.engine.plan.Region;
import dev.loopkeeper.engine.plan.TaskId;
import dev.loopkeeper.engine.runtime.BackgroundThreads;
import dev.loopkeeper.engine.runtime.OwnerThread;
import dev.loopkeeper.engine.runtime.ThreadedBackgroundWork;
import dev.loopkeeper.engine.task.FailureText;
import dev.loopkeeper.engine.work.BackgroundWork.Completion;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The slots of one deployment: connected first, then built and restored, then told what to do. Belongs to the worker's thread; what slots and
 * network say is handed to it.
 */
final class Deployment {

    private static final Logger LOG = LoggerFactory.getLogger(Deployment.class);
    private static final Duration END_TIME = Duration.ofSeconds(4);
    private static final Duration LEAST_END_TIME = Duration.ofMillis(100);

    private final DeployedRegion shared;
    private final Deploy deploy;
    private final Region region;
    private final OwnerThread owner;
    private final Listener listener;
    private final List<DeployedSlot> slots = new ArrayList<>();
    private final Map<Integer, DeployedSlot> slotOfIndex = new HashMap<>();
    private final Set<TaskId> restoring = new HashSet<>();
    private @Nullable RegionExchange exchange;
    private boolean stopped;

    /** Who hears of the deployment. On the worker's thread. */
    interface Listener {

        void report(TaskReport report);

        /** All tasks have their state back, and all data connections are up. */
        void ready();

        /** Something that is no task has failed. */
        void failed(String reason);

        /** The data connection to another worker of the region was lost. */
        void peerLost(int peer, String reason);
    }

    Deployment(DeployedRegion shared, Deploy deploy, BackgroundThreads threads, OwnerThread owner, Listener listener) {
        this.shared = shared;
        this.deploy = deploy;
        this.region = shared.plan().region(deploy.region());
        this.owner = owner;
        this.listener = listener;
        for (int index : deploy.slots()) {
            List<TaskId> tasks = RegionLayout.tasks(region, index);
            DeployedSlot slot = new DeployedSlot(shared, tasks, index, threads);
            slots.add(slot);
            slotOfIndex.put(index, slot);
            restoring.addAll(tasks);
        }
    }

    /** Connects the slots with those of the other workers, then starts them. */
    void start(ExchangeServer server, ThreadedBackgroundWork background) {
        background.start("look up peers", this::peers, new Completion<>() {
            @Override
            public void succeeded(Map<Integer, InetSocketAddress> peers) {
                open(server, peers);
            }

            @Override
            public void failed(Exception cause) {
                listener.failed("the addresses of the other workers are wrong: " + FailureText.of(cause));
            }
        });
    }

    private Map<Integer, InetSocketAddress> peers() {
        Map<Integer, InetSocketAddress> peers = new HashMap<>();
        deploy.peers().forEach((worker, address) -> {
            if (worker != shared.config().index()) {
                peers.put(worker, HostPort.parse(address).resolve());
            }
        });
        return peers;
    }

    private void open(ExchangeServer server, Map<Integer, InetSocketAddress> peers) {
        if (stopped) {
            return;
        }
        Plan plan = shared.plan();
        RegionExchangeSpec spec = new RegionExchangeSpec(
                plan.physicalHash(),
                deploy.region(),
                deploy.attempt(),
                shared.config().index(),
                peers,
                RegionLayout.channels(plan, region, deploy.workerOfSlot()),
                ExchangeLimits.DEFAULT);
        CompletableFuture<RegionExchange> opening = server.open(
                spec,
                edge -> Codecs.of(plan.edge(edge).type()),
                index -> wake(index),
                (peer, reason) -> owner.execute(() ->
                        listener.peerLost(peer, "the data connection to worker " + peer + " was lost: " + reason)));
        opening.whenComplete((opened, failure) -> owner.execute(() -> {
            if (failure == null) {
                opened(opened);
            } else {
                Throwable cause = failure instanceof CompletionException && failure.getCause() != null
                        ? failure.getCause()
                        : failure;
                listener.failed("the workers of the region are not connected: " + FailureText.of(cause));
            }
        }));
    }

    private Runnable wake(int index) {
        DeployedSlot slot = slotOfIndex.get(index);
        if (slot == null) {
            throw new IllegalArgumentException("slot " + index + " is not deployed at this worker");
        }
        return slot.thread()::wake;
    }

    private void opened(RegionExchange opened) {
        exchange = opened;
        if (stopped) {
            opened.closeAsync();
            return;
        }
        for (DeployedSlot slot : slots) {
            slot.start(deploy, region, opened, report -> owner.execute(() -> reported(report)));
        }
    }

    private void reported(TaskReport report) {
        if (stopped) {
            return;
        }
        listener.report(report);
        if (report instanceof TaskReport.Restored restored
                && restoring.remove(restored.task())
                && restoring.isEmpty()) {
            shared.chunkReader().forget();
            listener.ready();
        }
    }

    void command(TaskCommand command) {
        slots.forEach(slot -> slot.command(command));
    }

    Map<Integer, SlotCounters> counters() {
        Map<Integer, SlotCounters> counters = new HashMap<>();
        slotOfIndex.forEach((index, slot) -> counters.put(index, slot.thread().counters()));
        return counters;
    }

    /** Warns of slots that do not come back from the program's code. */
    void watch() {
        if (exchange != null) {
            long now = System.nanoTime();
            slots.forEach(slot -> slot.watch().look(now).ifPresent(LOG::warn));
        }
    }

    /** Makes everything end that runs; nothing is reported any more. Does not wait. */
    void stop() {
        stopped = true;
        slots.forEach(DeployedSlot::stop);
    }

    /** Waits for the slots' end, for some seconds, and closes the connections. After {@link #stop}, on another thread than the worker's. */
    void awaitEnd() {
        long deadline = System.nanoTime() + END_TIME.toNanos();
        for (DeployedSlot slot : slots) {
            long left = Math.max(LEAST_END_TIME.toNanos(), deadline - System.nanoTime());
            if (!slot.awaitEnd(Duration.ofNanos(left))) {
                LOG.warn(
                        "Slot {} has not ended in time: code of the program does not come back",
                        slot.thread().index());
            }
        }
        if (exchange != null) {
            exchange.close();
        }
    }
}
