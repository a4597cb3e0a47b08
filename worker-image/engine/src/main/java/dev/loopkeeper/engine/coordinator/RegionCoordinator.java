package dev.loopkeeper.engine.coordinator;

import dev.loopkeeper.engine.message.CoordinatorMessage;
import dev.loopkeeper.engine.message.SlotCounters;
import dev.loopkeeper.engine.message.TaskCommand;
import dev.loopkeeper.engine.message.TaskReport;
import dev.loopkeeper.engine.message.WorkerMessage;
import dev.loopkeeper.engine.plan.Plan;
import dev.loopkeeper.engine.plan.Region;
import dev.loopkeeper.engine.plan.TaskId;
import dev.loopkeeper.engine.snapshot.HeadRecord;
import dev.loopkeeper.engine.snapshot.Manifest;
import dev.loopkeeper.engine.snapshot.StoreLayout;
import dev.loopkeeper.engine.snapshot.TaskPart;
import dev.loopkeeper.engine.store.StoreException;
import dev.loopkeeper.engine.work.BackgroundWork.Completion;
import dev.loopkeeper.provider.ObservedWorker;
import dev.loopkeeper.provider.Recovery;
import dev.loopkeeper.provider.RegionFailure;
import dev.loopkeeper.provider.RegionPhase;
import dev.loopkeeper.provider.RegionSnapshot;
import dev.loopkeeper.provider.RegionStatus;
import dev.loopkeeper.provider.WantedWorker;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One region: its attempts, from the fence in the store to running tasks, and what follows a failure. A deterministic state machine on the
 * coordinator's thread; snapshots and loops are in {@link RegionSnapshots} and {@link RegionLoops}.
 */
final class RegionCoordinator {

    private final Plan plan;
    private final Region region;
    private final String folder;
    private final JobSettings settings;
    private final CoordinatorPorts ports;
    private final RegionListener job;
    private final long claim;
    private final FencedObject<HeadRecord> head;
    private final RestartBudget budget;
    private final RegionLoops loops;
    private final RegionSnapshots snapshots;
    private final Set<String> avoidNodes = new LinkedHashSet<>();
    private final List<Recovery> recoveries = new ArrayList<>();

    private RegionPhase phase = RegionPhase.PENDING;
    private RegionWorkers workers;
    private RecoveryClock clock;
    private boolean recovering;
    private boolean rejoining;
    private final Set<TaskId> resumed = new HashSet<>();
    private final Set<TaskId> ended = new HashSet<>();
    private final Set<TaskId> replaying = new HashSet<>();
    private Map<TaskId, TaskPart> parts;
    private final Map<String, CoordinatorMessage> deployments = new HashMap<>();
    private boolean restorePermit;
    private boolean deployed;
    private boolean stopWhenRunning;
    private int attempt;
    private int restarts;
    private RegionFailure lastFailure;
    private SlotCounters lastCounters = SlotCounters.NONE;

    RegionCoordinator(
            Plan plan,
            Region region,
            int epoch,
            long claim,
            FencedObject<HeadRecord> head,
            RetainedSnapshots retained,
            JobSettings settings,
            CoordinatorPorts ports,
            RegionListener job) {
        this.plan = plan;
        this.region = region;
        this.folder = StoreLayout.region(epoch, region.name());
        this.claim = claim;
        this.head = head;
        this.settings = settings;
        this.ports = ports;
        this.job = job;
        this.budget = new RestartBudget(settings.restart());
        this.loops = new RegionLoops(plan, region, ports, this);
        this.snapshots = new RegionSnapshots(plan, region, folder, epoch, claim, head, retained, settings, ports, this);
    }

    // What others see

    String name() {
        return region.name();
    }

    String folder() {
        return folder;
    }

    Region region() {
        return region;
    }

    RegionPhase phase() {
        return phase;
    }

    int attempt() {
        return attempt;
    }

    RegionListener job() {
        return job;
    }

    RegionLoops loops() {
        return loops;
    }

    RegionSnapshots snapshots() {
        return snapshots;
    }

