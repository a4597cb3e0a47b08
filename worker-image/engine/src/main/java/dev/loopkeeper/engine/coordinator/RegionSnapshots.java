package dev.loopkeeper.engine.coordinator;

import dev.loopkeeper.engine.message.TaskCommand;
import dev.loopkeeper.engine.message.TaskReport;
import dev.loopkeeper.engine.plan.Plan;
import dev.loopkeeper.engine.plan.Region;
import dev.loopkeeper.engine.plan.TaskId;
import dev.loopkeeper.engine.plan.Vertex;
import dev.loopkeeper.engine.snapshot.HeadRecord;
import dev.loopkeeper.engine.snapshot.Manifest;
import dev.loopkeeper.engine.snapshot.SnapshotId;
import dev.loopkeeper.engine.snapshot.TaskPart;
import dev.loopkeeper.engine.store.StoreException;
import dev.loopkeeper.engine.work.BackgroundWork.Completion;
import dev.loopkeeper.provider.RegionSnapshot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The snapshots of one region: trigger, acknowledgements, commit, and what a commit sets free. One at a time; it is over when its transactions
 * are visible, or when it is given up.
 */
final class RegionSnapshots {

    /** Between two sweeps for what nothing names, in committed snapshots. */
    private static final int SWEEP_INTERVAL = 64;

    /** Before a stop snapshot is tried again that has to wait for the region to stand right. */
    private static final long RETRY_MILLIS = 20;

    /** Before the snapshot that ends a run is tried again after a failure. */
    private static final long REPEAT_MILLIS = 1_000;

    private final Plan plan;
    private final Region region;
    private final String folder;
    private final int epoch;
    private final long claim;
    private final FencedObject<HeadRecord> head;
    private final RetainedSnapshots retained;
    private final JobSettings settings;
    private final CoordinatorPorts ports;
    private final RegionCoordinator owner;
    private final SinkCommits commits;
    private final SnapshotStore store;
    private final SnapshotHistory history = new SnapshotHistory();

    /** The entries of the chains in which an operator is told of the end. */
    private final Set<String> withCallbacks = new HashSet<>();

    private SnapshotId counter;
    private SnapshotId committed = SnapshotId.NONE;
    /** The last committed snapshot whose transactions are all visible: what tasks may hear of. */
    private SnapshotId visible = SnapshotId.NONE;

    private RegionSnapshot lastCommitted;
    private OpenSnapshot open;
    /** The committed snapshot whose transactions are not all visible yet; null if there is none. */
    private SnapshotId settling;

    /** The attempt that {@link #settling} was taken of. */
    private int settlingAttempt;

    /** Whether the last committed snapshot is the region's last. */
    private boolean ended;

    private long nextTrigger = Long.MAX_VALUE;
    private int failuresInRow;
    private int committedSinceSweep = SWEEP_INTERVAL;
    private boolean stopping;
    private boolean stopRescalable;
    private boolean requested;

    RegionSnapshots(
            Plan plan,
            Region region,
            String folder,
            int epoch,
            long claim,
            FencedObject<HeadRecord> head,
            RetainedSnapshots retained,
            JobSettings settings,
            CoordinatorPorts ports,
            RegionCoordinator owner) {
        this.plan = plan;
        this.region = region;
        this.folder = folder;
        this.epoch = epoch;
        this.claim = claim;
        this.head = head;
        this.retained = retained;
        this.settings = settings;
        this.ports = ports;
        this.owner = owner;
        this.commits = new SinkCommits(plan, ports, owner.job()::over);
        this.store = new SnapshotStore(ports.store());
        this.counter = new SnapshotId(claim, 0);
        for (TaskId task : region.tasks()) {
            Vertex vertex = plan.vertex(task.vertex());
            if (vertex.operators().stream().anyMatch(operator -> operator.spec().hasCallbacks())) {
                withCallbacks.add(vertex.entry().name());
            }
        }
    }

