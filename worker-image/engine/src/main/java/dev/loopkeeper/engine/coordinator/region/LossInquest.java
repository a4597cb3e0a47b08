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

    /** The loss that may yet be explained; null if none. */
    private AttemptLoss open;

    private long until;

    LossInquest(String region, CurrentSettings settings, CoordinatorPorts ports, RegionHistory history) {
        this.region = region;
        this.settings = settings;
        this.ports = ports;
        this.history = history;
    }

    /** A new loss; one before it that is not explained stays so. */
    void begin(AttemptLoss loss) {
        open = loss.suspect() == null ? null : loss;
        until = ports.now() + settings.now().heartbeatTimeoutMillis();
    }

    /** The provider's view of this region's workers, also those of attempts that are over. */
    void observed(List<ObservedWorker> observed) {
        RegionFailure cause = open == null || ports.now() > until ? null : WorkerLosses.behind(open, observed);
        if (cause != null) {
            history.explained(cause, open.suspect().lastSign());
            open = null;
            ports.event(region, "the cause was " + cause.worker() + " (" + cause.reason() + "): " + cause.message());
            ports.changed();
        }
    }
}
