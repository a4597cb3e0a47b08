package dev.loopkeeper.engine.coordinator.region;

import dev.loopkeeper.engine.coordinator.loop.RegionLoops;
import dev.loopkeeper.engine.coordinator.port.CoordinatorPorts;
import dev.loopkeeper.engine.coordinator.restore.RestorePlanner;
import dev.loopkeeper.engine.coordinator.snapshot.RegionSnapshots;
import dev.loopkeeper.engine.message.CoordinatorMessage;
import dev.loopkeeper.engine.message.FailureCause;
import dev.loopkeeper.engine.message.TaskCommand;
import dev.loopkeeper.engine.message.TaskReport;
import dev.loopkeeper.engine.message.WorkerMessage;
import dev.loopkeeper.engine.plan.TaskId;
import dev.loopkeeper.engine.snapshot.Manifest;
import dev.loopkeeper.engine.snapshot.TaskPart;
import dev.loopkeeper.provider.ObservedWorker;
import dev.loopkeeper.provider.WantedWorker;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One attempt of a region: its workers from the first registration to tasks that run. It is over when the region says so, and does nothing from
 * then on. On the coordinator's thread.
 */
final class RegionAttempt {

    /** Why an attempt failed whose workers have not all come in time. */
    static final String START_TIMEOUT = "StartTimeout";

    /** How far it is. */
    private enum Stage {
        /** It was running under another coordinator, and its workers have the heartbeat time-out to say so (R16). */
        REJOINING,
        SCHEDULING,
        RESTORING,
        RUNNING,
        OVER
    }

    private final AttemptContext context;
    private final CoordinatorPorts ports;
    private final AttemptOwner owner;
    private final RegionSnapshots snapshots;
    private final RegionLoops loops;
    private final RegionHistory history;
    private final RegionWorkers workers;
    private final TaskProgress progress;
    private final Deployments deployments = new Deployments();
    private final RestoreTurns.Turn turn;
    private final int number;

    private Stage stage = Stage.SCHEDULING;
    private Map<TaskId, TaskPart> parts;
    private long begunAt;
    private final AvoidedNodes avoided;
    private List<ObservedWorker> seen = List.of();
    private Set<String> suspectedNodes = Set.of();

    /** @param avoided where no worker of it is to be placed (K2) */
    RegionAttempt(AttemptContext context, int number, AvoidedNodes avoided) {
        this.context = context;
        this.number = number;
        this.ports = context.ports();
        this.owner = context.owner();
        this.snapshots = context.snapshots();
        this.loops = context.loops();
        this.history = context.history();
        this.workers = new RegionWorkers(
                context.settings().now().job(),
                context.region(),
                number,
                context.settings().now().slotsPerWorker());
        this.avoided = avoided;
        this.turn = context.turns().turn(this::deployIfReady);
        this.progress = new TaskProgress(context.region().tasks().size());
    }

    // Beginning and end

    /** Its workers are to come within the start time-out, and meanwhile it is found what its tasks start from. */
    void schedule() {
        begunAt = ports.now();
        // The head is fenced, so no snapshot can follow the one that is committed now.
        Manifest committed = snapshots.committedManifest();
        if (committed == null) {
            owner.initialParts(() -> stage != Stage.OVER, this::startsFrom);
        } else {
            startsFrom(new RestorePlanner(context.plan()).same(context.region(), committed));
        }
    }

    /** Fails an attempt whose workers have not all come in time; those that wait for the store, or for their turn to restore, are there. */
    boolean startTimedOut(long now) {
        long timeout = context.settings().now().startTimeoutMillis();
        if (stage != Stage.SCHEDULING || workers.allRegistered() || now - begunAt < timeout) {
            return false;
        }
        String message = "only " + workers.registeredCount() + " of " + workers.count() + " workers were there after "
                + timeout + " ms (startTimeout); missing: " + MissingWorkers.describe(workers, seen);
        owner.failed(loss(START_TIMEOUT, null, message));
        return true;
    }

    /** Its workers may still run: they have the heartbeat time-out to register again. */
    void rejoin() {
        stage = Stage.REJOINING;
        begunAt = ports.now();
    }