    /** Goes on from a claimed head whose snapshot's transactions are visible. */
    void claimed(HeadRecord record, Manifest manifest) {
        committed = record.snapshot();
        visible = committed;
        ended = record.last();
        if (manifest != null) {
            lastCommitted = new RegionSnapshot(committed.toString(), manifest.time(), manifest.uploadedBytes(), 0);
        }
    }

    /** What a task is told whose stream is back, or that hears of a new coordinator. */
    TaskCommand.Resume resume() {
        SnapshotId undecided =
                settling != null ? settling : open != null && open.committing ? open.id : SnapshotId.NONE;
        return new TaskCommand.Resume(claim, visible, undecided);
    }

    /** The manifest that a restore starts from; null before the first commit. */
    Manifest committedManifest() {
        return committed.equals(SnapshotId.NONE) ? null : retained.manifest(folder, committed);
    }

    RegionSnapshot lastCommitted() {
        return lastCommitted;
    }

    SnapshotHistory history() {
        return history;
    }

    /** Whether more snapshots in a row have failed than the job tolerates. */
    boolean degraded() {
        return failuresInRow > settings.tolerableFailures();
    }

    /** Whether a restore may begin: no commit is in doubt, and the last one's transactions are visible. */
    boolean settled() {
        return settling == null && (open == null || !open.swinging);
    }

    /** The first attempt of which output may still be committed; none where everything has ended and is visible. */
    int firstAttemptAtWork() {
        if (settling == null && ended) {
            return Integer.MAX_VALUE;
        }
        return settling == null ? owner.attempt() : Math.min(settlingAttempt, owner.attempt());
    }

    // Triggers

    /** The region runs: the first snapshot is due one interval from now. */
    void start() {
        nextTrigger = ports.now() + settings.snapshotIntervalMillis();
        if (stopping) {
            stop(stopRescalable);
        }
        mayBeLast();
    }

    void tick(long now) {
        if (open != null) {
            if (!open.committing && now - open.triggeredAt > settings.snapshotTimeoutMillis()) {
                abort("not complete after " + settings.snapshotTimeoutMillis() + " ms");
            }
            return;
        }
        if (now >= nextTrigger || requested) {
            trigger();
        }
    }

    /** Takes one snapshot as soon as may be. */
    void request() {
        requested = true;
    }

    void stop(boolean rescalable) {
        stopping = true;
        stopRescalable = rescalable;
        if (rescalable) {
            owner.loops().hold();
        }
        // One that is open now is waited for, and for nothing else.
        requested = true;
        trigger();
    }

    /** When everything has ended, one last snapshot commits what the sinks hold. */
    void mayBeLast() {
        if (owner.running() && owner.allEnded() && open == null) {
            trigger();
        }
    }

    private void trigger() {
        if (open != null || settling != null || !owner.running()) {
            return;
        }
        if (stopping && stopRescalable && !owner.loops().rescalable()) {
            nextTrigger = ports.now() + RETRY_MILLIS;
            return;
        }
        requested = false;
        counter = counter.next();
        open = new OpenSnapshot(
                counter,
                ports.now(),
                stopping,
                owner.allEnded(),
                owner.loops().rescalable(),
                owner.loops().sources(),
                region.tasks().size());
        nextTrigger = ports.now() + settings.snapshotIntervalMillis();
        owner.broadcast(
                new TaskCommand.Trigger(counter, committed, owner.loops().decided(), stopping));
    }

    // Answers

    void barrierSent(TaskReport.BarrierSent sent) {
        if (open != null && open.id.equals(sent.snapshot()) && open.barrierSent(sent.task())) {
            owner.broadcast(new TaskCommand.AllSent(open.id));
        }
    }

    void declined(TaskReport.Declined declined) {
        if (open != null && open.id.equals(declined.snapshot())) {
            abort("task " + taskName(declined.task()) + ": " + declined.reason());
        }
    }

