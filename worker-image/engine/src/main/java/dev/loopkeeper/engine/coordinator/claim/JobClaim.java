package dev.loopkeeper.engine.coordinator.claim;

import dev.loopkeeper.engine.coordinator.fence.FencedObject;
import dev.loopkeeper.engine.coordinator.port.CoordinatorPorts;
import dev.loopkeeper.engine.coordinator.port.JobSettings;
import dev.loopkeeper.engine.coordinator.port.PatientWork;
import dev.loopkeeper.engine.coordinator.port.RestoreOrigin;
import dev.loopkeeper.engine.coordinator.restore.SnapshotCopy;
import dev.loopkeeper.engine.coordinator.snapshot.RetainedSnapshots;
import dev.loopkeeper.engine.coordinator.snapshot.SinkCommits;
import dev.loopkeeper.engine.coordinator.snapshot.SnapshotStore;
import dev.loopkeeper.engine.plan.Plan;
import dev.loopkeeper.engine.plan.SignatureDifference;
import dev.loopkeeper.engine.snapshot.JobRecord;
import dev.loopkeeper.engine.snapshot.Manifest;
import dev.loopkeeper.engine.snapshot.SnapshotId;
import dev.loopkeeper.engine.work.BackgroundWork.Completion;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;

/**
 * The claim of a job (R12): rewrites {@code job}, where claim numbers are decided, and then every region's head; finds out what the job goes on
 * from. Nothing of the job runs under this claim before it is done. On the coordinator's thread.
 */
public final class JobClaim {

    private final Plan plan;
    private final IntFunction<Plan> planAt;
    private final JobSettings settings;
    private final CoordinatorPorts ports;
    private final FencedObject<JobRecord> job;
    private final RetainedSnapshots retained;
    private final BooleanSupplier over;
    private final Listener listener;
    private final SnapshotStore store;
    private final PatientWork work;

    /** Whether the claim before was one of an earlier run, whose workers have gone with it. */
    private boolean laterRun;

    private JobRecord record;

    /** Hears how the claim goes. */
    public interface Listener extends ClaimListener {

        /** The claim's number is decided; the regions are yet to be claimed. */
        void numbered(long claim);

        /** All is claimed. */
        void claimed(JobRecord record, List<ClaimedRegion> regions);

        /** The job has ended before. */
        void ended(JobRecord.Outcome outcome);
    }

    /**
     * @param planAt makes the plan of the same program at another parallelism
     * @param job the object that decides claims
     * @param retained takes the snapshots that are read
     * @param over whether the coordinator has ended
     */
    public JobClaim(
            Plan plan,
            IntFunction<Plan> planAt,
            JobSettings settings,
            CoordinatorPorts ports,
            FencedObject<JobRecord> job,
            RetainedSnapshots retained,
            BooleanSupplier over,
            Listener listener) {
        this.plan = plan;
        this.planAt = planAt;
        this.settings = settings;
        this.ports = ports;
        this.job = job;
        this.retained = retained;
        this.over = over;
        this.listener = listener;
        this.store = new SnapshotStore(ports.store());
        this.work = new PatientWork(ports, over);
    }

    /** Begins. Called once. */
    public void start() {
        job.takeOver(this::next, FencedObject.Outcome.of(this::jobClaimed, listener));
    }

    private JobRecord next(JobRecord before) {
        laterRun = before != null && before.run() != settings.run();
        return before == null
                ? new JobRecord(1, settings.run(), 1, plan.parallelism(), Map.of(), plan.signature(), null, "")
                : before.withClaim(before.claim() + 1, settings.run());
    }

    private void jobClaimed(JobRecord now) {
        record = now;
        listener.numbered(now.claim());
        List<String> differences =
                SignatureDifference.describe(new TreeMap<>(now.signature()), new TreeMap<>(plan.signature()));
        if (!differences.isEmpty()) {
            listener.refused("the job's snapshots are of another program: " + String.join("; ", differences)
                    + ". Run it under another name, or with a new work dir");
        } else if (now.verdict() != null) {
            listener.ended(now.verdict());
        } else if (ports.origin() != null && now.epoch() == 1) {
            restoreIfNew(ports.origin());
        } else {
            goOn();
        }
    }

    private void goOn() {
        if (record.parallelism() != plan.parallelism()) {
            rescale();
        } else {
            claimRegions();
        }
    }

    /** Another job's snapshots count only while there is none of the own (K19). */
    private void restoreIfNew(RestoreOrigin origin) {
        Plan before = record.parallelism() == plan.parallelism() ? plan : planAt.apply(record.parallelism());
        regions(before).start(claimed -> {
            if (claimed.stream().anyMatch(region -> region.manifest() != null)) {
                goOn();
            } else {
                restore(origin);
            }
        });
    }

    private void restore(RestoreOrigin origin) {
        listener.delayed("copying the snapshots of " + origin.address());
        SnapshotCopy copy = new SnapshotCopy(plan, ports.store(), record.claim());
        work.start("copy of " + origin.address(), () -> copy.copy(origin), new Completion<SnapshotCopy.Copied>() {
            @Override
            public void succeeded(SnapshotCopy.Copied copied) {
                ports.event("", "goes on from " + origin.address() + ": snapshot " + copied.describe());
                commit(copied, 0);
                sweep(copy, copied);
            }

            @Override
            public void failed(Exception cause) {
                listener.refused(cause.getMessage());
            }
        });
    }

