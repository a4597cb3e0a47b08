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

    /** Before a stop snapshot is tried again that has to wait for the region to stand right. */
    private static final long RETRY_MILLIS = 20;

    /** Before the snapshot that ends a run is tried again after a failure. */
    private static final long REPEAT_MILLIS = 1_000;

    private final Region region;
    private final String folder;
    private final long claim;
    private final FencedObject<HeadRecord> head;
    private final RetainedSnapshots retained;
    private final CurrentSettings settings;
    private final CoordinatorPorts ports;
    private final SnapshotOwner owner;
    private final SinkCommits commits;
    private final SnapshotStore store;
    private final ManifestDraft draft;
    private final SnapshotGarbage garbage;
    private final CommitPosition position = new CommitPosition();
    private final SnapshotHistory history = new SnapshotHistory();

    private SnapshotId counter;
    private OpenSnapshot open;
    private long nextTrigger = Long.MAX_VALUE;
    /** By which {@link #nextTrigger} was reckoned. */
    private long interval;

    private boolean stopping;
    private boolean stopRescalable;
    private boolean requested;
    /** How often a snapshot was asked for, and which of these requests is answered by a committed one. */
    private int asked;

    private int answered;

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
            SnapshotOwner owner) {
        this.region = region;
        this.folder = StoreLayout.region(epoch, region.name());
        this.claim = claim;
        this.head = head;
        this.retained = retained;
        this.settings = settings;
        this.ports = ports;
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

    /** Whether more snapshots in a row have failed than the job tolerates. */
    public boolean degraded() {
        return history.failedInRow() > settings.now().tolerableFailures();
    }

    /** Whether a restore may begin: no commit is in doubt, and the last one's transactions are visible. */
    public boolean settled() {
        return position.settling() == null && (open == null || !open.swinging);
    }

    /** The first attempt of which output may still be committed; none where everything has ended and is visible. */
    public int firstAttemptAtWork() {
        return position.firstAttemptAtWork(owner.attempt());
    }

    // Triggers

    /** The region runs: the first snapshot is due one interval from now. */
    public void start() {
        triggerAfterInterval();
        requested |= asked > answered;
        if (stopping) {
            stop(stopRescalable);
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
        if (now >= nextTrigger || requested) {
            trigger();
        }
    }

    private void triggerAfterInterval() {
        interval = settings.now().snapshotIntervalMillis();
        nextTrigger = ports.now() + interval;
    }

    /** The settings have changed (K17): another interval counts from the last trigger on. */
    public void settingsChanged() {
        long now = settings.now().snapshotIntervalMillis();
        if (nextTrigger != Long.MAX_VALUE) {
            nextTrigger += now - interval;
        }
        interval = now;
    }

    /** Takes one snapshot as soon as may be, and again until one is committed; its owner is told of that. */
    public void request() {
        asked++;
        requested = true;
    }

    public void stop(boolean rescalable) {
        stopping = true;
        stopRescalable = rescalable;
        if (rescalable) {
            owner.loops().hold();
        }
        // One that is open now is waited for, and for nothing else.
        requested = true;
        trigger();
    }

    /** What begins next is not to be stopped. */
    public void goOn() {
        stopping = false;
        stopRescalable = false;
    }

    /** When everything has ended, one last snapshot commits what the sinks hold. */
    public void mayBeLast() {
        if (owner.running() && owner.allEnded() && open == null) {
            trigger();
        }
    }

    private void trigger() {
        if (open != null || position.settling() != null || !owner.running()) {
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
        open.request = asked;
        triggerAfterInterval();
        owner.broadcast(new TaskCommand.Trigger(
                counter, position.committed(), owner.loops().decided(), stopping));
    }

    // Answers

    public void barrierSent(TaskReport.BarrierSent sent) {
        if (open != null && open.id.equals(sent.snapshot()) && open.barrierSent(sent.task())) {
            owner.broadcast(new TaskCommand.AllSent(open.id));
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
        owner.broadcast(new TaskCommand.Abort(aborted.id));
        if (stopping || owner.allEnded() || asked > answered) {
            // Somebody waits for this snapshot.
            nextTrigger = Math.min(nextTrigger, ports.now() + REPEAT_MILLIS);
        }
    }

    private void failed(String text) {
        history.failed();
        ports.event(region.name(), text);
        if (history.failedInRow() == settings.now().tolerableFailures() + 1) {
            ports.event(
                    region.name(),
                    history.failedInRow() + " snapshots in a row have failed: recovery would go back to "
                            + position.committed() + "; look at the store and at snapshots.timeout");
        }
    }

    /** The attempt is over; a commit that is under way is decided by the store, everything else of the open snapshot is void. */
    public void regionFailed() {
        nextTrigger = Long.MAX_VALUE;
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
        Manifest manifest = draft.of(snapshot, position.committed(), owner.attempt(), ports.now());
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
        if (owner.running()) {
            owner.broadcast(new TaskCommand.Committed(snapshot.id));
        }
        if (snapshot.request > answered) {
            answered = snapshot.request;
            if (answered == asked) {
                owner.requestCommitted(committedManifest());
            }
        }
        owner.snapshotCommitted();
        garbage.delete(retained.trim(folder));
        garbage.sweepNowAndThen(position.committed());
        ports.changed();
        if (snapshot.last) {
            owner.finished();
        } else if (snapshot.stop && owner.running()) {
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
