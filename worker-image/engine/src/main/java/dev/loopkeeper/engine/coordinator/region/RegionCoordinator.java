package dev.loopkeeper.engine.coordinator.region;

import dev.loopkeeper.engine.coordinator.fence.FencedObject;
import dev.loopkeeper.engine.coordinator.loop.RegionLoops;
import dev.loopkeeper.engine.coordinator.port.CoordinatorPorts;
import dev.loopkeeper.engine.coordinator.port.CurrentSettings;
import dev.loopkeeper.engine.coordinator.snapshot.RegionSnapshots;
import dev.loopkeeper.engine.coordinator.snapshot.RetainedSnapshots;
import dev.loopkeeper.engine.coordinator.snapshot.SnapshotOwner;
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
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * One region: its phases, and what follows when an attempt is lost or the run is to stop. A deterministic state machine on the coordinator's
 * thread; who works for the region is in {@link RegionAttempts}, what that work leaves in {@link RegionSnapshots}, and how far its loops are in
 * {@link RegionLoops}.
 */
public final class RegionCoordinator implements AttemptOwner, SnapshotOwner {

    private final Region region;
    private final CoordinatorPorts ports;
    private final RegionListener job;
    private final RegionHistory history;
    private final RegionAttempts attempts;
    private final RegionLoops loops;
    private final RegionSnapshots snapshots;
    private final RegionMove move;
    private final RegionRestarts restarts;
    private final LossInquest inquest;
    private final AttemptContext context;

    private RegionPhase phase = RegionPhase.PENDING;
    private boolean stopWhenRunning;

