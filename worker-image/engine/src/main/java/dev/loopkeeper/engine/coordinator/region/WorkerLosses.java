package dev.loopkeeper.engine.coordinator.region;

import dev.loopkeeper.engine.coordinator.port.CurrentSettings;
import dev.loopkeeper.engine.coordinator.region.AttemptLoss.Suspect;
import dev.loopkeeper.provider.ObservedWorker;
import dev.loopkeeper.provider.RegionFailure;
import dev.loopkeeper.provider.WorkerPhase;
import java.time.Instant;
import java.util.List;
import java.util.Set;

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
            return new AttemptLoss(
                    failure, null, false, !worker.voluntary(), workers.lastHeard(index, now), List.of(), null);
        }
        return null;
    }

    /**
     * A registered worker that was not heard of for too long; null if there is none.
     *
     * @param suspected nodes whose workers are waited for less long
     */
    static AttemptLoss silent(RegionWorkers workers, Set<String> suspected, long now, CurrentSettings settings) {
        int silent = workers.silent(now, worker -> settings.patience(suspected.contains(worker.node())));
        if (silent < 0) {
            return null;
        }
        String node = workers.registered(silent).node();
        String message = "nothing heard for " + settings.patience(suspected.contains(node)) + " ms";
        return AttemptLoss.of("HeartbeatTimeout", workers.name(silent), message, now)
                .silentSince(workers.lastHeard(silent, now))
                .avoiding(node.isEmpty() ? List.of() : List.of(node));
    }

    /**
     * What a loss was caused by, when the provider has come to know that the process at the other end of a lost connection has failed. One that has
     * ended without an error is none: it was told to go after the loss.
     *
     * @return the worker as its provider sees it; null if nothing is known
     */
    static ObservedWorker behind(AttemptLoss loss, List<ObservedWorker> observed) {
        Suspect suspect = loss.suspect();
        if (suspect == null) {
            return null;
        }
        for (ObservedWorker worker : observed) {
            if (worker.name().equals(suspect.worker())
                    && worker.uid().equals(suspect.uid())
                    && worker.phase() == WorkerPhase.FAILED) {
                return worker;
            }
        }
        return null;
    }

    /** What people are told of a worker that has ended. */
    static RegionFailure end(ObservedWorker worker, Instant time) {
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
