package dev.loopkeeper.engine.coordinator.region;

import dev.loopkeeper.engine.coordinator.fence.FencedObject;
import dev.loopkeeper.engine.coordinator.loop.LoopTasks;
import dev.loopkeeper.engine.coordinator.loop.RegionLoops;
import dev.loopkeeper.engine.coordinator.port.CoordinatorPorts;
import dev.loopkeeper.engine.coordinator.port.CurrentSettings;
import dev.loopkeeper.engine.coordinator.restart.RestartBudget;
import dev.loopkeeper.engine.coordinator.restart.RestartStrategy;
import dev.loopkeeper.engine.coordinator.restore.FallBack;
import dev.loopkeeper.engine.coordinator.restore.RestorePlanner;
import dev.loopkeeper.engine.coordinator.snapshot.RegionSnapshots;
import dev.loopkeeper.engine.coordinator.snapshot.RetainedSnapshots;
import dev.loopkeeper.engine.coordinator.snapshot.SnapshotLoops;
import dev.loopkeeper.engine.coordinator.snapshot.SnapshotOwner;
import dev.loopkeeper.engine.message.CoordinatorMessage;
import dev.loopkeeper.engine.message.LoadedIdentity;
import dev.loopkeeper.engine.message.SlotCounters;
import dev.loopkeeper.engine.message.TaskCommand;
import dev.loopkeeper.engine.message.WorkerMessage;
import dev.loopkeeper.engine.plan.Plan;
import dev.loopkeeper.engine.plan.Region;
import dev.loopkeeper.engine.plan.TaskId;
import dev.loopkeeper.engine.snapshot.ChunkRef;
import dev.loopkeeper.engine.snapshot.HeadRecord;
import dev.loopkeeper.engine.snapshot.Manifest;
import dev.loopkeeper.engine.snapshot.StoreLayout;
import dev.loopkeeper.engine.snapshot.TaskPart;
import dev.loopkeeper.provider.ObservedWorker;
import dev.loopkeeper.provider.Recovery;
import dev.loopkeeper.provider.RegionFailure;
import dev.loopkeeper.provider.RegionPhase;
import dev.loopkeeper.provider.RegionStatus;
import dev.loopkeeper.provider.WantedWorker;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One region: fences an attempt, lets it run, and decides what follows when it is lost or to stop. A deterministic state machine on the
 * coordinator's thread; what an attempt does is in {@link RegionAttempt}, snapshots and loops are in {@link RegionSnapshots} and
 * {@link RegionLoops}.
 */
public final class RegionCoordinator implements AttemptOwner, SnapshotOwner, LoopTasks {

    private final Plan plan;
    private final Region region;
    private final CoordinatorPorts ports;
    private final RegionListener job;
    private final long claim;
    private final AttemptFence fence;
    private final DamageInquiry inquiry;
    private final CurrentSettings settings;
    private final RestartBudget budget;
    private final RegionHistory history;
    private final RegionLoops loops;
    private final RegionSnapshots snapshots;
    private final RegionMove move;
    private final AttemptContext context;
    private final Set<String> avoidNodes = new LinkedHashSet<>();

    private RegionPhase phase = RegionPhase.PENDING;
    /** The attempt under way; null before the first, and between two. */
    private RegionAttempt attempt;

    private boolean stopWhenRunning;
    /** What is to be decided about damage when the commit in doubt is settled; null if nothing is. */
    private Runnable whenSettled;

    private SlotCounters lastCounters = SlotCounters.NONE;

    /** @param head claimed */
    public RegionCoordinator(
            Plan plan,
            Region region,
            int epoch,
            long claim,
            FencedObject<HeadRecord> head,
            RetainedSnapshots retained,
            CurrentSettings settings,
            CoordinatorPorts ports,
            RegionListener job) {
        this.plan = plan;
        this.region = region;
        this.claim = claim;
        this.fence = new AttemptFence(head, claim, this);
        this.inquiry = new DamageInquiry(ports, job::over);
        this.settings = settings;
        this.ports = ports;
        this.job = job;
        this.budget = new RestartBudget(() -> settings.now().restart());
        this.history = new RegionHistory(region.name());
        this.loops = new RegionLoops(plan, region, ports, this);
        this.snapshots = new RegionSnapshots(plan, region, epoch, claim, head, retained, settings, ports, this);
        this.move = new RegionMove(snapshots);
        this.context = new AttemptContext(
                region,
                StoreLayout.region(epoch, region.name()),
                claim,
                settings,
                ports,
                loops,
                snapshots,
                history,
                this);
    }

