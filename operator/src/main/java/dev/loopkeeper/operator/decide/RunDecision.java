package dev.loopkeeper.operator.decide;

import dev.loopkeeper.operator.observe.Component;
import dev.loopkeeper.operator.observe.ContainerEnd;
import dev.loopkeeper.operator.observe.Observation;
import dev.loopkeeper.operator.observe.PodPhase;
import dev.loopkeeper.operator.observe.PodView;
import dev.loopkeeper.operator.observe.Preparation;
import dev.loopkeeper.operator.observe.RunEnd;
import dev.loopkeeper.operator.observe.RunView;
import dev.loopkeeper.operator.observe.StreamView;
import dev.loopkeeper.provider.Observations;
import dev.loopkeeper.provider.ProviderState;
import dev.loopkeeper.provider.SnapshotRequest;
import dev.loopkeeper.provider.StopRequest;
import dev.loopkeeper.provider.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is to be done for a run that has not ended: end it where it has, stop it where that is wanted, keep it going otherwise. */
final class RunDecision {

    private static final int REFUSED = 2;

    private final Observation seen;
    private final RunView run;
    private final Decision.Builder decision;

    private RunDecision(Observation seen, RunView run, Decision.Builder decision) {
        this.seen = seen;
        this.run = run;
        this.decision = decision;
    }

    static void decide(Observation seen, RunView run, Decision.Builder decision) {
        new RunDecision(seen, run, decision).decide();
    }

    private void decide() {
        Optional<RunEnd> end = verdict().or(this::abandoned);
        if (end.isPresent()) {
            decision.add(new Step.EndRun(run.number(), end.get()));
            if (end.get().outcome() == RunEnd.Outcome.ABANDONED) {
                AbandonedRun.tell(seen, run, decision);
            }
            return;
        }
        RunImage.decide(seen, run, decision);
        RunCleanup.olderRuns(seen, run, decision);
        if (!run.stopping()) {
            askStop();
        }
        if (prepared()) {
            CoordinatorDecision.decide(seen, run, decision);
        }
        ProviderState state = list();
        if (state == null) {
            return;
        }
        WorkerDecision.decide(seen, run, state, decision);
        report(state);
        EarlierSnapshots.decide(seen, state, decision);
    }

    /** How the coordinator says that the run ended: over its stream, or by what its container left behind (K8). */
    private Optional<RunEnd> verdict() {
        for (PodView coordinator : seen.coordinators()) {
            Verdict verdict = seen.stream(coordinator)
                    .map(StreamView::state)
                    .map(ProviderState::verdict)
                    .or(() -> Optional.ofNullable(coordinator.end()).flatMap(VerdictText::read))
                    .orElse(null);
            if (verdict != null) {
                Instant time = verdict.time() == null ? seen.now() : verdict.time();
                RunEnd.Outcome outcome = switch (verdict.outcome()) {
                    case SUCCEEDED -> RunEnd.Outcome.SUCCEEDED;
                    case FAILED -> RunEnd.Outcome.FAILED;
                    case SUSPENDED -> RunEnd.Outcome.SUSPENDED;
                };
                return Optional.of(new RunEnd(outcome, verdict.message(), time));
            }
        }
        return Optional.empty();
    }

    /** K18: only what runs is asked for a snapshot, and not for ever; a broken run does not stand in the way of its mending. */
    private Optional<RunEnd> abandoned() {
        Instant askedAt = run.stopAskedAt();
        if (askedAt == null) {
            return Optional.empty();
        }
        if (nothingRuns()) {
            return Optional.of(
                    new RunEnd(RunEnd.Outcome.ABANDONED, "nothing of it ran when its end was asked for", seen.now()));
        }
        Instant deadline = stopDeadline(askedAt).plus(Timing.STOP_MARGIN);
        return seen.now().isAfter(deadline)
                ? Optional.of(new RunEnd(
                        RunEnd.Outcome.ABANDONED,
                        "it did not stop within spec.snapshots.timeout; what was processed since its last snapshot is processed again",
                        seen.now()))
                : Optional.empty();
    }

