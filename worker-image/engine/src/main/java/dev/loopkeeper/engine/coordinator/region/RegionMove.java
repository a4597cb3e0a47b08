package dev.loopkeeper.engine.coordinator.region;

import dev.loopkeeper.engine.coordinator.snapshot.RegionSnapshots;

/**
 * A region of which workers are told to go while they are well, when a node is drained, say (K3): a snapshot stops all of it, and then it goes on
 * elsewhere, once for all of them. Nothing is computed again if the snapshot is there before the workers are gone. Belongs to the coordinator's
 * thread.
 */
final class RegionMove {

    /** Five seconds less than the grace period of workers' pods. */
    static final long LIMIT_MILLIS = 55_000;

    private static final int NONE = 0;

    private final RegionSnapshots snapshots;

    /** The attempt that is being stopped, if any. */
    private int moving = NONE;

    RegionMove(RegionSnapshots snapshots) {
        this.snapshots = snapshots;
    }

    /** Stops the attempt with a snapshot; false if it is being stopped already. */
    boolean begin(int attempt) {
        if (moving == attempt) {
            return false;
        }
        moving = attempt;
        snapshots.stop(false);
        return true;
    }

    /** Whether this attempt is stopped in order to go on elsewhere. */
    boolean moves(int attempt) {
        return moving != NONE && moving == attempt;
    }

    /** The region restarts, for whatever reason: what begins now is not to be stopped. */
    void over() {
        if (moving != NONE) {
            moving = NONE;
            snapshots.goOn();
        }
    }

    /** The run itself is to end: the region does not go on elsewhere. */
    void giveWay() {
        moving = NONE;
    }
}