    /** @param head claimed */
    public RegionCoordinator(
            Plan plan,
            Region region,
            int epoch,
            long claim,
            FencedObject<HeadRecord> head,
            RetainedSnapshots retained,
            RestoreTurns turns,
            CurrentSettings settings,
            CoordinatorPorts ports,
            RegionListener job) {
        this.region = region;
        this.ports = ports;
        this.job = job;
        String folder = StoreLayout.region(epoch, region.name());
        this.history = new RegionHistory(region.name());
        this.attempts = new RegionAttempts(region.name(), claim, head, ports, this);
        this.loops = new RegionLoops(plan, region, ports, attempts);
        this.snapshots =
                new RegionSnapshots(plan, region, epoch, claim, head, retained, settings, ports, attempts, loops, this);
        this.move = new RegionMove(region.name(), ports, attempts, snapshots, this::failed);
        this.restarts = new RegionRestarts(settings, ports, snapshots, job::over);
        this.inquest = new LossInquest(region.name(), settings, ports, history, restarts::pardon);
        this.context = new AttemptContext(
                plan, region, folder, claim, settings, ports, loops, snapshots, history, turns, this);
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

    public RegionAttempts attempts() {
        return attempts;
    }

    public RegionSnapshots snapshots() {
        return snapshots;
    }

    /** Recoveries that are over, oldest first. */
    public List<Recovery> recoveries() {
        return history.recoveries();
    }

    /** The region as people see it. */
    public RegionStatus status() {
        return new RegionStatus(
                name(),
                region.title(),
                phase,
                attempts.number(),
                history.restartCount(),
                attempts.workerCount(),
                attempts.readyCount(),
                snapshots.lastCommitted(),
                history.lastFailure(),
                history.lastRecovery(attempts.number()),
                snapshots.degraded());
    }

    // Attempts begin

    /**
     * The head is claimed: go on from what stands there. The transactions of its snapshot are committed already.
     *
     * @param restart whether the state of workers that may still run is not what the head names
     */
    public void claimed(HeadRecord record, Manifest committed, boolean restart) {
        attempts.claimed(record);
        snapshots.claimed(record, committed);
        if (record.last()) {
            phase = RegionPhase.FINISHED;
            job.finished(this);
            return;
        }
        history.starts(ports.now());
        if (restart || attempts.number() == 0) {
            nextAttempt(null);
        } else {
            phase = RegionPhase.SCHEDULING;
            attempts.begin(context).rejoin();
            ports.changed();
        }
    }

    private void nextAttempt(Manifest backTo) {
        attempts.fenceNext(backTo, () -> attemptFenced(backTo));
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
        RegionAttempt next = attempts.begin(context);
        ports.changed();
        next.schedule();
    }

    @Override
    public void initialParts(BooleanSupplier wanted, Consumer<Map<TaskId, TaskPart>> done) {
        job.initialParts(this, wanted, done);
    }

    @Override
    public void restoring(Map<TaskId, TaskPart> parts) {
        phase = RegionPhase.RESTORING;
        loops.begin(parts);
    }

    @Override
    public void started() {
        phase = RegionPhase.RUNNING; // before what is decided, which may be that the program has failed
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
        move.look(phase);
        ports.changed();
    }

    @Override
    public void streamRestored(String worker) {
        snapshots.abort("worker " + worker + " had lost its connection");
        loops.connectionRestored();
    }

    // While it runs

    /**
     * The provider's view of this region's workers.
     *
     * @param suspected nodes that it has heard no good of (K1)
     */
    public void observed(List<ObservedWorker> observed, Set<String> suspected) {
        inquest.observed(observed);
        attempts.observed(observed, suspected);
        move.look(phase);
    }

    /** Looks for silence, and for what is due. */
    public void tick(long now) {
        attempts.tick(now);
        if (attempts.underWay()) {
            snapshots.tick(now);
        }
    }

    // Attempts are lost

    /** Another region has failed and the scope is the whole job. */
    public void restartToo(String cause) {
        // One whose first attempt is still to begin has nothing to restart.
        failed(AttemptLoss.of("ScopeJob", null, cause, ports.now()).counted(false));
    }

    @Override
    public void failed(AttemptLoss loss) {
        if (attempts.underWay()) {
            AfterLoss next = restarts.failed(loss);
            boolean waits = loss.diskFull() && next instanceof AfterLoss.Restart;
            lose(waits ? loss.waitingForRoom() : loss);
            goOn(next);
        }
    }

    @Override
    public void damaged(AttemptLoss loss, ChunkRef chunk) {
        if (attempts.underWay()) {
            lose(loss);
            int lost = attempts.number();
            restarts.damaged(loss.failure(), chunk, () -> recovers(lost), this::goOn);
        }
    }

    private void lose(AttemptLoss loss) {
        RegionFailure failure = loss.failure();
        move.over();
        history.failed(loss, attempts.number(), ports.now());
        inquest.begin(loss);
        abandon("region " + name() + " restarts: " + failure.message());
        phase = RegionPhase.RECOVERING;
        ports.event(name(), "failed (" + failure.reason() + "): " + failure.message());
        ports.changed();
    }

    private void goOn(AfterLoss next) {
        switch (next) {
            case AfterLoss.Fail(String reason) -> {
                phase = RegionPhase.FAILED;
                job.failed(this, reason);
            }
            case AfterLoss.Stop(String reason) -> job.unrestorable(this, reason);
            case AfterLoss.Restart(long delayMillis, Manifest fallBack, String note) -> {
                if (!note.isEmpty()) {
                    ports.event(name(), note);
                }
                history.restarts();
                job.restarting(this);
                int lost = attempts.number();
                ports.after(delayMillis, () -> {
                    if (recovers(lost)) {
                        nextAttempt(fallBack);
                    }
                });
            }
        }
    }

    private boolean recovers(int lost) {
        return phase == RegionPhase.RECOVERING && attempts.number() == lost;
    }

    @Override
    public void mismatched(String message) {
        job.unrestorable(this, message);
    }

    /** Lets go of the attempt under way. */
    private void abandon(String reason) {
        RegionAttempt lost = attempts.letGo();
        loops.stop();
        snapshots.regionFailed();
        if (lost != null) {
            lost.dismiss(reason);
        }
    }

    // What snapshots ask and say

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
        restarts.committed();
        job.committed(this);
    }

    @Override
    public void commitSettled() {
        restarts.commitSettled();
        attempts.deployIfReady();
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
        ports.event(name(), "attempt " + (attempts.number() + 1) + " waits for the store: " + reason);
    }

    // The end

    /** The run is to end with a snapshot. */
    public void stop(boolean rescalable) {
        move.giveWay();
        if (attempts.running()) {
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
        if (!move.stopped()) {
            end(RegionPhase.STOPPED);
            job.stopped(this);
        }
    }

    private void end(RegionPhase last) {
        history.close(attempts.number());
        phase = last;
        loops.stop();
        RegionAttempt ended = attempts.letGo();
        if (ended != null) {
            ended.close();
        }
        ports.changed();
    }
}
