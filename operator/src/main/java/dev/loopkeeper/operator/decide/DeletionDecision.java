package dev.loopkeeper.operator.decide;

import dev.loopkeeper.crds.v1alpha1.DeletionPolicy;
import dev.loopkeeper.crds.v1alpha1.IterativeJobStatus;
import dev.loopkeeper.crds.v1alpha1.RunStatus;
import dev.loopkeeper.operator.observe.Component;
import dev.loopkeeper.operator.observe.JobView;
import dev.loopkeeper.operator.observe.Observation;
import dev.loopkeeper.operator.observe.PodPhase;
import dev.loopkeeper.operator.observe.PodView;
import dev.loopkeeper.operator.observe.Preparation;
import dev.loopkeeper.operator.observe.RunView;
import dev.loopkeeper.operator.observe.StoreAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A job that is deleted (K10). Without our finalizer owner references do everything; with it the pods go, another clears the store, and the
 * resource goes when that is done or has taken too long.
 */
final class DeletionDecision {

    /** Of what a pod has said, in characters: events take a thousand. */
    private static final int MOST_WORDS = 400;

    private DeletionDecision() {}

    static void decide(Observation seen, Decision.Builder decision) {
        JobView job = seen.job();
        Instant deletedAt = job.deletedAt();
        if (!job.finalizer() || deletedAt == null) {
            return;
        }
        List<PodView> cleanups = seen.ownPods().stream()
                .filter(pod -> pod.component() == Component.CLEANUP)
                .toList();
        int run = lastRun(seen);
        if (run == 0) {
            decision.add(new Step.SetFinalizer(false));
            return;
        }
        if (job.onDelete() == DeletionPolicy.RETAIN) {
            // The finalizer is of an earlier wish: nothing is cleared that somebody wants to keep.
            letGo(cleanups, decision);
            return;
        }
        if (cleanups.stream().anyMatch(pod -> pod.phase() == PodPhase.SUCCEEDED)) {
            letGo(cleanups, decision);
            return;
        }
        if (job.namespaceTerminating()) {
            // New pods are refused there, and a finalizer would hang the namespace.
            tellLeft(seen, "the namespace is being deleted", decision);
            letGo(cleanups, decision);
            return;
        }
        if (cleanups.isEmpty() && job.readable() && isElsewhere(seen, run)) {
            tellLeft(
                    seen,
                    "nothing else is left of its runs, and the operator's default store is another by now",
                    decision);
            letGo(cleanups, decision);
            return;
        }
        Duration age = Duration.between(deletedAt, seen.now());
        if (age.compareTo(Timing.CLEANUP) >= 0) {
            tellLeft(
                    seen,
                    "it could not be cleared within " + Timing.CLEANUP.toMinutes() + " minutes" + lastWords(cleanups),
                    decision);
            letGo(cleanups, decision);
            return;
        }
        decision.recheckIn(Timing.CLEANUP.minus(age)).recheckIn(Timing.RECHECK);
        if (endPods(seen, decision)) {
            if (cleanups.isEmpty()) {
                tellAssumed(seen, run, decision);
            }
            clear(cleanups, run, seen.now(), decision);
        }
    }

    /**
     * The number of the last run; 0 if there was none. A deletion in the foreground has the collector take the revisions at once, so that the status counts
     * too, and what pods say.
     */
    private static int lastRun(Observation seen) {
        int known = seen.run().map(RunView::number).orElse(0);
        int told = Optional.ofNullable(seen.job().status())
                .map(IterativeJobStatus::run)
                .map(RunStatus::number)
                .map(Long::intValue)
                .orElse(0);
        int running = seen.ownPods().stream().mapToInt(PodView::run).max().orElse(0);
        return Math.max(known, Math.max(told, running));
    }

    /** What the last run was started with; where it is gone, it is made up for from the specification and what the operator's default store is now. */
    private static Optional<RunView> kept(Observation seen, int run) {
        return seen.run().filter(known -> known.number() == run);
    }

    /** Where the job's data is, as a run or the status says: the operator's default store may be another by now. */
    private static Optional<String> recordedStore(Observation seen) {
        return seen.run()
                .map(RunView::store)
                .or(() -> Optional.ofNullable(seen.job().status())
                        .map(IterativeJobStatus::run)
                        .map(RunStatus::store));
    }

