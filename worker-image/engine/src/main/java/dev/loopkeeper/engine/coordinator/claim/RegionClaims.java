package dev.loopkeeper.engine.coordinator.claim;

import dev.loopkeeper.engine.coordinator.fence.FencedObject;
import dev.loopkeeper.engine.coordinator.port.CoordinatorPorts;
import dev.loopkeeper.engine.coordinator.port.JobSettings;
import dev.loopkeeper.engine.coordinator.port.PatientWork;
import dev.loopkeeper.engine.coordinator.snapshot.RetainedSnapshots;
import dev.loopkeeper.engine.coordinator.snapshot.SinkCommits;
import dev.loopkeeper.engine.coordinator.snapshot.SnapshotStore;
import dev.loopkeeper.engine.plan.Plan;
import dev.loopkeeper.engine.plan.Region;
import dev.loopkeeper.engine.snapshot.HeadRecord;
import dev.loopkeeper.engine.snapshot.Manifest;
import dev.loopkeeper.engine.snapshot.SnapshotId;
import dev.loopkeeper.engine.snapshot.StoreLayout;
import dev.loopkeeper.engine.work.BackgroundWork.Completion;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Rewrites the head of every region of an epoch under the claim, and reads what the heads name. On the coordinator's thread. */
final class RegionClaims {

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
            done.accept(new ClaimedRegion(region, folder, head, record, null));
            return;
        }
        work.start(
                "read snapshots of " + region.name(),
                () -> store.chain(folder, record.snapshot(), settings.retain()),
                new Completion<List<Manifest>>() {
                    @Override
                    public void succeeded(List<Manifest> chain) {
                        chain.forEach(retained::add);
                        Manifest newest = chain.getLast();
                        commits.commit(
                                region.name(),
                                newest,
                                claim,
                                () -> done.accept(new ClaimedRegion(region, folder, head, record, newest)));
                    }

                    @Override
                    public void failed(Exception cause) {
                        listener.unreadable(cause.getMessage());
                    }
                });
    }
}