    // What others see

    public String name() {
        return region.name();
    }

    public Region region() {
        return region;
    }

    public RegionPhase phase() {
        return phase;
    }

    /** What its workers work with in handshakes; empty while not all of them are there and have told. */
    public Optional<List<LoadedIdentity>> identities() {
        if (phase.terminal()) {
            return Optional.of(List.of());
        }
        return attempt == null ? Optional.empty() : attempt.identities();
    }

    @Override
    public int attempt() {
        return fence.number();
    }

    public RegionSnapshots snapshots() {
        return snapshots;
    }

    @Override
    public boolean running() {
        return phase == RegionPhase.RUNNING || phase == RegionPhase.STOPPING;
    }

    /** The workers that shall exist. */
    public Collection<WantedWorker> wanted() {
        return attempt == null ? List.of() : attempt.wanted();
    }

    /** What its tasks have done, as far as they have told. */
    public SlotCounters counters() {
        return attempt == null ? lastCounters : attempt.counters();
    }

    /** Recoveries that are over, oldest first. */
    public List<Recovery> recoveries() {
        return history.recoveries();
    }

    public int restarts() {
        return history.restarts();
    }

    /** The region as people see it. */
    public RegionStatus status() {
        return new RegionStatus(
                name(),
                region.title(),
                phase,
                attempt(),
                history.restarts(),
                attempt == null ? 0 : attempt.workerCount(),
                attempt == null || !running() ? 0 : attempt.readyCount(),
                snapshots.lastCommitted(),
                history.lastFailure(),
                history.lastRecovery(attempt()));
    }

    // Attempts begin

    /**
     * The head is claimed: go on from what stands there. The transactions of its snapshot are committed already.
     *
     * @param restart whether the state of workers that may still run is not what the head names
     */
    public void claimed(HeadRecord record, Manifest committed, boolean restart) {
        fence.claimed(record);
        snapshots.claimed(record, committed);
        if (record.last()) {
            phase = RegionPhase.FINISHED;
            job.finished(this);
            return;
        }
        history.starts(ports.now());
        if (restart || attempt() == 0) {
            nextAttempt(null);
        } else {
            phase = RegionPhase.SCHEDULING;
            attempt = new RegionAttempt(context, attempt(), avoidNodes);
            attempt.rejoin();
            ports.changed();
        }
    }

    private void nextAttempt(Manifest backTo) {
        fence.next(backTo, now -> attemptFenced(backTo));
    }

    private void attemptFenced(Manifest backTo) {
        if (phase.terminal()) {
            return;
        }
        if (backTo != null) {
            snapshots.fellBackTo(backTo);
        }
        history.clock().fenced(ports.now());
        phase = RegionPhase.SCHEDULING;
        attempt = new RegionAttempt(context, attempt(), avoidNodes);
        ports.changed();
        attempt.schedule();
        findParts(attempt);
    }

    /** What the tasks start from: the head is fenced, so no snapshot can follow the one that is committed now. */
    private void findParts(RegionAttempt of) {
        Manifest committed = snapshots.committedManifest();
        if (committed != null) {
            of.startsFrom(new RestorePlanner(plan).same(region, committed));
            return;
        }
        job.initialParts(this, () -> attempt == of, of::startsFrom);
    }

    // What attempts ask and say

    @Override
    public boolean acquireRestore() {
        return job.acquireRestore(this);
    }

    @Override
    public void releaseRestore() {
        job.releaseRestore(this);
    }

    /** This region may download its state now. */
    public void mayRestore() {
        if (attempt == null) {
            job.releaseRestore(this);
        } else {
            attempt.mayRestore();
        }
    }

    @Override
    public void restoring(Map<TaskId, TaskPart> parts) {
        phase = RegionPhase.RESTORING;
        loops.begin(parts);
    }

    @Override
    public void started() {
        phase = RegionPhase.RUNNING;
        loops.repeatDecisions();
        runs();
    }

    @Override
    public void rejoined() {
        phase = RegionPhase.RUNNING;
        runs();
    }

    private void runs() {
        snapshots.start();
        if (stopWhenRunning) {
            stopWhenRunning = false;
            stop(true);
        }
        moveIfLeaving();
        ports.changed();
    }

    @Override
    public void streamRestored(String worker) {
        snapshots.abort("worker " + worker + " had lost its connection");
        loops.connectionRestored();
    }

    // What comes from outside