    private static Optional<StoreAddress> presentStore(Observation seen) {
        return Optional.ofNullable(seen.preparation()).map(Preparation::store);
    }

    /** Whether what would be cleared is not where the job's data is: that is no clearing, and the keys for the right place are gone. */
    private static boolean isElsewhere(Observation seen, int run) {
        return kept(seen, run).isEmpty()
                && recordedStore(seen)
                        .flatMap(recorded -> presentStore(seen).map(present -> !present.isAt(recorded)))
                        .orElse(false);
    }

    /** Keys begin with the job's uid, so that nothing of others goes, wherever that is. */
    private static void tellAssumed(Observation seen, int run, Decision.Builder decision) {
        boolean named = seen.job().spec().snapshots().store() != null;
        if (!named && kept(seen, run).isEmpty() && recordedStore(seen).isEmpty()) {
            presentStore(seen)
                    .ifPresent(store -> decision.add(new Step.TellOnce(
                            false,
                            "StoreAssumed",
                            "nothing is left that says where the job's data is: it is looked for and cleared at "
                                    + store)));
        }
    }

    /** Whether all are gone that might still write. */
    private static boolean endPods(Observation seen, Decision.Builder decision) {
        boolean gone = true;
        for (PodView pod : seen.ownPods()) {
            if (pod.component() == Component.CLEANUP) {
                continue;
            }
            gone &= pod.ended();
            if (PodTrouble.overdue(pod, seen.now())) {
                decision.add(new Step.DeletePod(pod.name(), pod.uid(), 0, "its node does not end it"));
            } else if (!pod.ended() && !PodTrouble.endsSoon(pod, seen.now())) {
                // The collector gives pods all the time that they may take for a snapshot.
                decision.add(new Step.DeletePod(
                        pod.name(), pod.uid(), Timing.FENCED_GRACE_SECONDS, "the job is being deleted"));
            }
        }
        return gone;
    }

    /** A pod that has failed stays until the next is due: what keeps it from its work may take a while, and its log is worth reading. */
    private static void clear(List<PodView> cleanups, int run, Instant now, Decision.Builder decision) {
        if (cleanups.isEmpty()) {
            decision.add(new Step.CreateCleanup(run, 0));
            return;
        }
        if (cleanups.stream().anyMatch(pod -> !pod.ended() || pod.terminating())) {
            return;
        }
        PodView last = Collections.max(cleanups, Comparator.comparingInt(PodView::failures));
        Instant due = last.phaseSince().plus(Timing.backoff(last.failures() + 1));
        if (now.isBefore(due)) {
            decision.recheckIn(Duration.between(now, due));
            return;
        }
        cleanups.forEach(
                pod -> decision.add(new Step.DeletePod(pod.name(), pod.uid(), 0, "it failed and is tried again")));
        decision.add(new Step.CreateCleanup(run, last.failures() + 1));
    }

    private static void letGo(List<PodView> cleanups, Decision.Builder decision) {
        // Nobody owns the cleaning pod and what it mounts, so that a deletion in the foreground leaves them alone, and
        // nobody else would remove them.
        cleanups.stream()
                .filter(pod -> !pod.terminating())
                .forEach(pod -> decision.add(new Step.DeletePod(pod.name(), pod.uid(), 0, "the store is done with")));
        decision.add(new Step.DiscardCleanup());
        decision.add(new Step.SetFinalizer(false));
    }

    private static void tellLeft(Observation seen, String why, Decision.Builder decision) {
        String store = recordedStore(seen)
                .or(() -> presentStore(seen).map(StoreAddress::text))
                .orElse("its store");
        decision.add(new Step.Tell(true, "StoreLeft", "the job's data is left at " + store + ": " + why));
    }

    /** Why the last pod did not do it, as far as it has said. */
    private static String lastWords(List<PodView> cleanups) {
        return cleanups.stream()
                .max(Comparator.comparingInt(PodView::failures))
                .map(pod -> pod.end() == null ? pod.waiting() : pod.end().message())
                .flatMap(words -> words.lines().findFirst())
                .map(line -> ": " + line.substring(0, Math.min(line.length(), MOST_WORDS)))
                .orElse("");
    }
}