    boolean allEnded() {
        return ended.size() == region.tasks().size();
    }

    boolean sourcesEnded(Set<TaskId> sources) {
        return ended.containsAll(sources);
    }

    boolean running() {
        return phase == RegionPhase.RUNNING || phase == RegionPhase.STOPPING;
    }

    Collection<WantedWorker> wanted() {
        return workers == null || phase.terminal() || phase == RegionPhase.RECOVERING ? List.of() : workers.wanted();
    }

    SlotCounters counters() {
        return workers == null ? lastCounters : workers.counters();
    }

    List<Recovery> recoveries() {
        return recoveries;
    }

    int restarts() {
        return restarts;
    }

    RegionStatus status() {
        RegionSnapshot last = snapshots.lastCommitted();
        Recovery recovery = clock != null && recovering
                ? clock.recovery(name(), attempt)
                : recoveries.isEmpty() ? null : recoveries.getLast();
        return new RegionStatus(
                name(),
                region.title(),
                phase,
                attempt,
                restarts,
                workers == null ? 0 : workers.count(),
                workers == null || !running() ? 0 : workers.readyCount(),
                last,
                lastFailure,
                recovery);
    }

    // The beginning

    /** The head is claimed: go on from what stands there. The transactions of its snapshot are committed already. */
    void claimed(HeadRecord record, Manifest committed) {
        attempt = record.attempt();
        snapshots.claimed(record, committed);
        if (record.last()) {
            phase = RegionPhase.FINISHED;
            job.finished(this);
        } else if (attempt == 0) {
            clock = new RecoveryClock(ports.now());
            fence();
        } else {
            rejoin();
        }
    }

    /** The workers of the attempt that was running may still be there (R16): they have the heartbeat time-out to say so. */
    private void rejoin() {
        rejoining = true;
        phase = RegionPhase.SCHEDULING;
        clock = new RecoveryClock(ports.now());
        RegionWorkers expected = newWorkers();
        ports.changed();
        ports.after(settings.heartbeatTimeoutMillis(), () -> {
            if (workers == expected && rejoining) {
                fail(
                        failure(
                                "WorkersLost",
                                null,
                                "not all workers of attempt " + attempt + " registered again with the new coordinator"),
                        null,
                        true);
            }
        });
    }

    private RegionWorkers newWorkers() {
        workers = new RegionWorkers(settings.job(), region, attempt, settings.slotsPerWorker(), avoidNodes);
        ended.clear();
        resumed.clear();
        replaying.clear();
        deployed = false;
        parts = null;
        return workers;
    }

    /** Writes the next attempt into the head: from then on nothing of the one before can commit (R15). */
    private void fence() {
        int next = attempt + 1;
        head.update(
                before -> (before == null ? HeadRecord.NONE : before)
                        .withClaim(claim)
                        .withAttempt(next),
                new FencedObject.Outcome<>() {
                    @Override
                    public void written(HeadRecord replaced, HeadRecord now) {
                        fencedAttempt(now);
                    }

                    @Override
                    public void fenced(HeadRecord found) {
                        job.fenced(String.valueOf(found));
                    }

                    @Override
                    public void delayed(StoreException cause) {
                        ports.event(name(), "attempt " + next + " waits for the store: " + cause.getMessage());
                    }

                    @Override
                    public void refused(StoreException cause) {
                        job.failed(RegionCoordinator.this, cause.getMessage());
                    }
                });
    }

    private void fencedAttempt(HeadRecord now) {
        if (phase.terminal()) {
            return;
        }
        attempt = now.attempt();
        clock.fenced(ports.now());
        phase = RegionPhase.SCHEDULING;
        RegionWorkers expected = newWorkers();
        ports.changed();
        prepareParts(expected);
        ports.after(settings.startTimeoutMillis(), () -> {
            if (workers == expected && phase == RegionPhase.SCHEDULING) {
                fail(failure("StartTimeout", null, "not all workers were there in time"), null, true);
            }
        });
    }