    /** A worker registers; one that is of no attempt under way is told to go. */
    public void register(WorkerMessage.Register register) {
        if (attempt == null || register.attempt() != attempt()) {
            String reason = "attempt " + register.attempt() + " of region " + name() + " is over";
            ports.send(register.worker(), new CoordinatorMessage.Dismiss(claim, reason));
        } else {
            attempt.register(register);
        }
    }

    /** A worker says something. */
    public void message(String worker, WorkerMessage message) {
        if (attempt != null) {
            attempt.message(worker, message);
        }
    }

    /** A worker's control stream broke. */
    public void disconnected(String worker) {
        if (attempt != null) {
            attempt.disconnected(worker);
        }
    }

    /** The provider's view of this region's workers. */
    public void observed(List<ObservedWorker> observed) {
        if (attempt != null && !lost(attempt.observed(observed))) {
            moveIfLeaving();
        }
    }

    private void moveIfLeaving() {
        String leaving = phase == RegionPhase.RUNNING ? attempt.leaving() : null;
        int moved = attempt();
        if (leaving != null && move.begin(moved)) {
            ports.event(name(), "moves, because " + leaving + " is told to go: it stops with a snapshot first");
            ports.after(RegionMove.LIMIT_MILLIS, () -> moved(moved, "its snapshot was not there in time"));
        }
    }

    /** The attempt has stopped, or its workers are about to be ended: the region goes on with others. */
    private void moved(int from, String how) {
        if (move.moves(from) && from == attempt()) {
            failed(WorkerLosses.failure("Moved", null, "workers are told to go; " + how, ports.now()), null, false);
        }
    }

    /** Nothing could be heard for a while, whoever spoke: the fault of this process and no sign of loss. */
    public void wasAway(long now) {
        if (attempt != null) {
            attempt.wasAway(now);
        }
    }

    /** Looks for silence, and for what is due. */
    public void tick(long now) {
        if (attempt != null && !lost(attempt.silent(now)) && !attempt.startTimedOut(now)) {
            snapshots.tick(now);
        }
    }

    // Failure

    private boolean lost(WorkerLosses.Loss loss) {
        if (loss == null) {
            return false;
        }
        if (!loss.avoidNode().isEmpty()) {
            avoidNodes.add(loss.avoidNode());
        }
        failed(loss.failure(), null, loss.counted());
        return true;
    }

    @Override
    public void programFailed(String message) {
        failed(WorkerLosses.failure("ProgramFailed", null, message, ports.now()), message, true);
    }

    /** Another region has failed and the scope is the whole job. */
    public void restartToo(String cause) {
        // One whose first attempt is still to begin has nothing to restart.
        if (attempt != null) {
            failed(WorkerLosses.failure("ScopeJob", null, cause, ports.now()), null, false);
        }
    }

    @Override
    public void failed(RegionFailure failure, String programMessage, boolean counted) {
        if (attempt == null) {
            return;
        }
        lose(failure);
        long delay = counted ? budget.failed(ports.now(), programMessage, ports.random()) : 0;
        if (delay == RestartStrategy.GIVE_UP) {
            phase = RegionPhase.FAILED;
            job.failed(this, failure.message() + " [" + budget.exhausted() + "]");
        } else {
            restart(delay, null);
        }
    }

    private void lose(RegionFailure failure) {
        move.over();
        history.failed(failure, attempt(), ports.now());
        abandon("region " + name() + " restarts: " + failure.message());
        phase = RegionPhase.RECOVERING;
        ports.event(name(), "failed (" + failure.reason() + "): " + failure.message());
        ports.changed();
    }

    private void restart(long delay, Manifest backTo) {
        job.restarting(this);
        int lost = attempt();
        ports.after(delay, () -> {
            if (recovers(lost)) {
                nextAttempt(backTo);
            }
        });
    }

    private boolean recovers(int lost) {
        return phase == RegionPhase.RECOVERING && attempt() == lost;
    }

    @Override
    public void mismatched(String message) {
        job.unrestorable(this, message);
    }

    // Damage

    @Override
    public void damaged(RegionFailure failure, ChunkRef chunk) {
        if (attempt == null) {
            return;
        }
        lose(failure);
        int lost = attempt();
        inquiry.start(chunk, damage -> {
            if (recovers(lost)) {
                inquired(failure, chunk, damage.orElse(null));
            }
        });
    }

