package dev.loopkeeper.engine.coordinator.region;

import dev.loopkeeper.provider.ObservedWorker;
import dev.loopkeeper.provider.RegionFailure;
import java.time.Instant;
import java.util.List;

/** Judges by what the provider has seen, and by silence, whether a worker of an attempt is lost (K1). Pure. */
final class WorkerLosses {

    private WorkerLosses() {}

    /**
     * A lost worker.
     *
     * @param counted whether the loss counts against the restart budget (K23)
     * @param avoidNode the node that its replacement avoids (K2); empty for none
     */
    record Loss(RegionFailure failure, boolean counted, String avoidNode) {}

    /** The first of an attempt's workers that the provider says has ended; null if all are well. */
    static Loss observed(RegionWorkers workers, List<ObservedWorker> observed, long now) {
        for (ObservedWorker worker : observed) {
            int index = workers.index(worker.name());
            if (index < 0 || !worker.phase().ended()) {
                continue;
            }
            if (workers.registered(index) == null && worker.uid().isEmpty()) {
                continue;
            }
            RegionFailure failure = new RegionFailure(
                    Instant.ofEpochMilli(now),
                    worker.reason() == null ? "WorkerGone" : worker.reason(),
                    worker.name(),
                    worker.node(),
                    worker.exitCode(),
                    worker.message(),
                    worker.logTail());
            return new Loss(failure, !worker.voluntary(), "");
        }
        return null;
    }

    /** A registered worker that was not heard of for too long; null if there is none. */
    static Loss silent(RegionWorkers workers, long now, long timeoutMillis) {
        int silent = workers.silent(now, timeoutMillis);
        if (silent < 0) {
            return null;
        }
        RegionFailure failure =
                failure("HeartbeatTimeout", workers.name(silent), "nothing heard for " + timeoutMillis + " ms", now);
        return new Loss(failure, true, workers.registered(silent).node());
    }

    /** A failure that the coordinator has found itself. */
    static RegionFailure failure(String reason, String worker, String message, long now) {
        return new RegionFailure(Instant.ofEpochMilli(now), reason, worker, null, null, message, "");
    }
}
