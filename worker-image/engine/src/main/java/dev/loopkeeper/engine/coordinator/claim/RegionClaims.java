package dev.loopkeeper.engine.coordinator.claim;

import dev.loopkeeper.engine.coordinator.fence.FencedObject;
import dev.loopkeeper.engine.coordinator.port.CoordinatorPorts;
import dev.loopkeeper.engine.coordinator.port.JobSettings;
import dev.loopkeeper.engine.coordinator.port.PatientWork;
import dev.loopkeeper.engine.coordinator.restore.FallBack;
import dev.loopkeeper.engine.coordinator.snapshot.RetainedSnapshots;
import dev.loopkeeper.engine.coordinator.snapshot.SinkCommits;
import dev.loopkeeper.engine.coordinator.snapshot.SnapshotStore;
import dev.loopkeeper.engine.plan.Plan;
import dev.loopkeeper.engine.plan.Region;
import dev.loopkeeper.engine.snapshot.HeadRecord;
import dev.loopkeeper.engine.snapshot.Manifest;
import dev.loopkeeper.engine.snapshot.SnapshotId;
import dev.loopkeeper.engine.snapshot.StoreLayout;
import dev.loopkeeper.engine.store.StoreException;
import dev.loopkeeper.engine.work.BackgroundWork.Completion;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;

/** Rewrites the head of every region of an epoch under the claim, and reads what the heads name. On the coordinator's thread. */
final class RegionClaims {

    /** More may have been retained than this coordinator was told to at its start: what is beyond goes with the next commit (K17). */
    private static final int ALL = Integer.MAX_VALUE;

    private final Plan plan;
    private final int epoch;
    private final long claim;
    private final JobSettings settings;
    private final CoordinatorPorts ports;
    private final RetainedSnapshots retained;
    private final BooleanSupplier over;
    private final ClaimListener listener;
    private final SnapshotStore store;
    private final SinkCommits commits;
    private final PatientWork work;

    /**
     * @param plan of the parallelism of the epoch
     * @param retained takes the snapshots that are read
     */
    RegionClaims(
            Plan plan,
            int epoch,
            long claim,
            JobSettings settings,
            CoordinatorPorts ports,
            RetainedSnapshots retained,
            BooleanSupplier over,
            ClaimListener listener) {
        this.plan = plan;
        this.epoch = epoch;
        this.claim = claim;
        this.settings = settings;
        this.ports = ports;
        this.retained = retained;
        this.over = over;
        this.listener = listener;
        this.store = new SnapshotStore(ports.store());
        this.commits = new SinkCommits(plan, ports, over);
        this.work = new PatientWork(ports, over);
    }

    /** Claims all; {@code done} is given them in the plan's order, when the transactions of their snapshots are committed again. */
    void start(Consumer<List<ClaimedRegion>> done) {
        ClaimedRegion[] claimed = new ClaimedRegion[plan.regions().size()];
        int[] missing = {claimed.length};
        for (Region region : plan.regions()) {
            claim(region, found -> {
                claimed[region.id()] = found;
                if (--missing[0] == 0 && !over.getAsBoolean()) {
                    done.accept(List.of(claimed));
                }
            });
        }
    }

    private void claim(Region region, Consumer<ClaimedRegion> done) {
        String folder = StoreLayout.region(epoch, region.name());
        FencedObject<HeadRecord> head = new FencedObject<>(StoreLayout.head(folder), HeadRecord.class, ports);
        head.takeOver(
                before -> (before == null ? HeadRecord.NONE : before).withClaim(claim),
                FencedObject.Outcome.of(now -> recover(region, folder, head, now, done), listener));
    }

    private void recover(
            Region region,
            String folder,
            FencedObject<HeadRecord> head,
            HeadRecord record,
            Consumer<ClaimedRegion> done) {
        if (record.snapshot().equals(SnapshotId.NONE)) {
            done.accept(new ClaimedRegion(region, folder, head, record, null, false));
            return;
        }
        work.start(
                "read snapshots of " + region.name(),
                () -> store.chain(folder, record.snapshot(), ALL),
                new Completion<List<Manifest>>() {
                    @Override
                    public void succeeded(List<Manifest> chain) {
                        commit(chain, newest -> new ClaimedRegion(region, folder, head, record, newest, false), done);
                    }

                    @Override
                    public void failed(Exception cause) {
                        goBack(region, folder, head, record, cause, done);
                    }
                });
    }

    private void commit(List<Manifest> chain, Function<Manifest, ClaimedRegion> claimed, Consumer<ClaimedRegion> done) {
        chain.forEach(retained::add);
        Manifest newest = chain.getLast();
        ClaimedRegion found = claimed.apply(newest);
        commits.commit(found.region().name(), newest, claim, () -> done.accept(found));
    }

    /**
     * The newest manifest is lost, and with it the list of what was committed with it: only a job that accepts repeated output goes back (R14).
     */
    private void goBack(
            Region region,
            String folder,
            FencedObject<HeadRecord> head,
            HeadRecord record,
            Exception cause,
            Consumer<ClaimedRegion> done) {
        SnapshotId earlier = record.predecessor();
        boolean possible = isDamage(cause) && !record.last() && earlier != null && !earlier.equals(SnapshotId.NONE);
        if (!possible || !settings.repeatOutput()) {
            listener.unreadable("region " + region.name() + " (" + region.title() + "): " + cause.getMessage() + ". "
                    + FallBack.PUT_BACK
                    + (possible
                            ? ", or go on from snapshot " + earlier + " and accept repeated output by "
                                    + FallBack.OPTION
                            : ""));
            return;
        }
        work.start(
                "read snapshots of " + region.name(),
                () -> store.chain(folder, earlier, ALL),
                new Completion<List<Manifest>>() {
                    @Override
                    public void succeeded(List<Manifest> chain) {
                        ports.event(
                                region.name(),
                                "goes back from snapshot " + record.snapshot() + " to " + earlier + ": "
                                        + cause.getMessage() + "; output will be written again");
                        head.update(
                                before -> before.backTo(earlier, chain.getLast().predecessor()),
                                FencedObject.Outcome.of(
                                        now -> commit(
                                                chain,
                                                newest -> new ClaimedRegion(region, folder, head, now, newest, true),
                                                done),
                                        listener));
                    }

                    @Override
                    public void failed(Exception also) {
                        listener.unreadable("region " + region.name() + " (" + region.title() + "): "
                                + cause.getMessage() + "; " + also.getMessage() + ". " + FallBack.PUT_BACK);
                    }
                });
    }

    private static boolean isDamage(Exception cause) {
        return cause instanceof StoreException failure
                && (failure.kind() == StoreException.Kind.MISSING || failure.kind() == StoreException.Kind.CORRUPT);
    }
}