    private boolean nothingRuns() {
        boolean workers = seen.workers().stream().anyMatch(pod -> pod.phase() == PodPhase.RUNNING);
        if (workers) {
            return false;
        }
        return seen.coordinator()
                .map(coordinator -> coordinator.phase() != PodPhase.RUNNING && !hasVerdict(coordinator))
                .orElse(true);
    }

    /** Codes 0 and 1 say that there is a verdict: the job may have ended well in this very moment. */
    private static boolean hasVerdict(PodView coordinator) {
        ContainerEnd end = coordinator.end();
        return end != null && end.exitCode() >= 0 && end.exitCode() < REFUSED;
    }

    private Instant stopDeadline(Instant askedAt) {
        return askedAt.plus(seen.job().spec().snapshots().timeout().value());
    }

    private void askStop() {
        if (seen.job().spec().suspend()) {
            decision.add(new Step.AskStop(run.number(), "suspended"));
            return;
        }
        List<String> changed = RunChange.wanted(seen, run);
        if (changed.isEmpty()) {
            if (refused()) {
                RunStart.specificationHolds(seen, decision);
            }
            return;
        }
        // The old run goes on until the new one is known to be able to start.
        if (RunStart.prerequisitesHold(seen, decision) && RunStart.trialHolds(seen, decision)) {
            decision.add(new Step.AskStop(run.number(), "changed: " + String.join(", ", RunChange.paths(changed))));
        }
    }

    /** Whether the specification was changed to one that cannot be run. What the run was started with was taken then, and stays (K9). */
    private boolean refused() {
        return seen.job().generation() != run.generation()
                && !seen.specificationProblems().isEmpty();
    }

    /** Whether a coordinator could be created now; what is missing is made or told. One that is there needs nothing. */
    private boolean prepared() {
        Preparation preparation = seen.preparation();
        boolean needed = seen.coordinator().map(PodView::ended).orElse(true);
        if (preparation == null) {
            if (needed) {
                decision.recheckIn(Duration.ZERO);
            }
            return !needed;
        }
        RunStart.tellClashes(preparation, decision);
        if (!preparation.objectsReady()) {
            decision.add(new Step.PrepareJob());
        }
        if (seen.job().readable()) {
            StoreChange.credentials(run, preparation, decision);
        }
        if (!preparation.configReady()) {
            decision.add(new Step.RestoreConfiguration(run.number()));
        }
        // A name that is another's holds up the pods that mount what it stands for; all else goes on, recoveries too.
        return !needed
                || (preparation.barrier(Component.COORDINATOR) == null
                        && RunStart.allIsThere(seen, run, Component.COORDINATOR, preparation, decision));
    }

    /** The coordinator's list, if it counts: blind, the operator changes nothing (K5). */
    private @Nullable ProviderState list() {
        PodView coordinator = seen.coordinator().orElse(null);
        if (coordinator == null || coordinator.ended()) {
            return null;
        }
        return seen.stream(coordinator)
                .map(StreamView::state)
                .filter(state -> state.claimed() && state.verdict() == null && state.epoch() == coordinator.epoch())
                .orElse(null);
    }

    private void report(ProviderState state) {
        PodView coordinator = seen.coordinator().orElseThrow();
        Observations observations = WorkerReport.of(seen, state, false, stopRequest())
                .withSettings(WantedSettings.of(seen.job(), state))
                .withSnapshot(snapshotRequest());
        decision.add(new Step.Report(coordinator.uid(), observations));
    }

    private @Nullable SnapshotRequest snapshotRequest() {
        String token = seen.job().spec().snapshotToken();
        return token == null || token.isBlank() ? null : new SnapshotRequest(token);
    }

    private @Nullable StopRequest stopRequest() {
        Instant askedAt = run.stopAskedAt();
        if (askedAt == null) {
            return null;
        }
        boolean rescalable = seen.job().readable()
                && seen.job().spec().parallelism() != run.specification().parallelism();
        return new StopRequest(
                "run-" + run.number(),
                true,
                rescalable,
                stopDeadline(askedAt),
                seen.job().spec().suspend() ? "suspended" : "the specification has changed");
    }
}