    /** Workers that ran under the coordinator before and do not come to this one; null if there are none, or they still have time. */
    AttemptLoss missing(long now) {
        if (stage != Stage.REJOINING || now - begunAt < context.settings().now().heartbeatTimeoutMillis()) {
            return null;
        }
        String message = "not all workers of attempt " + number
                + " registered again with the new coordinator; missing: " + MissingWorkers.describe(workers, seen);
        // Who is missing was last heard of by the coordinator before.
        return loss("WorkersLost", null, message).silentSince(begunAt).avoiding(MissingWorkers.nodes(workers, seen));
    }

    /** Ends the attempt: its workers are told to go. */
    void dismiss(String reason) {
        over();
        workers.names().forEach(worker -> dismiss(worker, reason));
    }

    /** Ends the attempt: its tasks let go of everything, and its workers end. */
    void close() {
        broadcast(new TaskCommand.Close());
        over();
    }

    private void over() {
        stage = Stage.OVER;
        turn.giveBack();
        deployments.forget();
    }

    private void dismiss(String worker, String reason) {
        ports.send(worker, new CoordinatorMessage.Dismiss(context.claim(), reason));
    }

    // Registration

    /** A worker of this attempt registers. */
    void register(WorkerMessage.Register register) {
        String worker = register.worker();
        if (stage == Stage.REJOINING && !register.running() || !workers.register(register, ports.now())) {
            int index = workers.index(worker);
            owner.failed(loss("WorkerLost", worker, "the process of worker " + worker + " was replaced")
                    .silentSince(workers.lastHeard(index, ports.now())));
            return;
        }
        switch (stage) {
            case REJOINING -> send(worker, snapshots.resume());
            case RESTORING -> ports.send(worker, deployments.of(worker));
            case RUNNING -> {
                if (!register.running()) {
                    send(worker, new TaskCommand.Start());
                }
                // What was sent while the stream was broken is lost, so the worker is asked to say where it stands.
                send(worker, snapshots.resume());
                owner.streamRestored(worker);
            }
            case SCHEDULING -> {
                if (workers.allRegistered()) {
                    history.clock().scheduled(ports.now());
                    ports.changed();
                    deployIfReady();
                }
            }
            case OVER -> {}
        }
    }

    // Restore

    private void startsFrom(Map<TaskId, TaskPart> restored) {
        parts = restored;
        deployIfReady();
    }

    /** Tells the workers what to run, when all is there that they need. */
    void deployIfReady() {
        if (stage != Stage.SCHEDULING || parts == null || !workers.allRegistered() || !snapshots.settled()) {
            return;
        }
        if (!turn.take()) {
            return;
        }
        stage = Stage.RESTORING;
        owner.restoring(parts);
        deployments.make(context.claim(), context.region().id(), context.folder(), workers, parts);
        deployments.forEach(ports::send);
        parts = null;
        ports.changed();
    }

    private void start() {
        stage = Stage.RUNNING;
        turn.giveBack();
        deployments.forget();
        history.clock().restored(ports.now());
        progress.replay(loops.heads());
        if (loops.heads().isEmpty()) {
            history.clock().replayed(ports.now());
        }
        broadcast(new TaskCommand.Start());
        owner.started();
    }

    // What workers say

    /** A worker says something; what none of this attempt's says is ignored. */
    void message(String worker, WorkerMessage message) {
        int index = workers.index(worker);
        if (index < 0 || stage == Stage.OVER) {
            return;
        }
        workers.heard(index, ports.now());
        switch (message) {
            case WorkerMessage.Register register -> register(register);
            case WorkerMessage.Ready ready -> {
                if (stage == Stage.RESTORING && workers.ready(index)) {
                    start();
                }
            }
            case WorkerMessage.Heartbeat heartbeat -> {
                workers.counters(index, heartbeat.slots());
                if (heartbeat.identity() != null && workers.identity(index, heartbeat.identity())) {
                    ports.changed();
                }
            }
            case WorkerMessage.Failed failed ->
                owner.failed(loss("WorkerFailed", worker, failed.reason()).suspecting(suspect(failed.peer())));
            case WorkerMessage.Report report -> report(worker, report.report());
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
            case TaskReport.Ended ended -> {
                progress.ended(ended.task());
                loops.sourcesMayHaveEnded();
                snapshots.mayBeLast();
            }
            case TaskReport.Resumed answer -> resumed(answer);
            case TaskReport.Replayed replayed -> {
                if (progress.replayed(replayed.task()) && history.clock().replayed(ports.now())) {
                    recovered();
                }
            }
            case TaskReport.FirstRecord first -> {
                if (history.clock().firstRecord(ports.now())) {
                    recovered();
                }
            }
            case TaskReport.Damaged damaged ->
                owner.damaged(loss("SnapshotDamaged", worker, damaged.message()), damaged.chunk());
            case TaskReport.Mismatched mismatched -> owner.mismatched(mismatched.message());
            case TaskReport.Failed failed ->
                owner.failed(loss("TaskFailed", worker, failed.message()).by(failed.cause()));
        }
    }

