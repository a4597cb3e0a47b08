package dev.loopkeeper.engine.coordinator.snapshot;

import dev.loopkeeper.engine.coordinator.port.CoordinatorPorts;
import dev.loopkeeper.engine.plan.Region;
import dev.loopkeeper.engine.snapshot.SnapshotId;
import dev.loopkeeper.engine.work.BackgroundWork.Completion;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Deletes what no retained snapshot names any more: at once what a dropped one named, and by a sweep now and then what else is left (R13). */
final class SnapshotGarbage {

    /** Between two sweeps for what nothing names, in committed snapshots. */
    private static final int SWEEP_INTERVAL = 64;

    private final Region region;
    private final String folder;
    private final long claim;
    private final RetainedSnapshots retained;
    private final CoordinatorPorts ports;
    private final SinkCommits commits;
    private final SnapshotStore store;
    private final SnapshotOwner owner;
    private int committedSinceSweep = SWEEP_INTERVAL;

    SnapshotGarbage(
            Region region,
            String folder,
            long claim,
            RetainedSnapshots retained,
            CoordinatorPorts ports,
            SinkCommits commits,
            SnapshotOwner owner) {
        this.region = region;
        this.folder = folder;
        this.claim = claim;
        this.retained = retained;
        this.ports = ports;
        this.commits = commits;
        this.store = new SnapshotStore(ports.store());
        this.owner = owner;
    }

    void delete(List<String> garbage) {
        if (!garbage.isEmpty()) {
            inBackground("delete of old snapshots", () -> ports.store().delete(garbage));
        }
    }

    /** Sweeps after the next commit: a committed snapshot was given up. */
    void sweepSoon() {
        committedSinceSweep = SWEEP_INTERVAL;
    }

    /** What aborted snapshots and dead attempts left behind; only of snapshots that are over, and only up to this claim (R13). */
    void sweepNowAndThen(SnapshotId committed) {
        if (++committedSinceSweep < SWEEP_INTERVAL) {
            return;
        }
        committedSinceSweep = 0;
        Set<String> named = retained.objects();
        Map<Integer, Integer> firstAtWork = new TreeMap<>();
        region.tasks().forEach(task -> firstAtWork.computeIfAbsent(task.vertex(), owner::firstAttemptAtWork));
        inBackground("sweep of unfinished output", () -> commits.sweep(firstAtWork, claim));
        inBackground(
                "sweep",
                () -> store.sweep(folder, id -> !id.isAfter(committed) && !id.equals(committed), named::contains));
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
                                        region.name(),
                                        what + " failed, a later sweep will do it: " + cause.getMessage());
                            }
                        });
    }
}
