package dev.loopkeeper.engine.coordinator.snapshot;

import dev.loopkeeper.engine.coordinator.fence.FencedObject;
import dev.loopkeeper.engine.coordinator.port.CoordinatorPorts;
import dev.loopkeeper.engine.coordinator.port.CurrentSettings;
import dev.loopkeeper.engine.message.TaskCommand;
import dev.loopkeeper.engine.message.TaskReport;
import dev.loopkeeper.engine.plan.Plan;
import dev.loopkeeper.engine.plan.Region;
import dev.loopkeeper.engine.snapshot.HeadRecord;
import dev.loopkeeper.engine.snapshot.Manifest;
import dev.loopkeeper.engine.snapshot.SnapshotId;
import dev.loopkeeper.engine.snapshot.StoreLayout;
import dev.loopkeeper.engine.store.StoreException;
import dev.loopkeeper.engine.work.BackgroundWork.Completion;
import dev.loopkeeper.provider.RegionSnapshot;
import dev.loopkeeper.provider.SnapshotTotals;
import java.util.List;

/**
 * The snapshots of one region: trigger, acknowledgements, commit, and what a commit sets free. One at a time; it is over when its transactions
 * are visible, or when it is given up.
 */
public final class RegionSnapshots {

    private final Region region;
    private final String folder;
    private final long claim;
    private final FencedObject<HeadRecord> head;
    private final RetainedSnapshots retained;
    private final CurrentSettings settings;
    private final CoordinatorPorts ports;
    private final SnapshotTasks tasks;
    private final SnapshotLoops loops;
    private final SnapshotOwner owner;
    private final SinkCommits commits;
    private final SnapshotStore store;
    private final ManifestDraft draft;
    private final SnapshotGarbage garbage;
    private final SnapshotSchedule schedule = new SnapshotSchedule();
    private final CommitPosition position = new CommitPosition();
    private final SnapshotHistory history = new SnapshotHistory();

    private SnapshotId counter;
    private String degraded;
    private OpenSnapshot open;

    /**
     * @param epoch the epoch of the region's folder
     * @param head claimed
     */
    public RegionSnapshots(
            Plan plan,
            Region region,
            int epoch,
            long claim,
            FencedObject<HeadRecord> head,
            RetainedSnapshots retained,
            CurrentSettings settings,
            CoordinatorPorts ports,
            SnapshotTasks tasks,
            SnapshotLoops loops,
            SnapshotOwner owner) {
        this.region = region;
        this.folder = StoreLayout.region(epoch, region.name());
        this.claim = claim;
        this.head = head;
        this.retained = retained;
        this.settings = settings;
        this.ports = ports;
        this.tasks = tasks;
        this.loops = loops;
        this.owner = owner;
        this.commits = new SinkCommits(plan, ports, owner::over);
        this.store = new SnapshotStore(ports.store());
        this.draft = new ManifestDraft(plan, region, folder, epoch);
        this.garbage = new SnapshotGarbage(region, folder, claim, retained, ports, commits, owner);
        this.counter = new SnapshotId(claim, 0);
    }

    /** Goes on from a claimed head whose snapshot's transactions are visible. */
    public void claimed(HeadRecord record, Manifest manifest) {
        position.claimed(record, manifest);
    }

    /** What a task is told whose stream is back, or that hears of a new coordinator. */
    public TaskCommand.Resume resume() {
        SnapshotId undecided = position.settling() != null
                ? position.settling()
                : open != null && open.committing ? open.id : SnapshotId.NONE;
        return new TaskCommand.Resume(claim, position.visible(), undecided);
    }

    /** The manifest that a restore starts from; null before the first commit. */
    public Manifest committedManifest() {
        return position.committed().equals(SnapshotId.NONE) ? null : retained.manifest(folder, position.committed());
    }

    /** Those that are retained of this region, oldest first; the last one is the one that a restore starts from. */
    public List<Manifest> chain() {
        return retained.chain(folder);
    }

    /** The head names an earlier snapshot now: what was committed after it is given up, and its number is never used again. */
    public void fellBackTo(Manifest earlier) {
        retained.dropAfter(folder, earlier.snapshot());
        position.fellBackTo(earlier);
        garbage.sweepSoon();
    }

    /** The newest committed one as people see it; null before the first. */
    public RegionSnapshot lastCommitted() {
        return position.last();
    }

    /** What the snapshots of this coordinator's time have come to. */
    public SnapshotTotals totals() {
        return history.totals();
    }

    /** Whether a restore may begin: no commit is in doubt, and the last one's transactions are visible. */
    public boolean settled() {
        return position.settling() == null && (open == null || !open.swinging);
    }

    /** The first attempt of which output may still be committed; none where everything has ended and is visible. */
    public int firstAttemptAtWork() {
        return position.firstAttemptAtWork(tasks.number());
    }

    // Triggers

    /** The region runs: the first snapshot is due one interval from now. */
    public void start() {
        schedule.begins(ports.now(), settings.now().snapshotIntervalMillis());
        if (schedule.stopping()) {
            stop(schedule.stopRescalable());
        }
        mayBeLast();
    }

    public void tick(long now) {
        if (open != null) {
            if (!open.committing && now - open.triggeredAt > settings.now().snapshotTimeoutMillis()) {
                abort("not complete after " + settings.now().snapshotTimeoutMillis() + " ms");
            }
            return;
        }
        if (schedule.due(now)) {
            trigger();
        }
    }

    /** The settings have changed (K17). */
    public void settingsChanged() {
        schedule.interval(settings.now().snapshotIntervalMillis());
    }

    /** Takes one snapshot as soon as may be, and again until one is committed; its owner is told of that. */
    public void request() {
        schedule.request();
    }

