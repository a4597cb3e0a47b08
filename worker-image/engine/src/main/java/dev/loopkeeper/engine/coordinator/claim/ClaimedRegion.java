package dev.loopkeeper.engine.coordinator.claim;

import dev.loopkeeper.engine.coordinator.fence.FencedObject;
import dev.loopkeeper.engine.plan.Region;
import dev.loopkeeper.engine.snapshot.HeadRecord;
import dev.loopkeeper.engine.snapshot.Manifest;

/**
 * A region whose head is rewritten under the claim.
 *
 * @param folder its folder in the job's part of the store
 * @param record what stands in the head now
 * @param manifest the snapshot that the head names, its transactions committed; null if it names none
 * @param restart whether no worker runs any more, or with other state than what the head names: the region restarts
 */
public record ClaimedRegion(
        Region region,
        String folder,
        FencedObject<HeadRecord> head,
        HeadRecord record,
        Manifest manifest,
        boolean restart) {

    /** The same, to be restarted. */
    ClaimedRegion restarting() {
        return new ClaimedRegion(region, folder, head, record, manifest, true);
    }
}