    private void sweep(SnapshotCopy copy, SnapshotCopy.Copied copied) {
        work.start(
                "sweep of earlier copies",
                () -> {
                    copy.sweep(copied);
                    return null;
                },
                new Completion<Void>() {
                    @Override
                    public void succeeded(Void nothing) {}

                    @Override
                    public void failed(Exception cause) {
                        ports.event("", "copies that are not needed are left behind: " + cause.getMessage());
                    }
                });
    }

    /** Makes the output of the snapshots visible, one after the other, and then the copies what this job starts from. */
    private void commit(SnapshotCopy.Copied copied, int next) {
        if (next < copied.originals().size()) {
            new SinkCommits(plan, ports, over)
                    .commitOfOther(copied.originals().get(next), record.claim(), () -> commit(copied, next + 1));
            return;
        }
        job.update(
                old -> old.withEpoch(old.epoch() + 1, plan.parallelism(), copied.startsFrom()),
                FencedObject.Outcome.of(
                        now -> {
                            record = now;
                            claimRegions();
                        },
                        listener));
    }

    /** The job was last run at another parallelism: one write at the job's level makes the new epoch (R11). */
    private void rescale() {
        regions(planAt.apply(record.parallelism())).start(claimed -> {
            Rescaling rescaling = Rescaling.of(record, claimed, plan.parallelism());
            if (rescaling.refusal() != null) {
                listener.refused(rescaling.refusal());
                return;
            }
            job.update(
                    old -> old.withEpoch(old.epoch() + 1, plan.parallelism(), rescaling.startsFrom()),
                    FencedObject.Outcome.of(
                            now -> {
                                record = now;
                                claimRegions();
                            },
                            listener));
        });
    }

    private void claimRegions() {
        regions(plan).start(this::retainGround);
    }

    private RegionClaims regions(Plan of) {
        return new RegionClaims(of, record.epoch(), record.claim(), settings, ports, retained, over, listener);
    }

    /** What this epoch starts from is retained, and may be named, until every region has a snapshot of its own. */
    private void retainGround(List<ClaimedRegion> claimed) {
        Map<String, SnapshotId> missing = new TreeMap<>();
        if (claimed.stream().anyMatch(region -> region.manifest() == null)) {
            record.startsFrom().forEach((folder, snapshot) -> {
                if (retained.manifest(folder, snapshot) == null) {
                    missing.put(folder, snapshot);
                }
            });
        }
        if (missing.isEmpty()) {
            keepRequested(claimed);
            return;
        }
        work.start(
                "read snapshots of the epoch before", () -> store.manifests(missing), new Completion<List<Manifest>>() {
                    @Override
                    public void succeeded(List<Manifest> manifests) {
                        manifests.forEach(retained::add);
                        keepRequested(claimed);
                    }

                    @Override
                    public void failed(Exception cause) {
                        listener.unreadable(cause.getMessage());
                    }
                });
    }

    /**
     * What was taken on request is kept. If one of it is lost, which is no reason to stop a job that runs on others, the request counts as not
     * answered: nobody is told of a snapshot that is not there.
     */
    private void keepRequested(List<ClaimedRegion> claimed) {
        if (record.requested() == null) {
            checkOutputs(claimed);
            return;
        }
        Map<String, SnapshotId> snapshots = new TreeMap<>(record.requested().snapshots());
        work.start("read snapshots on request", () -> store.found(snapshots), new Completion<List<Manifest>>() {
            @Override
            public void succeeded(List<Manifest> manifests) {
                if (manifests.size() == snapshots.size()) {
                    manifests.forEach(retained::keep);
                    checkOutputs(claimed);
                    return;
                }
                ports.event(
                        "",
                        "of the snapshots on request " + record.requested().token() + " only " + manifests.size()
                                + " of " + snapshots.size() + " are there and whole: the request is open again");
                job.update(
                        old -> old.withRequested(null),
                        FencedObject.Outcome.of(
                                now -> {
                                    record = now;
                                    checkOutputs(claimed);
                                },
                                listener));
            }

            @Override
            public void failed(Exception cause) {
                listener.refused(cause.getMessage());
            }
        });
    }

    /** Where nothing of the job has run yet, what its sinks cannot write to, or would mix with another job's output, is told now. */
    private void checkOutputs(List<ClaimedRegion> claimed) {
        if (record.epoch() > 1
                || claimed.stream().anyMatch(region -> region.record().attempt() > 0)) {
            listener.claimed(
                    record,
                    laterRun ? claimed.stream().map(ClaimedRegion::restarting).toList() : claimed);
            return;
        }
        ports.startsFromNothing();
        work.start(
                "check of the outputs",
                () -> OutputCheck.problems(plan, operator -> ports.sinkContext(operator, record.claim(), 0)),
                new Completion<List<String>>() {
                    @Override
                    public void succeeded(List<String> problems) {
                        if (problems.isEmpty()) {
                            listener.claimed(
                                    record,
                                    laterRun
                                            ? claimed.stream()
                                                    .map(ClaimedRegion::restarting)
                                                    .toList()
                                            : claimed);
                        } else {
                            listener.refused(String.join("; ", problems));
                        }
                    }

                    @Override
                    public void failed(Exception cause) {
                        listener.refused(cause.getMessage());
                    }
                });
    }

    /** Nobody registers again of those whose provider has started the job anew: no region waits for them. */
    private void claimed(List<ClaimedRegion> regions) {
        listener.claimed(
                record,
                laterRun ? regions.stream().map(ClaimedRegion::restarting).toList() : regions);
    }
}