    private void prepareParts(RegionWorkers expected) {
        Manifest committed = snapshots.committedManifest();
        if (committed != null) {
            parts = new RestorePlanner(plan).same(region, committed);
            deployIfReady();
            return;
        }
        job.initialParts(this, new Completion<>() {
            @Override
            public void succeeded(Map<TaskId, TaskPart> initial) {
                if (workers == expected) {
                    parts = initial;
                    deployIfReady();
                }
            }

            @Override
            public void failed(Exception cause) {
                job.failed(RegionCoordinator.this, cause.getMessage());
            }
        });
    }

    // Workers

    void register(WorkerMessage.Register register) {
        if (workers == null || register.attempt() != attempt || phase.terminal() || phase == RegionPhase.RECOVERING) {
            dismiss(register.worker(), "attempt " + register.attempt() + " of region " + name() + " is over");
            return;
        }
        if (rejoining && !register.running() || !workers.register(register, ports.now())) {
            fail(
                    failure(
                            "WorkerLost",
                            register.worker(),
                            "the process of worker " + register.worker() + " was replaced"),
                    null,
                    true);
            return;
        }
        if (rejoining) {
            ports.send(register.worker(), command(snapshots.resume()));
        } else if (phase == RegionPhase.RESTORING) {
            ports.send(register.worker(), deployments.get(register.worker()));
        } else if (running()) {
            if (!register.running()) {
                ports.send(register.worker(), command(new TaskCommand.Start()));
            }
            // The stream broke and came back: what was sent between is lost, so the worker is asked to say where it
            // stands.
            ports.send(register.worker(), command(snapshots.resume()));
            snapshots.abort("worker " + register.worker() + " had lost its connection");
            loops.connectionRestored();
        } else if (workers.allRegistered()) {
            clock.scheduled(ports.now());
            ports.changed();
            deployIfReady();
        }
    }

    /** This region may download its state now. */
    void mayRestore() {
        restorePermit = true;
        deployIfReady();
    }

    private void deployIfReady() {
        // What comes late may find the region stopped.
        if (phase.terminal()
                || deployed
                || parts == null
                || workers == null
                || !workers.allRegistered()
                || !snapshots.settled()) {
            return;
        }
        if (!restorePermit && !job.acquireRestore(this)) {
            return;
        }
        restorePermit = true;
        deployed = true;
        phase = RegionPhase.RESTORING;
        loops.begin(parts);
        deployments.clear();
        for (int index = 0; index < workers.count(); index++) {
            Map<TaskId, TaskPart> own = new HashMap<>();
            List<Integer> slots = workers.slots(index);
            parts.forEach((task, part) -> {
                if (slots.contains(task.index())) {
                    own.put(task, part);
                }
            });
            deployments.put(
                    workers.name(index),
                    new CoordinatorMessage.Deploy(
                            claim,
                            region.id(),
                            attempt,
                            folder,
                            slots,
                            workers.dataAddresses(),
                            workers.workerOfSlot(),
                            own));
        }
        deployments.forEach(ports::send);
        parts = null;
        ports.changed();
    }

    /** What a snapshot's end had to wait for is done. */
    void settled() {
        deployIfReady();
    }

    void message(String worker, WorkerMessage message) {
        int index = workers == null ? -1 : workers.index(worker);
        if (index < 0 || phase.terminal() || phase == RegionPhase.RECOVERING) {
            return;
        }
        workers.heard(index, ports.now());
        switch (message) {
            case WorkerMessage.Register register -> register(register);
            case WorkerMessage.Ready ready -> {
                if (phase == RegionPhase.RESTORING && workers.ready(index)) {
                    start();
                }
            }
            case WorkerMessage.Heartbeat heartbeat -> {
                workers.counters(index, heartbeat.slots());
                lastCounters = workers.counters();
            }
            case WorkerMessage.Failed failed -> fail(failure("WorkerFailed", worker, failed.reason()), null, true);
            case WorkerMessage.Report report -> report(worker, report.report());
        }
    }

