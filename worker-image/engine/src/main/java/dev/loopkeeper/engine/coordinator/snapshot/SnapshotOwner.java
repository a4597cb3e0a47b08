package dev.loopkeeper.engine.coordinator.snapshot;

import dev.loopkeeper.engine.coordinator.fence.FenceListener;
import dev.loopkeeper.engine.snapshot.Manifest;

/** What a region's snapshots tell the region, and ask of the job. On the coordinator's thread. */
public interface SnapshotOwner extends FenceListener {

    /** Whether the coordinator has ended: nothing is deleted, committed or reported any more (R12). */
    boolean over();

    /** The first attempt of any region with tasks of a vertex of which output may still be committed: regions can share a sink. */
    int firstAttemptAtWork(int vertex);

    /** A snapshot is committed and its output is visible. */
    void snapshotCommitted();

    /** A snapshot that was asked for is committed and its output is visible; not called for a request that a newer one has replaced. */
    void requestCommitted(Manifest manifest);

    /** The last snapshot is committed, with everything ended. */
    void finished();

    /** The snapshot that ends a run is committed. */
    void stopCommitted();

    /** A commit that a restore has had to wait for is done, and visible. */
    void commitSettled();
}
