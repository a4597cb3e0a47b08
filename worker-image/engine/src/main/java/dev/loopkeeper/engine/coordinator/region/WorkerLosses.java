package dev.loopkeeper.engine.coordinator.region;

import dev.loopkeeper.engine.coordinator.region.AttemptLoss.Suspect;
import dev.loopkeeper.provider.ObservedWorker;
import dev.loopkeeper.provider.RegionFailure;
import dev.loopkeeper.provider.WorkerPhase;
import java.time.Instant;
import java.util.List;

/** Judges by what the provider has seen, and by silence, whether a worker of an attempt is lost, and what a loss was caused by (K1). Pure. */
final class WorkerLosses {

    private WorkerLosses() {}

    /** The first of an attempt's workers that the provider says has ended; null if all are well. */
    static AttemptLoss observed(RegionWorkers workers, List<ObservedWorker> observed, long now) {
        for (ObservedWorker worker : observed) {
            int index = workers.index(worker.name());
            if (index < 0 || !worker.phase().ended()) {
                continue;
            }
            if (workers.registered(index) == null && worker.uid().isEmpty()) {
                continue;
            }
            RegionFailure failure = end(worker, Instant.ofEpochMilli(now));
            return new AttemptLoss(failure, null, false, !worker.voluntary(), workers.lastHeard(index, now), "", null);
        }
        return null;
    }

    /** A registered worker that was not heard of for too long; null if there is none. */
    static AttemptLoss silent(RegionWorkers workers, long now, long timeoutMillis) {
        int silent = workers.silent(now, timeoutMillis);
        if (silent < 0) {
            return null;
        }
        return AttemptLoss.of(
                        "HeartbeatTimeout", workers.name(silent), "nothing heard for " + timeoutMillis + " ms", now)
                .silentSince(workers.lastHeard(silent, now))
                .avoiding(workers.registered(silent).node());
    }

    /**
     * What a loss was caused by, when the provider has come to know that the process at the other end of a lost connection has failed. One that has
     * ended without an error is none: it was told to go after the loss.
     *
     * @return with the time of the loss; null if nothing is known
     */
    static RegionFailure behind(AttemptLoss loss, List<ObservedWorker> observed) {
        Suspect suspect = loss.suspect();
        if (suspect == null) {
            return null;
        }
        for (ObservedWorker worker : observed) {
            if (worker.name().equals(suspect.worker())
                    && worker.uid().equals(suspect.uid())
                    && worker.phase() == WorkerPhase.FAILED) {
                return end(worker, loss.failure().time());
            }
        }
        return null;
    }

    private static RegionFailure end(ObservedWorker worker, Instant time) {
        return new RegionFailure(
                time,
                worker.reason() == null ? "WorkerGone" : worker.reason(),
                worker.name(),
                worker.node(),
                worker.exitCode(),
                worker.message(),
                worker.logTail());
    }
}