    private void start() {
        releasePermit();
        deployments.clear();
        clock.restored(ports.now());
        phase = RegionPhase.RUNNING;
        replaying.addAll(loops.heads());
        if (replaying.isEmpty()) {
            clock.replayed(ports.now());
        }
        broadcast(new TaskCommand.Start());
        loops.repeatDecisions();
        snapshots.start();
        stopIfWanted();
        ports.changed();
    }

    private void stopIfWanted() {
        if (stopWhenRunning) {
            stopWhenRunning = false;
            stop(true);
        }
    }

    private void releasePermit() {
        if (restorePermit) {
            restorePermit = false;
            job.releaseRestore(this);
        }
    }

    private void report(String worker, TaskReport report) {
        switch (report) {
            case TaskReport.Restored restored -> {}
            case TaskReport.BarrierSent sent -> snapshots.barrierSent(sent);
            case TaskReport.Acknowledged acknowledged -> snapshots.acknowledged(acknowledged);
            case TaskReport.Declined declined -> snapshots.declined(declined);
            case TaskReport.RoundReported reported -> loops.reported(reported);
            case TaskReport.WaveAnswered answered -> loops.answered(answered);
            case TaskReport.Ended end -> ended(end.task());
            case TaskReport.Resumed answer -> resumed(answer);
            case TaskReport.Replayed replayed -> {
                if (replaying.remove(replayed.task()) && replaying.isEmpty()) {
                    clock.replayed(ports.now());
                }
            }
            case TaskReport.FirstRecord first -> {
                if (clock.firstRecord(ports.now())) {
                    closeRecovery();
                }
            }
            case TaskReport.Failed failed ->
                fail(failure("TaskFailed", worker, failed.message()), failed.message(), true);
        }
    }

    private void ended(TaskId task) {
        ended.add(task);
        loops.sourcesMayHaveEnded();
        snapshots.mayBeLast();
    }

    private void resumed(TaskReport.Resumed answer) {
        if (answer.ended()) {
            ended.add(answer.task());
        }
        loops.resumed(answer);
        resumed.add(answer.task());
        if (rejoining && resumed.size() == region.tasks().size()) {
            rejoining = false;
            phase = RegionPhase.RUNNING;
            for (int index = 0; index < workers.count(); index++) {
                workers.ready(index);
            }
            snapshots.start();
            stopIfWanted();
            ports.changed();
        }
        if (!rejoining) {
            loops.repeatDecisions();
            loops.sourcesMayHaveEnded();
            snapshots.mayBeLast();
        }
    }

    // Failure

    /** Code of the program that runs here failed. */
    void programFailed(String message) {
        fail(failure("ProgramFailed", null, message), message, true);
    }

    /** The provider's view of this region's workers. */
    void observed(List<ObservedWorker> observed) {
        if (workers == null || phase.terminal() || phase == RegionPhase.RECOVERING) {
            return;
        }
        for (ObservedWorker worker : observed) {
            int index = workers.index(worker.name());
            if (index >= 0 && worker.phase().ended()) {
                RegionWorkers.Registered registered = workers.registered(index);
                if (registered == null && worker.uid().isEmpty()) {
                    continue;
                }
                fail(
                        new RegionFailure(
                                Instant.ofEpochMilli(ports.now()),
                                worker.reason() == null ? "WorkerGone" : worker.reason(),
                                worker.name(),
                                worker.node(),
                                worker.exitCode(),
                                worker.message(),
                                worker.logTail()),
                        null,
                        !worker.voluntary());
                return;
            }
        }
    }

    /** A worker's control stream broke. A living worker dials again at once; one that does not within a part of the time-out is lost. */
    void disconnected(String worker) {
        RegionWorkers expected = workers;
        int index = expected == null ? -1 : expected.index(worker);
        if (index < 0) {
            return;
        }
        expected.disconnected(index);
        ports.after(settings.heartbeatTimeoutMillis() / 10, () -> {
            if (workers == expected && !phase.terminal() && expected.isDisconnected(index)) {
                fail(
                        failure("ConnectionLost", worker, "the control connection was lost and not opened again"),
                        null,
                        true);
            }
        });
    }