    /**
     * Whatever becomes of it counts against the budget, so that no loop of restores goes on for ever; but a snapshot that can be repaired never
     * ends in a verdict, which would be for good.
     */
    private void inquired(RegionFailure failure, ChunkRef chunk, String damage) {
        if (!snapshots.settled()) {
            // The snapshot of which the store is yet to decide may be the one to go on from.
            whenSettled = () -> inquired(failure, chunk, damage);
            return;
        }
        long delay = budget.failed(ports.now(), null, ports.random());
        FallBack decision = damage == null
                ? new FallBack.Restart()
                : FallBack.of(snapshots.chain(), chunk, damage, settings.now().repeatOutput());
        if (decision instanceof FallBack.Stop(String reason)) {
            job.unrestorable(this, reason);
        } else if (delay == RestartStrategy.GIVE_UP) {
            job.unrestorable(this, failure.message() + " [" + budget.exhausted() + "]. " + FallBack.PUT_BACK);
        } else if (decision instanceof FallBack.To(Manifest earlier, int repeated)) {
            ports.event(
                    name(),
                    "goes back from snapshot " + snapshots.chain().getLast().snapshot() + " to " + earlier.snapshot()
                            + ": " + damage + "; " + repeated
                            + " committed transactions of output will be written again");
            restart(delay, earlier);
        } else {
            restart(delay, null);
        }
    }

    /** Lets go of the attempt under way. */
    private void abandon(String reason) {
        RegionAttempt lost = attempt;
        attempt = null;
        loops.stop();
        snapshots.regionFailed();
        if (lost != null) {
            keepCounters(lost);
            lost.dismiss(reason);
        }
    }

    private void keepCounters(RegionAttempt of) {
        SlotCounters told = of.counters();
        if (!told.equals(SlotCounters.NONE)) {
            lastCounters = told;
        }
    }

    // What snapshots and loops ask and say

    @Override
    public boolean allEnded() {
        return attempt != null && attempt.allEnded();
    }

    @Override
    public boolean sourcesEnded(Set<TaskId> sources) {
        return attempt != null && attempt.ended(sources);
    }

    @Override
    public SnapshotLoops loops() {
        return loops;
    }

    @Override
    public int firstAttemptAtWork(int vertex) {
        return job.firstAttemptAtWork(vertex);
    }

    @Override
    public void requestCommitted(Manifest manifest) {
        job.requestCommitted(this, manifest);
    }

    @Override
    public void snapshotCommitted() {
        budget.committed();
        job.committed(this);
    }

    @Override
    public boolean settled() {
        return snapshots.settled();
    }

    @Override
    public void commitSettled() {
        Runnable waiting = whenSettled;
        whenSettled = null;
        if (waiting != null && phase == RegionPhase.RECOVERING) {
            waiting.run();
        } else if (attempt != null) {
            attempt.deployIfReady();
        }
    }

    @Override
    public void broadcast(TaskCommand command) {
        if (attempt != null) {
            attempt.broadcast(command);
        }
    }

    @Override
    public boolean over() {
        return job.over();
    }

    @Override
    public void fenced(String found) {
        job.fenced(found);
    }

    @Override
    public void refused(String reason) {
        // Keys that have expired, say: no verdict, which would be for good.
        job.unrestorable(this, reason);
    }

    @Override
    public void delayed(String reason) {
        ports.event(name(), "attempt " + (attempt() + 1) + " waits for the store: " + reason);
    }

    // The end

    /** The run is to end with a snapshot. */
    public void stop(boolean rescalable) {
        move.giveWay();
        if (running()) {
            phase = RegionPhase.STOPPING;
            snapshots.stop(rescalable);
        } else if (rescalable && !phase.terminal()) {
            // What it would go on from may not be restorable at another parallelism: it stops when it runs again.
            stopWhenRunning = true;
        } else if (!phase.terminal()) {
            shutDown(RegionPhase.STOPPED);
            job.stopped(this);
        }
    }

    /** Ends whatever runs, at once: the job is over, or this coordinator is. */
    public void shutDown(RegionPhase last) {
        if (!phase.terminal()) {
            phase = last;
            abandon("the job has ended");
        }
    }

    @Override
    public void finished() {
        end(RegionPhase.FINISHED);
        job.finished(this);
    }

    @Override
    public void stopCommitted() {
        if (move.moves(attempt())) {
            moved(attempt(), "nothing is computed again");
            return;
        }
        end(RegionPhase.STOPPED);
        job.stopped(this);
    }

    private void end(RegionPhase last) {
        history.close(attempt());
        phase = last;
        loops.stop();
        if (attempt != null) {
            keepCounters(attempt);
            attempt.close();
            attempt = null;
        }
        ports.changed();
    }
}
