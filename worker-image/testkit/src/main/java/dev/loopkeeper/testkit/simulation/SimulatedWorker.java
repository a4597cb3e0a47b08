package dev.loopkeeper.testkit.simulation;

import dev.loopkeeper.engine.message.CoordinatorMessage;
import dev.loopkeeper.engine.message.CoordinatorMessage.Deploy;
import dev.loopkeeper.engine.message.SlotCounters;
import dev.loopkeeper.engine.message.TaskCommand;
import dev.loopkeeper.engine.message.TaskReport;
import dev.loopkeeper.engine.message.WorkerMessage;
import dev.loopkeeper.engine.plan.Region;
import dev.loopkeeper.engine.task.Slot;
import dev.loopkeeper.engine.task.SlotBuilder;
import dev.loopkeeper.engine.worker.WorkerCore;
import dev.loopkeeper.engine.worker.WorkerPorts;
import dev.loopkeeper.provider.WantedWorker;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A worker process of the simulation: the real core and the real slots, on simulated time. */
final class SimulatedWorker implements WorkerPorts {

    private static final int HEARTBEAT_MILLIS = 200;

    private final SimulatedCluster cluster;
    private final VirtualTime time;
    private final WantedWorker wanted;
    private final String uid;
    private final Region region;
    private final WorkerCore core;
    private final Map<Integer, Slot> slots = new HashMap<>();
    private final Map<Integer, FifoLink> mailboxes = new HashMap<>();
    private final Set<Object> restored = new HashSet<>();
    private int toRestore;
    private boolean alive = true;
    private SimulatedCoordinator coordinator;
    private FifoLink up;
    private FifoLink down;

    SimulatedWorker(SimulatedCluster cluster, WantedWorker wanted, String uid) {
        this.cluster = cluster;
        this.time = cluster.time();
        this.wanted = wanted;
        this.uid = uid;
        this.region = cluster.plan().regions().stream()
                .filter(candidate -> candidate.name().equals(wanted.region()))
                .findFirst()
                .orElseThrow();
        this.core = new WorkerCore(
                new WorkerCore.Identity(
                        wanted.name(),
                        region.id(),
                        wanted.worker(),
                        wanted.attempt(),
                        uid,
                        "",
                        "simulated",
                        cluster.plan().physicalHash()),
                this);
        time.after(time.delay(20), this::connect);
        time.after(HEARTBEAT_MILLIS, this::heartbeat);
    }

    String name() {
        return wanted.name();
    }

    String uid() {
        return uid;
    }

    WantedWorker wanted() {
        return wanted;
    }

    boolean alive() {
        return alive;
    }

    /** Dies at once: nothing more is sent, nothing more is heard. */
    void kill() {
        if (!alive) {
            return;
        }
        alive = false;
        disconnect();
        slots.values().forEach(Slot::close);
        cluster.provider().workerDied(this);
    }

    /** A peer of the same attempt has gone. */
    void peerLost(SimulatedWorker peer) {
        if (alive) {
            core.peerLost(peer.wanted().worker(), "the data connection to " + peer.name() + " was lost");
        }
    }

    // The control stream

    void connect() {
        if (!alive || up != null) {
            return;
        }
        SimulatedCoordinator current = cluster.provider().coordinator();
        if (current == null || !current.reachable()) {
            time.after(20 + time.delay(30), this::connect);
            return;
        }
        coordinator = current;
        up = new FifoLink(time, 4);
        down = new FifoLink(time, 4);
        current.connected(this);
        core.connected();
    }

    /** The stream breaks: what is under way on it is lost; the worker dials again. */
    void disconnect() {
        if (up != null) {
            up.cut();
            down.cut();
            up = null;
            down = null;
            coordinator.disconnected(this);
            coordinator = null;
            time.after(5 + time.delay(20), this::connect);
        }
    }

    SimulatedCoordinator connectedTo() {
        return coordinator;
    }

    void receive(CoordinatorMessage message) {
        if (down != null) {
            down.send(() -> {
                if (alive) {
                    core.handle(message);
                }
            });
        }
    }

    private void heartbeat() {
        if (!alive) {
            return;
        }
        Map<Integer, SlotCounters> counters = new HashMap<>();
        slots.forEach((index, slot) -> counters.put(index, slot.counters()));
        send(new WorkerMessage.Heartbeat(counters));
        time.after(HEARTBEAT_MILLIS, this::heartbeat);
    }

    @Override
    public void send(WorkerMessage message) {
        if (up != null) {
            SimulatedCoordinator to = coordinator;
            up.send(() -> to.message(name(), message));
        }
    }

    // Slots

    @Override
    public void deploy(Deploy deploy) {
        SimulatedExchange exchange = cluster.exchange(region, deploy.attempt(), deploy.workerOfSlot());
        for (int index : deploy.slots()) {
            SimulatedTaskPorts ports = new SimulatedTaskPorts(cluster, this, deploy, exchange);
            mailboxes.put(index, new FifoLink(time, 2));
            Slot slot = SlotBuilder.build(cluster.plan(), region, index, deploy.claim(), ports);
            ports.owns(slot);
            slots.put(index, slot);
        }
        toRestore = (int) region.tasks().stream()
                .filter(task -> deploy.slots().contains(task.index()))
                .count();
        slots.values().forEach(slot -> slot.restore(deploy.parts()));
        slots.values().forEach(this::run);
    }

    private void run(Slot slot) {
        if (!alive || slot.failed()) {
            return;
        }
        boolean progress = slot.step(1 + time.random().nextInt(12));
        time.after(progress ? time.random().nextInt(2) : 1 + time.delay(4), () -> run(slot));
    }

    void report(TaskReport report) {
        if (!alive) {
            return;
        }
        if (report instanceof TaskReport.Restored task) {
            if (restored.add(task.task()) && restored.size() == toRestore) {
                core.slotsReady();
            }
        } else {
            core.report(report);
        }
    }

    @Override
    public void command(TaskCommand command) {
        slots.forEach((index, slot) -> mailboxes.get(index).send(() -> {
            if (alive) {
                slot.handle(command);
            }
        }));
    }

    @Override
    public void exit(String reason) {
        time.after(time.delay(5), this::kill);
    }

    List<Slot> slots() {
        return List.copyOf(slots.values());
    }
}