    /** Nothing could be heard for a while, whoever spoke: the fault of this process and no sign of loss. */
    void wasAway(long now) {
        if (workers != null) {
            workers.heardAll(now);
        }
    }

    /** Looks for silence, and for what is due. */
    void tick(long now) {
        if (workers == null || phase.terminal() || phase == RegionPhase.RECOVERING) {
            return;
        }
        int silent = workers.silent(now, settings.heartbeatTimeoutMillis());
        if (silent >= 0) {
            String node = workers.registered(silent).node();
            if (!node.isEmpty()) {
                avoidNodes.add(node);
            }
            fail(
                    failure(
                            "HeartbeatTimeout",
                            workers.name(silent),
                            "nothing heard for " + settings.heartbeatTimeoutMillis() + " ms"),
                    null,
                    true);
            return;
        }
        snapshots.tick(now);
    }

    private RegionFailure failure(String reason, String worker, String message) {
        return new RegionFailure(Instant.ofEpochMilli(ports.now()), reason, worker, null, null, message, "");
    }

    /** Another region has failed and the scope is the whole job. */
    void restartToo(String cause) {
        // One whose first attempt is still to begin has nothing to restart.
        if (workers != null && !phase.terminal() && phase != RegionPhase.RECOVERING) {
            fail(failure("ScopeJob", null, cause), null, false);
        }
    }

    private void fail(RegionFailure failure, String programMessage, boolean counted) {
        long now = ports.now();
        lastFailure = failure;
        restarts++;
        phase = RegionPhase.RECOVERING;
        rejoining = false;
        closeRecovery();
        recovering = true;
        clock = new RecoveryClock(now);
        clock.detected(ports.now());
        releasePermit();
        snapshots.regionFailed();
        loops.stop();
        deployments.clear();
        for (String worker : workers.names()) {
            dismiss(worker, "region " + name() + " restarts: " + failure.message());
        }
        workers = null;
        ports.event(name(), "failed (" + failure.reason() + "): " + failure.message());
        long delay = counted ? budget.failed(now, programMessage, ports.random()) : 0;
        if (delay == RestartStrategy.GIVE_UP) {
            phase = RegionPhase.FAILED;
            job.failed(this, failure.message() + " [" + budget.exhausted() + "]");
            return;
        }
        ports.changed();
        job.restarting(this);
        int failedAttempt = attempt;
        ports.after(delay, () -> {
            if (phase == RegionPhase.RECOVERING && attempt == failedAttempt) {
                fence();
            }
        });
    }

    private void closeRecovery() {
        if (recovering) {
            recovering = false;
            recoveries.add(clock.recovery(name(), attempt));
        }
    }

    // Snapshots say

    void snapshotCommitted() {
        budget.committed();
        job.committed(this);
    }

    /** The last snapshot is committed with everything ended: nothing is left to do. */
    void finish() {
        end(RegionPhase.FINISHED);
        job.finished(this);
    }

    void stopCommitted() {
        end(RegionPhase.STOPPED);
        job.stopped(this);
    }

    private void end(RegionPhase last) {
        closeRecovery();
        if (workers != null) {
            lastCounters = workers.counters();
        }
        phase = last;
        loops.stop();
        broadcast(new TaskCommand.Close());
        ports.changed();
    }

    /** The run is to end with a snapshot. */
    void stop(boolean rescalable) {
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
    void shutDown(RegionPhase last) {
        if (!phase.terminal()) {
            phase = last;
            loops.stop();
            snapshots.regionFailed();
            if (workers != null) {
                for (String worker : workers.names()) {
                    dismiss(worker, "the job has ended");
                }
            }
        }
    }

    // Talking to the workers

    void broadcast(TaskCommand command) {
        if (workers != null) {
            for (String worker : workers.names()) {
                ports.send(worker, command(command));
            }
        }
    }

    private CoordinatorMessage command(TaskCommand command) {
        return new CoordinatorMessage.Command(claim, command);
    }

    private void dismiss(String worker, String reason) {
        ports.send(worker, new CoordinatorMessage.Dismiss(claim, reason));
    }
}
