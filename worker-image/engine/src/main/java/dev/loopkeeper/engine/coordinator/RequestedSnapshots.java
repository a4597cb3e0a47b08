package dev.loopkeeper.engine.coordinator;

import dev.loopkeeper.engine.coordinator.fence.FenceListener;
import dev.loopkeeper.engine.coordinator.fence.FencedObject;
import dev.loopkeeper.engine.coordinator.port.CoordinatorPorts;
import dev.loopkeeper.engine.coordinator.region.RegionCoordinator;
import dev.loopkeeper.engine.coordinator.snapshot.RetainedSnapshots;
import dev.loopkeeper.engine.snapshot.JobRecord;
import dev.loopkeeper.engine.snapshot.Manifest;
import dev.loopkeeper.engine.snapshot.SnapshotId;
import dev.loopkeeper.engine.snapshot.StoreLayout;
import dev.loopkeeper.provider.RegionPhase;
import dev.loopkeeper.provider.RequestedSnapshot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Snapshots on request: one of every region for each token. They are kept, and the answer stands in {@code job}, so that a token is answered once
 * whichever coordinator reads it. Belongs to the coordinator's thread.
 */
final class RequestedSnapshots {

    private final CoordinatorPorts ports;
    private final FencedObject<JobRecord> job;
    private final RetainedSnapshots retained;
    private final FenceListener fence;
    private final Consumer<List<String>> garbage;

    private JobRecord.Requested answered;
    /** The token that is not answered yet; null if there is none. */
    private String token;

    private List<RegionCoordinator> missing = new ArrayList<>();
    private Map<String, SnapshotId> taken = new TreeMap<>();

    /** @param garbage deletes what nothing names any more */
    RequestedSnapshots(
            CoordinatorPorts ports,
            FencedObject<JobRecord> job,
            RetainedSnapshots retained,
            FenceListener fence,
            Consumer<List<String>> garbage) {
        this.ports = ports;
        this.job = job;
        this.retained = retained;
        this.fence = fence;
        this.garbage = garbage;
    }

    /** Goes on from what stands in the store. */
    void claimed(JobRecord record) {
        answered = record.requested();
    }

    /** The newest answer as the provider is told; null if there is none. */
    RequestedSnapshot answer() {
        if (answered == null) {
            return null;
        }
        Map<String, String> byRegion = new HashMap<>();
        answered.snapshots()
                .forEach((folder, snapshot) -> byRegion.put(StoreLayout.regionName(folder), snapshot.toString()));
        return new RequestedSnapshot(answered.token(), answered.time(), byRegion);
    }

    /** The provider wants one; what it repeats changes nothing. */
    void ask(String wanted, List<RegionCoordinator> regions) {
        if (wanted.equals(token) || token == null && answered != null && wanted.equals(answered.token())) {
            return;
        }
        token = wanted;
        missing = new ArrayList<>(regions);
        taken = new TreeMap<>();
        keep();
        for (RegionCoordinator region : regions) {
            if (region.phase() == RegionPhase.FINISHED) {
                finished(region);
            } else {
                region.snapshots().request();
            }
        }
    }

    /** A region that had nothing to begin any more: its last snapshot is the answer. */
    void finished(RegionCoordinator region) {
        committed(region, region.snapshots().committedManifest());
    }

    /** A region has committed what it was asked for. */
    void committed(RegionCoordinator region, Manifest manifest) {
        if (token == null || !missing.remove(region)) {
            return;
        }
        retained.keep(manifest);
        taken.put(manifest.region(), manifest.snapshot());
        if (missing.isEmpty()) {
            write(new JobRecord.Requested(token, Instant.ofEpochMilli(ports.now()), taken));
        }
    }

    private void write(JobRecord.Requested answer) {
        job.update(
                before -> before.withRequested(answer),
                FencedObject.Outcome.of(
                        now -> {
                            answered = answer;
                            if (answer.token().equals(token)) {
                                token = null;
                                taken = new TreeMap<>();
                            }
                            ports.event("", "snapshot on request " + answer.token() + " is taken");
                            keep();
                            ports.changed();
                        },
                        fence));
    }

    /** What is kept for an earlier request is no longer needed. */
    private void keep() {
        List<Map<String, SnapshotId>> needed = new ArrayList<>(List.of(taken));
        if (answered != null) {
            needed.add(answered.snapshots());
        }
        garbage.accept(retained.keepOnly(needed));
    }
}