    void acknowledged(TaskReport.Acknowledged acknowledged) {
        if (open == null || open.committing || !open.id.equals(acknowledged.snapshot())) {
            return;
        }
        String foreign = foreignObject(acknowledged.part(), open.id);
        if (foreign != null) {
            abort("task " + taskName(acknowledged.task()) + " names object " + foreign
                    + ", which belongs to no retained snapshot");
        } else if (open.acknowledged(acknowledged.task(), acknowledged.part(), acknowledged.uploadedBytes())) {
            commit();
        }
    }

    /** An object that a part must not name: neither of a retained snapshot nor of this one (R10); null if there is none. */
    private String foreignObject(TaskPart part, SnapshotId snapshot) {
        String own = folder + "chunks/" + snapshot + ".";
        Manifest probe = new Manifest(
                folder, snapshot, committed, 0, 0, 0, new TreeMap<>(), false, false, 0, Instant.EPOCH, List.of(part));
        for (String object : probe.objects()) {
            if (!object.startsWith(own) && !retained.names(object)) {
                return object;
            }
        }
        return null;
    }

    private String taskName(TaskId task) {
        return plan.vertex(task.vertex()).name() + "/" + task.index();
    }

    /** Gives up the open snapshot, if it can still be given up. */
    void abort(String reason) {
        if (open == null || open.committing) {
            return;
        }
        OpenSnapshot aborted = open;
        open = null;
        failed("snapshot " + aborted.id + " given up: " + reason);
        owner.broadcast(new TaskCommand.Abort(aborted.id));
        if (stopping || owner.allEnded()) {
            // The run waits for nothing but this snapshot.
            nextTrigger = Math.min(nextTrigger, ports.now() + REPEAT_MILLIS);
        }
    }

    private void failed(String text) {
        history.aborted();
        failuresInRow++;
        ports.event(owner.name(), text);
        if (failuresInRow == settings.tolerableFailures() + 1) {
            ports.event(
                    owner.name(),
                    failuresInRow + " snapshots in a row have failed: recovery would go back to " + committed
                            + "; look at the store and at snapshots.timeout");
        }
    }

    /** The attempt is over; a commit that is under way is decided by the store, everything else of the open snapshot is void. */
    void regionFailed() {
        nextTrigger = Long.MAX_VALUE;
        if (open != null && !open.swinging) {
            OpenSnapshot lost = open;
            open = null;
            history.aborted();
            lost.parts.clear();
        }
    }

    // Commit

    private void commit() {
        OpenSnapshot snapshot = open;
        Manifest manifest = manifest(snapshot);
        if (snapshot.stop && stopRescalable && !manifest.rescalable() && !snapshot.last) {
            abort("some tasks of an operator had ended and others not; another one follows");
            nextTrigger = ports.now() + RETRY_MILLIS;
            return;
        }
        snapshot.committing = true;
        ports.background()
                .start(
                        "manifest " + snapshot.id,
                        () -> {
                            store.write(manifest);
                            return null;
                        },
                        new Completion<Void>() {
                            @Override
                            public void succeeded(Void nothing) {
                                if (open == snapshot) {
                                    swing(snapshot, manifest);
                                }
                            }

                            @Override
                            public void failed(Exception cause) {
                                if (open == snapshot) {
                                    snapshot.committing = false;
                                    abort("its manifest cannot be written: " + cause.getMessage());
                                }
                            }
                        });
    }

    private Manifest manifest(OpenSnapshot snapshot) {
        List<TaskPart> tasks = new ArrayList<>();
        for (TaskId task : region.tasks()) {
            tasks.add(snapshot.parts.get(task));
        }
        return new Manifest(
                folder,
                snapshot.id,
                committed,
                owner.attempt(),
                epoch,
                plan.parallelism(),
                plan.signature(),
                snapshot.last,
                snapshot.rescalable && endedAlike(tasks),
                snapshot.uploadedBytes,
                Instant.ofEpochMilli(ports.now()),
                tasks);
    }

