package dev.loopkeeper.engine.coordinator.region;

import dev.loopkeeper.engine.coordinator.port.CoordinatorPorts;
import dev.loopkeeper.engine.coordinator.snapshot.RegionSnapshots;
import dev.loopkeeper.provider.RegionPhase;
import java.util.function.Consumer;

/**
 * A region of which workers are told to go while they are well, when a node is drained, say (K3): a snapshot stops all of it, and then it goes on
 * elsewhere, once for all of them. Nothing is computed again if the snapshot is there before the workers are gone. Belongs to the coordinator's
 * thread.
 */
final class RegionMove {

    /** Five seconds less than the grace period of workers' pods. */
    static final long LIMIT_MILLIS = 55_000;

    private static final int NONE = 0;

    private final String region;
    private final CoordinatorPorts ports;
    private final RegionAttempts attempts;
    private final RegionSnapshots snapshots;
    private final Consumer<AttemptLoss> lost;

    /** The attempt that is being stopped, if any. */
    private int moving = NONE;

    /** @param lost told that the attempt has stopped, or that its workers are about to be ended */
    RegionMove(
            String region,
            CoordinatorPorts ports,
            RegionAttempts attempts,
            RegionSnapshots snapshots,
            Consumer<AttemptLoss> lost) {
        this.region = region;
        this.ports = ports;
        this.attempts = attempts;
        this.snapshots = snapshots;
        this.lost = lost;
    }

    /** Stops a running attempt with a snapshot if one of its workers is told to go, unless that is done already. */
    void look(RegionPhase phase) {
        String leaving = phase == RegionPhase.RUNNING ? attempts.leaving() : null;
        int attempt = attempts.number();
        if (leaving == null || moving == attempt) {
            return;
        }
        moving = attempt;
        snapshots.stop(false);
        ports.event(region, "moves, because " + leaving + " is told to go: it stops with a snapshot first");
        ports.after(LIMIT_MILLIS, () -> {
            if (moving == attempt) {
                moved("its snapshot was not there in time");
            }
        });
    }

    /** The attempt has stopped with a snapshot; false if it was not in order to go on elsewhere. */
    boolean stopped() {
        if (moving == NONE || moving != attempts.number()) {
            return false;
        }
        moved("nothing is computed again");
        return true;
    }

    private void moved(String how) {
        lost.accept(AttemptLoss.of("Moved", null, "workers are told to go; " + how, ports.now())
                .counted(false));
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