    private void recovered() {
        history.close(number);
        ports.changed();
    }

    private void resumed(TaskReport.Resumed answer) {
        if (answer.ended()) {
            progress.ended(answer.task());
        }
        loops.resumed(answer);
        progress.resumed(answer.task());
        if (stage == Stage.REJOINING && progress.allResumed()) {
            stage = Stage.RUNNING;
            workers.allReady();
            owner.rejoined();
        }
        if (stage == Stage.RUNNING) {
            loops.repeatDecisions();
            loops.sourcesMayHaveEnded();
            snapshots.mayBeLast();
        }
    }

    boolean running() {
        return stage == Stage.RUNNING;
    }

    boolean allEnded() {
        return progress.allEnded();
    }

    boolean ended(Set<TaskId> tasks) {
        return progress.ended(tasks);
    }

    // Losses

    private AttemptLoss loss(String reason, String worker, String message) {
        return AttemptLoss.of(reason, worker, message, ports.now());
    }

    /** A worker to which a connection was lost; null for one that is none of this attempt's. */
    private AttemptLoss.Suspect suspect(int index) {
        RegionWorkers.Registered worker = workers.registered(index);
        return worker == null
                ? null
                : new AttemptLoss.Suspect(worker.name(), worker.uid(), workers.lastHeard(index, ports.now()));
    }

    /** Code of the program that the coordinator runs has failed. */
    void programFailed(String message, FailureCause cause) {
        owner.failed(loss("ProgramFailed", null, message).by(cause));
    }

    /** The provider's view of this region's workers. */
    AttemptLoss observed(List<ObservedWorker> observed, Set<String> suspected) {
        seen = observed;
        suspectedNodes = suspected;
        return WorkerLosses.observed(workers, observed, ports.now());
    }

    /** A worker that is told to go, and lives (K3); null if there is none. */
    String leaving() {
        return workers.leaving(seen);
    }

    /** A worker that was not heard of for too long; null if there is none. */
    AttemptLoss silent(long now) {
        return WorkerLosses.silent(workers, suspectedNodes, now, context.settings());
    }

    /** A worker's control stream broke. A living worker dials again at once; one that does not within a part of the time-out is lost. */
    void disconnected(String worker) {
        int index = workers.index(worker);
        if (index < 0) {
            return;
        }
        workers.disconnected(index);
        ports.after(context.settings().now().heartbeatTimeoutMillis() / 10, () -> {
            if (stage != Stage.OVER && workers.isDisconnected(index)) {
                owner.failed(loss("ConnectionLost", worker, "the control connection was lost and not opened again")
                        .silentSince(workers.lastHeard(index, ports.now()))
                        .suspecting(suspect(index)));
            }
        });
    }

    /** Nothing could be heard for a while, whoever spoke: the fault of this process and no sign of loss. */
    void wasAway(long now) {
        workers.heardAll(now);
        if (stage == Stage.REJOINING) {
            begunAt = now;
        }
    }

    /** The workers that shall exist. */
    Collection<WantedWorker> wanted() {
        return workers.wanted(avoided.at(ports.now()));
    }

    /** Who works for it, for people to see. */
    RegionWorkers workers() {
        return workers;
    }

    // Talking to the workers

    void broadcast(TaskCommand command) {
        workers.names().forEach(worker -> send(worker, command));
    }

    private void send(String worker, TaskCommand command) {
        ports.send(worker, new CoordinatorMessage.Command(context.claim(), command));
    }
}
