package dev.loopkeeper.engine.coordinator.region;

import dev.loopkeeper.engine.coordinator.port.CoordinatorPorts;
import dev.loopkeeper.engine.coordinator.port.CurrentSettings;
import dev.loopkeeper.provider.ObservedWorker;
import dev.loopkeeper.provider.RegionFailure;
import java.util.List;

/**
 * Looks into the last loss for as long as a heartbeat may take: who has lost a connection tells of it at once, and only then it becomes known that
 * the process at the other end has died. What is found takes the place of what was told. Belongs to the coordinator's thread.
 */
final class LossInquest {

    private final String region;
    private final CurrentSettings settings;
    private final CoordinatorPorts ports;
    private final RegionHistory history;
    private final Runnable pardon;

    /** The loss that may yet be explained; null if none. */
    private AttemptLoss open;

    private long until;

    /** @param pardon takes the last failure back from the budget */
    LossInquest(
            String region, CurrentSettings settings, CoordinatorPorts ports, RegionHistory history, Runnable pardon) {
        this.region = region;
        this.settings = settings;
        this.ports = ports;
        this.history = history;
        this.pardon = pardon;
    }

    /** A new loss; one before it that is not explained stays so. */
    void begin(AttemptLoss loss) {
        open = loss.suspect() == null ? null : loss;
        until = ports.now() + settings.now().heartbeatTimeoutMillis();
    }

    /** The provider's view of this region's workers, also those of attempts that are over. */
    void observed(List<ObservedWorker> observed) {
        ObservedWorker found = open == null || ports.now() > until ? null : WorkerLosses.behind(open, observed);
        if (found != null) {
            RegionFailure cause = WorkerLosses.end(found, open.failure().time());
            history.explained(cause, open.suspect().lastSign());
            if (found.voluntary()) {
                // K23: its neighbour was quicker, and told of a failure.
                pardon.run();
            }
            open = null;
            ports.event(region, "the cause was " + cause.worker() + " (" + cause.reason() + "): " + cause.message());
            ports.changed();
        }
    }
}
