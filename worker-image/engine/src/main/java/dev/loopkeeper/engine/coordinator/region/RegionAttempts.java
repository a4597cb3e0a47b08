package dev.loopkeeper.engine.coordinator.region;

import dev.loopkeeper.engine.coordinator.fence.FencedObject;
import dev.loopkeeper.engine.coordinator.loop.LoopTasks;
import dev.loopkeeper.engine.coordinator.port.CoordinatorPorts;
import dev.loopkeeper.engine.coordinator.snapshot.SnapshotTasks;
import dev.loopkeeper.engine.message.CoordinatorMessage;
import dev.loopkeeper.engine.message.FailureCause;
import dev.loopkeeper.engine.message.LoadedIdentity;
import dev.loopkeeper.engine.message.SlotCounters;
import dev.loopkeeper.engine.message.TaskCommand;
import dev.loopkeeper.engine.message.WorkerMessage;
import dev.loopkeeper.engine.plan.TaskId;
import dev.loopkeeper.engine.snapshot.HeadRecord;
import dev.loopkeeper.engine.snapshot.Manifest;
import dev.loopkeeper.provider.ObservedWorker;
import dev.loopkeeper.provider.WantedWorker;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A region's attempts: fences each before it begins, and holds the one under way. What workers say, and what is said to them, goes through here:
 * before the first attempt and between two there is nobody to hear it. Belongs to the coordinator's thread.
 */
public final class RegionAttempts implements LoopTasks, SnapshotTasks {

    private final String region;
    private final long claim;
    private final CoordinatorPorts ports;
    private final AttemptOwner owner;
    private final AttemptFence fence;
    private final AvoidedNodes avoided = new AvoidedNodes();

    /** The attempt under way; null before the first, and between two. */
    private RegionAttempt current;

    private SlotCounters lastCounters = SlotCounters.NONE;

    /** @param head claimed */
    RegionAttempts(
            String region, long claim, FencedObject<HeadRecord> head, CoordinatorPorts ports, AttemptOwner owner) {
        this.region = region;
        this.claim = claim;
        this.ports = ports;
        this.owner = owner;
        this.fence = new AttemptFence(head, claim, owner);
    }

    // What others see

    @Override
    public int number() {
        return fence.number();
    }

    /** The workers that shall exist. */
    public Collection<WantedWorker> wanted() {
        return current == null ? List.of() : current.wanted();
    }

    /** How many workers the attempt under way has; 0 if there is none. */
    int workerCount() {
        return current == null ? 0 : current.workers().count();
    }

    /** How many of them run their tasks. */
    int readyCount() {
        return running() ? current.workers().readyCount() : 0;
    }

    /** What its workers work with in handshakes; empty while not all of them are there and have told. */
    public Optional<List<LoadedIdentity>> identities() {
        return current == null ? Optional.empty() : current.workers().identities();
    }

    /** What the tasks have done, as far as they have told: those of the attempt under way, or of the last one. */
    public SlotCounters counters() {
        return current == null ? lastCounters : current.workers().counters();
    }

    // Beginning and end

    /** Goes on from a claimed head. */
    void claimed(HeadRecord record) {
        fence.claimed(record);
    }

    /**
     * Fences the one before.
     *
     * @param backTo the earlier snapshot that the next one goes back to (R14); null for none
     */
    void fenceNext(Manifest backTo, Runnable fenced) {
        fence.next(backTo, now -> fenced.run());
    }

    /** Makes the attempt whose number is fenced. */
    RegionAttempt begin(AttemptContext context) {
        current = new RegionAttempt(context, number(), avoided);
        return current;
    }

    /** Whether one is under way. */
    boolean underWay() {
        return current != null;
    }

    /** Lets go of the attempt under way, whose end is the caller's to tell; null if there is none. */
    RegionAttempt letGo() {
        RegionAttempt gone = current;
        current = null;
        if (gone != null) {
            SlotCounters told = gone.workers().counters();
            lastCounters = told.equals(SlotCounters.NONE) ? lastCounters : told;
        }
        return gone;
    }

    /** What it starts from is final now. */
    void deployIfReady() {
        if (current != null) {
            current.deployIfReady();
        }
    }

    // What workers and their provider say

    /** A worker registers; one that is of no attempt under way is told to go. */
    public void register(WorkerMessage.Register register) {
        if (avoided.heard(register.node())) {
            ports.changed();
        }
        if (current == null || register.attempt() != number()) {
            String reason = "attempt " + register.attempt() + " of region " + region + " is over";
            ports.send(register.worker(), new CoordinatorMessage.Dismiss(claim, reason));
        } else {
            current.register(register);
        }
    }

    /** A worker says something. */
    public void message(String worker, WorkerMessage message) {
        with(attempt -> attempt.message(worker, message));
    }

    /** A worker's control stream broke. */
    public void disconnected(String worker) {
        with(attempt -> attempt.disconnected(worker));
    }

    /** Nothing could be heard for a while, whoever spoke: the fault of this process and no sign of loss. */
    public void wasAway(long now) {
        with(attempt -> attempt.wasAway(now));
    }

    /** The provider's view of this region's workers. */
    void observed(List<ObservedWorker> observed, Set<String> suspected) {
        with(attempt -> lost(attempt.observed(observed, suspected)));
    }

    /** Looks for silence, and for workers that do not come. */
    void tick(long now) {
        with(attempt -> {
            if (!lost(attempt.silent(now)) && !lost(attempt.missing(now))) {
                attempt.startTimedOut(now);
            }
        });
    }

    /** A worker of a running attempt that is told to go, and lives (K3); null if there is none. */
    String leaving() {
        return running() ? current.leaving() : null;
    }

    private void with(Consumer<RegionAttempt> action) {
        if (current != null) {
            action.accept(current);
        }
    }

    private boolean lost(AttemptLoss loss) {
        if (loss == null) {
            return false;
        }
        if (!loss.avoidNodes().isEmpty()) {
            loss.avoidNodes().forEach(node -> avoided.silent(node, ports.now()));
            ports.after(AvoidedNodes.MILLIS, ports::changed);
        }
        owner.failed(loss);
        return true;
    }

    // What loops and snapshots see of the tasks

    @Override
    public boolean running() {
        return current != null && current.running();
    }

    @Override
    public boolean allEnded() {
        return current != null && current.allEnded();
    }

    @Override
    public boolean sourcesEnded(Set<TaskId> sources) {
        return current != null && current.ended(sources);
    }

    @Override
    public void broadcast(TaskCommand command) {
        with(attempt -> attempt.broadcast(command));
    }

    @Override
    public void programFailed(String message, FailureCause cause) {
        with(attempt -> attempt.programFailed(message, cause));
    }
}
