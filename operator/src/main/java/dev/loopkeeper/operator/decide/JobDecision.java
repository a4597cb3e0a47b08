package dev.loopkeeper.operator.decide;

import dev.loopkeeper.crds.v1alpha1.DeletionPolicy;
import dev.loopkeeper.crds.v1alpha1.IterativeJobStatus;
import dev.loopkeeper.crds.v1alpha1.JobPhase;
import dev.loopkeeper.operator.observe.JobView;
import dev.loopkeeper.operator.observe.Observation;
import dev.loopkeeper.operator.observe.RunEnd;
import dev.loopkeeper.operator.observe.RunView;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What is to be done for a job: the order in which its concerns are looked at. A pure function; safe for all threads. */
public final class JobDecision {

    private static final Set<JobPhase> SETTLED =
            EnumSet.of(JobPhase.RUNNING, JobPhase.SUSPENDED, JobPhase.SUCCEEDED, JobPhase.FAILED);

    private JobDecision() {}

    /** Decides. Deciding again before the steps had an effect decides the same. */
    public static Decision decide(Observation seen) {
        Decision.Builder decision = new Decision.Builder();
        JobView job = seen.job();
        if (job.paused() && !job.deleting()) {
            // Nothing is touched; a coordinator that asks for workers waits.
            if (waits(job)) {
                decision.note(Situation.waiting(
                        "Paused",
                        "nothing is done for the job while its annotation loopkeeper.dev/reconcile is paused"));
            }
            return decision.recheckIn(Timing.RECHECK).build();
        }
        if (job.deleting()) {
            DeletionDecision.decide(seen, decision);
            return decision.build();
        }
        boolean keep = job.spec().snapshots().onDelete() == DeletionPolicy.DELETE;
        // It is what is left of the last specification that could be read, where this one cannot.
        if (job.readable() && keep != job.finalizer()) {
            decision.add(new Step.SetFinalizer(keep));
        }
        Optional<RunView> run = seen.run();
        if (run.isEmpty()) {
            RunStart.decide(seen, 1, decision);
        } else if (run.get().end() instanceof RunEnd end) {
            ended(seen, run.get(), end, decision);
        } else {
            RunDecision.decide(seen, run.get(), decision);
        }
        RunHistory.decide(seen, decision);
        if (!finished(seen)) {
            decision.recheckIn(Timing.RECHECK);
        }
        return decision.build();
    }

    /** Whether a paused job would go on to be something else; one that is as it should be is not in progress (K21). */
    private static boolean waits(JobView job) {
        IterativeJobStatus status = job.status();
        Long observed = status == null ? null : status.observedGeneration();
        return status == null
                || observed == null
                || observed != job.generation()
                || status.phase() == null
                || !SETTLED.contains(status.phase());
    }

    private static boolean finished(Observation seen) {
        return seen.run()
                .map(RunView::end)
                .filter(end -> end != null && end.isFinal())
                .isPresent();
    }

    private static void ended(Observation seen, RunView run, RunEnd end, Decision.Builder decision) {
        RunCleanup.decide(seen, run, end, decision);
        if (!end.isFinal()) {
            RunStart.decide(seen, run.number() + 1, decision);
            return;
        }
        List<String> changed = RunChange.of(seen.job(), run);
        if (!changed.isEmpty()) {
            // K17: a finished job is final.
            decision.note(Situation.stalled(
                    "AlreadyFinished",
                    "the job has ended; the change of " + String.join(", ", RunChange.paths(changed))
                            + " has no effect. Make a job of another name, with restoreFrom if it is to go on"));
        }
        expire(seen, end, decision);
    }

    /** K19: as for batch Jobs. */
    private static void expire(Observation seen, RunEnd end, Decision.Builder decision) {
        Integer seconds = seen.job().spec().ttlSecondsAfterFinished();
        if (seconds == null) {
            return;
        }
        Instant due = end.time().plusSeconds(seconds);
        if (!seen.now().isBefore(due)) {
            decision.add(new Step.DeleteJob());
        } else {
            decision.recheckIn(Duration.between(seen.now(), due));
        }
    }
}