    /** The next snapshot ends the run, or what runs here. */
    public void stop(boolean rescalable) {
        schedule.stop(rescalable);
        if (rescalable) {
            loops.hold();
        }
        trigger();
    }

    /** What begins next is not to be stopped. */
    public void goOn() {
        schedule.goOn();
    }

    /** When everything has ended, one last snapshot commits what the sinks hold. */
    public void mayBeLast() {
        if (tasks.running() && tasks.allEnded() && open == null) {
            trigger();
        }
    }

    private void trigger() {
        if (open != null || position.settling() != null || !tasks.running()) {
            return;
        }
        if (schedule.stopRescalable() && !loops.rescalable()) {
            schedule.retry(ports.now());
            return;
        }
        schedule.triggered(ports.now(), settings.now().snapshotIntervalMillis());
        counter = counter.next();
        open = new OpenSnapshot(
                counter,
                ports.now(),
                schedule.newestRequest(),
                schedule.stopping(),
                tasks.allEnded(),
                loops.rescalable(),
                loops.sources(),
                region.tasks().size());
        tasks.broadcast(new TaskCommand.Trigger(counter, position.committed(), loops.decided(), schedule.stopping()));
    }

    // Answers

    public void barrierSent(TaskReport.BarrierSent sent) {
        if (open != null && open.id.equals(sent.snapshot()) && open.barrierSent(sent.task())) {
            tasks.broadcast(new TaskCommand.AllSent(open.id));
        }
    }

    public void declined(TaskReport.Declined declined) {
        if (open != null && open.id.equals(declined.snapshot())) {
            abort("task " + draft.taskName(declined.task()) + ": " + declined.reason());
        }
    }

    public void acknowledged(TaskReport.Acknowledged acknowledged) {
        if (open == null || open.committing || !open.id.equals(acknowledged.snapshot())) {
            return;
        }
        String foreign = draft.foreignObject(acknowledged.part(), open.id, retained::names);
        if (foreign != null) {
            abort("task " + draft.taskName(acknowledged.task()) + " names object " + foreign
                    + ", which belongs to no retained snapshot");
        } else if (open.acknowledged(acknowledged.task(), acknowledged.part(), acknowledged.uploadedBytes())) {
            commit();
        }
    }

    /** Gives up the open snapshot, if it can still be given up. */
    public void abort(String reason) {
        if (open == null || open.committing) {
            return;
        }
        OpenSnapshot aborted = open;
        open = null;
        failed("snapshot " + aborted.id + " given up: " + reason);
        tasks.broadcast(new TaskCommand.Abort(aborted.id));
        if (schedule.stopping() || tasks.allEnded() || schedule.requested()) {
            schedule.repeat(ports.now());
        }
    }

    private void failed(String text) {
        history.failed();
        ports.event(region.name(), text);
        if (history.failedInRow() > settings.now().tolerableFailures()) {
            boolean first = degraded == null;
            degraded = history.failedInRow() + " snapshots in a row have failed, the last one: " + text
                    + "; a recovery would go back to " + position.committed()
                    + ": look at the store and at snapshots.timeout";
            if (first) {
                ports.event(region.name(), degraded);
                ports.changed();
            }
        }
    }

    /** What is wrong if more snapshots in a row have failed than are tolerated, in one line; null if not. */
    public String degraded() {
        return degraded;
    }

    /** The attempt is over; a commit that is under way is decided by the store, everything else of the open snapshot is void. */
    public void regionFailed() {
        schedule.ends();
        if (open != null && !open.swinging) {
            OpenSnapshot lost = open;
            open = null;
            history.lost();
            lost.parts.clear();
        }
    }

    // Commit

    private void commit() {
        OpenSnapshot snapshot = open;
        Manifest manifest = draft.of(snapshot, position.committed(), tasks.number(), ports.now());
        if (snapshot.stop && schedule.stopRescalable() && !manifest.rescalable() && !snapshot.last) {
            abort("some tasks of an operator had ended and others not; another one follows");
            schedule.retry(ports.now());
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
                        owner.fenced(String.valueOf(found));
                    }

                    @Override
                    public void delayed(StoreException cause) {
                        ports.event(
                                region.name(),
                                "snapshot " + snapshot.id + " waits for the store: " + cause.getMessage());
                    }

                    @Override
                    public void refused(StoreException cause) {
                        owner.refused(cause.getMessage());
                    }
                });
    }

    private void swung(OpenSnapshot snapshot, Manifest manifest) {
        open = null;
        position.swung(manifest, ports.now() - snapshot.triggeredAt);
        retained.add(manifest);
        commits.commit(region.name(), manifest, claim, () -> settled(snapshot));
    }

    /** All transactions are visible: only now anyone hears of the commit. */
    private void settled(OpenSnapshot snapshot) {
        position.settled();
        history.completed(snapshot.uploadedBytes, ports.now() - snapshot.triggeredAt);
        degraded = null;
        if (tasks.running()) {
            tasks.broadcast(new TaskCommand.Committed(snapshot.id));
        }
        if (schedule.answers(snapshot.request)) {
            owner.requestCommitted(committedManifest());
        }
        owner.snapshotCommitted();
        garbage.delete(retained.trim(folder));
        garbage.sweepNowAndThen(position.committed());
        ports.changed();
        if (snapshot.last) {
            owner.finished();
        } else if (snapshot.stop && tasks.running()) {
            owner.stopCommitted();
        } else {
            owner.commitSettled();
            mayBeLast();
        }
    }

    /** Deletes what nothing names any more. */
    public void delete(List<String> unnamed) {
        garbage.delete(unnamed);
    }

    /** Drops all snapshots of another folder: what this epoch started from is needed no more. */
    public void dropAll(String ground) {
        garbage.delete(retained.dropAll(ground));
    }
}
