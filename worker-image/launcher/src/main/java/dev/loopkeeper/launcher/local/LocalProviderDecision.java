package dev.loopkeeper.launcher.local;

import dev.loopkeeper.launcher.local.CoordinatorLife.Ended;
import dev.loopkeeper.launcher.local.CoordinatorLife.Running;
import dev.loopkeeper.launcher.local.CoordinatorLife.Unstarted;
import dev.loopkeeper.provider.ProviderState;
import dev.loopkeeper.provider.RegionStatus;
import dev.loopkeeper.provider.Verdict;
import dev.loopkeeper.provider.WantedState;
import dev.loopkeeper.provider.WantedWorker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a local provider does next: a function of what it sees. */
final class LocalProviderDecision {

    private static final int SUCCEEDED_OR_SUSPENDED = 0;
    private static final int FAILED = 1;
    private static final int BAD_PROGRAM = 2;

    private final LocalProviderSettings settings;

    LocalProviderDecision(LocalProviderSettings settings) {
        this.settings = settings;
    }

    /** The steps to take now; none if all is as it should be. Deciding again before they have an effect repeats none but starts. */
    List<Step> decide(LocalView view) {
        List<Step> steps = new ArrayList<>();
        switch (view.coordinator()) {
            case Unstarted() -> {
                if (due(view, 0)) {
                    steps.add(new Step.StartCoordinator());
                }
            }
            case Running running -> watch(view, running, steps);
            case Ended ended -> replace(view, ended, steps);
        }
        ProviderState state = view.state();
        if (state != null && counts(state, view.coordinator())) {
            workers(state, view.workers(), steps);
        }
        return steps;
    }

    /** Whether a coordinator that ended so gets a successor; otherwise its end is that of the run (K8). */
    boolean replaceable(ChildExit exit) {
        return switch (exit.exitCode()) {
            case SUCCEEDED_OR_SUSPENDED, FAILED, BAD_PROGRAM -> false;
            default -> true;
        };
    }

    /** The list of a coordinator that has gone or has not claimed says nothing: blind, the provider changes nothing (K5). */
    private static boolean counts(ProviderState state, CoordinatorLife coordinator) {
        return state.claimed()
                && state.verdict() == null
                && coordinator instanceof Running running
                && running.killedAt().isEmpty()
                && running.epoch() == state.epoch();
    }

    private void watch(LocalView view, Running running, List<Step> steps) {
        if (running.killedAt().isPresent()) {
            if (longer(view.now() - running.killedAt().getAsLong(), settings.reapTimeout())) {
                // It cannot be reaped; its successor's claim fences it (R12).
                startOrGiveUp(view, running.killedAt().getAsLong(), "", steps);
            }
        } else if (view.verdictAcknowledgedAt().isPresent()) {
            if (longer(view.now() - view.verdictAcknowledgedAt().getAsLong(), settings.verdictTimeout())) {
                steps.add(new Step.KillCoordinator("it did not end after its verdict"));
            }
        } else if (running.heardAt().isEmpty()) {
            if (longer(view.now() - running.startedAt(), settings.startTimeout())) {
                steps.add(new Step.KillCoordinator(
                        "no sign of life within " + settings.startTimeout().toSeconds() + " s of its start"));
            }
        } else if (longer(view.now() - running.heardAt().getAsLong(), settings.heartbeatTimeout())) {
            steps.add(new Step.KillCoordinator(
                    "no sign of life for " + settings.heartbeatTimeout().toMillis() + " ms"));
        }
    }

    private void replace(LocalView view, Ended ended, List<Step> steps) {
        Verdict verdict = verdict(view.state());
        if (verdict != null) {
            // It stands in the store, so that whatever ended the coordinator after it changes nothing (K8).
            steps.add(new Step.End(new RunEnd.Decided(verdict)));
            return;
        }
        switch (ended.exit().exitCode()) {
            case SUCCEEDED_OR_SUSPENDED, FAILED ->
                steps.add(new Step.End(
                        new RunEnd.Untold(ended.exit().exitCode(), ended.exit().logTail())));
            case BAD_PROGRAM ->
                steps.add(new Step.End(new RunEnd.Refused(ended.exit().logTail())));
            default -> startOrGiveUp(view, ended.endedAt(), ended.exit().logTail(), steps);
        }
    }

    private void startOrGiveUp(LocalView view, long since, String logTail, List<Step> steps) {
        if (view.fruitless() >= settings.fruitlessStarts()) {
            steps.add(new Step.End(new RunEnd.GivenUp(
                    view.fruitless() + " coordinators in a row ended before they could claim the job", logTail)));
        } else if (due(view, since)) {
            steps.add(new Step.StartCoordinator());
        }
    }

    private boolean due(LocalView view, long since) {
        Duration delay = settings.restart().delay(view.failures());
        return view.failures() == 0 || view.now() - since >= delay.toMillis();
    }

    private static @Nullable Verdict verdict(@Nullable ProviderState state) {
        return state == null ? null : state.verdict();
    }

    private static boolean longer(long millis, Duration limit) {
        return millis > limit.toMillis();
    }

    private static void workers(ProviderState state, List<LocalWorker> workers, List<Step> steps) {
        Set<String> wantedNames = new HashSet<>();
        Set<String> usedNames = new HashSet<>();
        state.wanted().forEach(wanted -> wantedNames.add(wanted.name()));
        for (LocalWorker worker : workers) {
            usedNames.add(worker.name());
            boolean wanted = wantedNames.contains(worker.name());
            switch (worker.life()) {
                case WorkerLife.Running(boolean killed) -> {
                    if (!wanted && !killed && superseded(worker, state)) {
                        steps.add(new Step.KillWorker(worker.uid()));
                    }
                }
                case WorkerLife.Ended _, WorkerLife.Unstartable _ -> {
                    if (!wanted) {
                        steps.add(new Step.ForgetWorker(worker.uid()));
                    }
                }
            }
        }
        for (WantedWorker wanted : state.wanted()) {
            // A name is used once: a worker that has ended comes back under the next attempt only (K4).
            if (wanted.state() == WantedState.WANTED && !usedNames.contains(wanted.name())) {
                steps.add(new Step.StartWorker(wanted));
            }
        }
    }

    /** Only a worker of a lower attempt, or of a region that is done, is ended; any other is the coordinator's to judge (K4). */
    private static boolean superseded(LocalWorker worker, ProviderState state) {
        return state.region(worker.region())
                .filter(region -> superseded(worker, region))
                .isPresent();
    }

    private static boolean superseded(LocalWorker worker, RegionStatus region) {
        return worker.attempt() < region.attempt()
                || (worker.attempt() == region.attempt() && region.phase().terminal());
    }
}