    /**
     * A restore at another parallelism cannot call {@code onEnd} for some keys of an operator and not for others: all tasks of one with such a
     * callback have ended, or none.
     */
    private boolean endedAlike(List<TaskPart> tasks) {
        TreeMap<String, Boolean> ended = new TreeMap<>();
        for (TaskPart task : tasks) {
            if (!withCallbacks.contains(task.entry())) {
                continue;
            }
            Boolean before = ended.putIfAbsent(task.entry(), task.ended());
            if (before != null && before != task.ended()) {
                return false;
            }
        }
        return true;
    }

    private void swing(OpenSnapshot snapshot, Manifest manifest) {
        snapshot.swinging = true;
        head.update(
                before -> before.withClaim(claim).withSnapshot(snapshot.id, snapshot.last),
                new FencedObject.Outcome<>() {
                    @Override
                    public void written(HeadRecord replaced, HeadRecord now) {
                        swung(snapshot, manifest);
                    }

                    @Override
                    public void fenced(HeadRecord found) {
                        owner.job().fenced(String.valueOf(found));
                    }

                    @Override
                    public void delayed(StoreException cause) {
                        ports.event(
                                owner.name(),
                                "snapshot " + snapshot.id + " waits for the store: " + cause.getMessage());
                    }

                    @Override
                    public void refused(StoreException cause) {
                        owner.job().failed(owner, cause.getMessage());
                    }
                });
    }

    private void swung(OpenSnapshot snapshot, Manifest manifest) {
        committed = snapshot.id;
        settling = snapshot.id;
        settlingAttempt = manifest.attempt();
        ended = snapshot.last;
        retained.add(manifest);
        open = null;
        lastCommitted = new RegionSnapshot(
                snapshot.id.toString(), manifest.time(), snapshot.uploadedBytes, ports.now() - snapshot.triggeredAt);
        commits.commit(owner.name(), manifest, claim, () -> settled(snapshot));
    }

    /** All transactions are visible: only now anyone hears of the commit. */
    private void settled(OpenSnapshot snapshot) {
        settling = null;
        visible = snapshot.id;
        failuresInRow = 0;
        history.completed(snapshot.uploadedBytes, ports.now() - snapshot.triggeredAt);
        if (owner.running()) {
            owner.broadcast(new TaskCommand.Committed(snapshot.id));
        }
        owner.snapshotCommitted();
        discard(retained.trim(folder));
        sweepNowAndThen();
        ports.changed();
        if (snapshot.last) {
            owner.finish();
        } else if (snapshot.stop && owner.running()) {
            owner.stopCommitted();
        } else {
            owner.settled();
            mayBeLast();
        }
    }

    // What nothing names any more

    void discard(List<String> garbage) {
        if (garbage.isEmpty()) {
            return;
        }
        inBackground("delete of old snapshots", () -> ports.store().delete(garbage));
    }

    /** What aborted snapshots and dead attempts left behind; only of snapshots that are over, and only up to this claim (R13). */
    private void sweepNowAndThen() {
        if (++committedSinceSweep < SWEEP_INTERVAL) {
            return;
        }
        committedSinceSweep = 0;
        SnapshotId over = committed;
        Set<String> named = retained.objects();
        Map<Integer, Integer> firstAtWork = new TreeMap<>();
        region.tasks().forEach(task -> firstAtWork.computeIfAbsent(task.vertex(), owner.job()::firstAttemptAtWork));
        inBackground("sweep of unfinished output", () -> commits.sweep(firstAtWork, claim));
        inBackground("sweep", () -> store.sweep(folder, id -> !id.isAfter(over) && !id.equals(over), named::contains));
    }

    private interface Work {

        void run() throws Exception;
    }

    private void inBackground(String what, Work work) {
        ports.background()
                .start(
                        what,
                        () -> {
                            work.run();
                            return null;
                        },
                        new Completion<Void>() {
                            @Override
                            public void succeeded(Void nothing) {}

                            @Override
                            public void failed(Exception cause) {
                                ports.event(
                                        owner.name(),
                                        what + " failed, a later sweep will do it: " + cause.getMessage());
                            }
                        });
    }
}
