package dev.loopkeeper.operator.decide;

import dev.loopkeeper.crds.v1alpha1.Condition;
import dev.loopkeeper.crds.v1alpha1.ConditionStatus;
import dev.loopkeeper.crds.v1alpha1.IterativeJobStatus;
import dev.loopkeeper.operator.model.Ports;
import dev.loopkeeper.operator.observe.AbsentPod;
import dev.loopkeeper.operator.observe.Component;
import dev.loopkeeper.operator.observe.ContainerEnd;
import dev.loopkeeper.operator.observe.Observation;
import dev.loopkeeper.operator.observe.PodPhase;
import dev.loopkeeper.operator.observe.PodView;
import dev.loopkeeper.operator.observe.Preparation;
import dev.loopkeeper.operator.observe.RunView;
import dev.loopkeeper.operator.observe.StreamView;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whether a run's coordinator is there and well, and when another takes its place (K2, K5, K7, K8). */
final class CoordinatorDecision {

    /** The program or its parameters are wrong: another coordinator would find the same (K8). */
    private static final int REFUSED = 2;

    private static final String PROGRAM_REFUSED = "ProgramRefused";
    private static final String RESTARTING = "CoordinatorRestarting";

    private final Observation seen;
    private final RunView run;
    private final Duration heartbeatTimeout;
    private final Decision.Builder decision;

    private CoordinatorDecision(Observation seen, RunView run, Decision.Builder decision) {
        this.seen = seen;
        this.run = run;
        this.heartbeatTimeout = seen.job().spec().recovery().coordinatorSilence();
        this.decision = decision;
    }

    /** Decides about the coordinator of a run that has not ended. */
    static void decide(Observation seen, RunView run, Decision.Builder decision) {
        new CoordinatorDecision(seen, run, decision).decide();
    }

    private void decide() {
        Optional<PodView> newest = seen.coordinator();
        if (newest.isEmpty()) {
            createFirst();
            return;
        }
        PodView coordinator = newest.get();
        keepStall(coordinator);
        if (!replace(coordinator)) {
            deleteOlder();
            selectBy(coordinator);
        }
    }

    /** What has stalled stays so until the coordinator that tries it again has got further: trying alone mends nothing. */
    private void keepStall(PodView coordinator) {
        boolean further = seen.stream(coordinator)
                .map(StreamView::state)
                .filter(state -> !state.wanted().isEmpty() || state.verdict() != null)
                .isPresent();
        IterativeJobStatus status = seen.job().status();
        if (further || coordinator.failures() == 0 || status == null || status.conditions() == null) {
            return;
        }
        status.conditions().stream()
                .filter(condition -> condition.type().equals("Stalled") && condition.status() == ConditionStatus.TRUE)
                .findFirst()
                .ifPresent(stall -> keep(stall, coordinator));
    }

    private void keep(Condition stall, PodView coordinator) {
        if (stall.reason().equals(PROGRAM_REFUSED)) {
            decision.note(Situation.stalled(PROGRAM_REFUSED, stall.message()));
        } else if (stall.reason().equals(RESTARTING) && !coordinator.ended()) {
            decision.note(Situation.hindered(RESTARTING, stall.message()));
        }
    }

    /** Whether another was decided upon. */
    private boolean replace(PodView coordinator) {
        if (coordinator.ended()) {
            return ended(coordinator);
        }
        if (coordinator.terminating()) {
            return terminating(coordinator);
        }
        return switch (coordinator.phase()) {
            case UNSCHEDULED -> unscheduled(coordinator);
            case BOUND -> bound(coordinator);
            case PREPARING -> {
                decision.note(PodTrouble.of(coordinator, "coordinator", seen.now()));
                yield false;
            }
            case RUNNING -> running(coordinator);
            case SUCCEEDED, FAILED -> false;
        };
    }

    private void createFirst() {
        @Nullable String known = knownPod();
        boolean ofAnotherRun =
                seen.ownPods().stream().anyMatch(pod -> pod.name().equals(known));
        if (known != null && !ofAnotherRun && !seen.absent().contains(new AbsentPod(known, null))) {
            // The cache may be behind: nothing is replaced before the API server itself has said that it is gone.
            decision.add(new Step.ConfirmAbsence(known, null));
            return;
        }
        create(0, 0, 0, List.of());
    }

    /** The pod that the status names as this run's coordinator. */
    private @Nullable String knownPod() {
        IterativeJobStatus status = seen.job().status();
        if (status == null || status.run() == null || status.coordinator() == null) {
            return null;
        }
        Long number = status.run().number();
        return number != null && number == run.number() ? status.coordinator().pod() : null;
    }

    private boolean ended(PodView coordinator) {
        ContainerEnd end = coordinator.end();
        if (end != null && end.exitCode() == REFUSED) {
            decision.note(Situation.stalled(
                    PROGRAM_REFUSED,
                    end.message().isBlank() ? "the program or its parameters are wrong" : end.message()));
            return tryRefusedAgain(coordinator);
        }
        // Codes 0 and 1 stand for a verdict in the store: the next one finds and reports it (K8).
        String how = PodTrouble.end(coordinator);
        boolean replaced = replaceLater(coordinator, coordinator.phaseSince(), how, 0, List.of(), false);
        boolean verdict = end != null && end.exitCode() >= 0 && end.exitCode() < REFUSED;
        if (replaced && !verdict) {
            decision.add(new Step.TellOnce(true, "CoordinatorFailed", coordinator.name() + ": " + how));
        }
        return replaced;
    }

    /** What it lacked may lie outside the resource, as a bucket or an input file does, and be mended there. */
    private boolean tryRefusedAgain(PodView coordinator) {
        Duration wait = Timing.afterRefusal(coordinator.failures()).minus(since(coordinator.phaseSince()));
        if (run.stopping()) {
            return false;
        }
        if (wait.isPositive()) {
            decision.recheckIn(wait);
            return false;
        }
        create(coordinator.failures() + 1, 0, 0, List.of());
        return true;
    }

    private boolean terminating(PodView coordinator) {
        Duration silence = silence(coordinator);
        if (silence != null && silence.compareTo(heartbeatTimeout) <= 0) {
            // It still serves; it is replaced when it has ended or falls silent (K3).
            decision.recheckIn(heartbeatTimeout.minus(silence));
            return false;
        }
        create(coordinator.failures(), 0, 0, nodeOf(coordinator));
        // On a dead node it would count in a quota for ever, and keep its replacement out (K6).
        decision.add(
                PodTrouble.overdue(coordinator, seen.now())
                        ? new Step.DeletePod(coordinator.name(), coordinator.uid(), 0, "its node does not end it")
                        : deleteNow(coordinator, "it is terminating and silent"));
        return true;
    }

    private boolean unscheduled(PodView coordinator) {
        Duration age = since(coordinator.phaseSince());
        if (!coordinator.avoidedNodes().isEmpty() && coordinator.unschedulable() != null) {
            if (age.compareTo(Timing.UNSCHEDULABLE) >= 0) {
                create(coordinator.failures(), coordinator.silent(), coordinator.unstarted(), List.of());
                decision.add(deleteNow(coordinator, "no other node takes it"));
                return true;
            }
            decision.recheckIn(Timing.UNSCHEDULABLE.minus(age));
        }
        decision.note(PodTrouble.of(coordinator, "coordinator", seen.now()));
        return false;
    }

    private boolean bound(PodView coordinator) {
        Duration patience = Timing.bound(coordinator.unstarted());
        Duration age = since(coordinator.phaseSince());
        if (age.compareTo(patience) >= 0) {
            create(
                    coordinator.failures(),
                    coordinator.silent(),
                    coordinator.unstarted() + 1,
                    PodTrouble.nodesToAvoid(coordinator, List.of()));
            decision.add(deleteNow(coordinator, "node " + coordinator.node() + " does not start it"));
            return true;
        }
        decision.recheckIn(patience.minus(age));
        return false;
    }

    private boolean running(PodView coordinator) {
        Duration silence = silence(coordinator);
        boolean heard = silence != null;
        // Two have vanished from one node: that is not this process' deafness (K24).
        boolean lost = !heard
                && coordinator.node() != null
                && coordinator.node().equals(seen.fleet().lostNode());
        Duration patience = heard || lost ? heartbeatTimeout : Timing.FIRST_LINE;
        Duration quiet = silence != null ? silence : unheard(coordinator);
        if (quiet.compareTo(patience) <= 0) {
            decision.recheckIn(patience.minus(quiet).plusMillis(1));
            return false;
        }
        boolean deaf = SelfSuspicion.suspects(seen.fleet()) || !seen.fleet().heard();
        if (lost ? !seen.fleet().apiServerReachable() : deaf) {
            // K5: a blind operator replaces nothing.
            decision.recheckIn(Timing.DOUBT);
            noteUnreachable(coordinator, fault());
            return false;
        }
        Duration sure = sinceDoubt(quiet);
        if (sure.compareTo(patience) <= 0) {
            // Whoever could not hear until a moment ago listens as long as if nothing had been silent before.
            decision.recheckIn(patience.minus(sure).plusMillis(1));
            noteUnreachable(coordinator, "it could not hear anything until " + seconds(sure) + " s ago");
            return false;
        }
        // One that was heard shows that the way to it is open: those before it that were not no longer count.
        int silentBefore = heard ? 0 : coordinator.silent();
        if (silentBefore + 1 >= Timing.SILENT_COORDINATORS) {
            decision.note(
                    Situation.hindered(
                            "CoordinatorUnreachable",
                            Timing.SILENT_COORDINATORS + " coordinators in a row could not be reached at port "
                                    + Ports.COORDINATOR_HTTPS
                                    + "; the last is kept. Does a NetworkPolicy keep the operator from the pods of this namespace?"));
            return false;
        }
        return replaceLater(
                coordinator,
                seen.now().minus(sure).plus(patience),
                "it is silent",
                silentBefore + 1,
                nodeOf(coordinator),
                true);
    }

    private void noteUnreachable(PodView coordinator, String fault) {
        decision.note(Situation.waiting(
                "CoordinatorUnreachable",
                "nothing is heard of coordinator " + coordinator.name() + ", but the operator may be at fault itself: "
                        + fault));
    }

    /** For how long one has been quiet while the operator had no reason to doubt its own ears. */
    private Duration sinceDoubt(Duration quiet) {
        Instant doubtedAt = seen.fleet().doubtedAt();
        if (doubtedAt == null) {
            return quiet;
        }
        Duration sure = since(doubtedAt);
        return sure.compareTo(quiet) < 0 ? sure : quiet;
    }

    private String fault() {
        if (!seen.fleet().apiServerReachable()) {
            return "it does not reach the API server either";
        }
        return seen.fleet().heard()
                ? seen.fleet().silent() + " of " + seen.fleet().coordinators() + " coordinators fell silent together"
                : "it has not heard of any coordinator since it started. Is port " + Ports.COORDINATOR_HTTPS
                        + " open to it?";
    }

    /** For how long nothing was heard; null if nothing ever was. */
    private @Nullable Duration silence(PodView coordinator) {
        return seen.stream(coordinator)
                .map(StreamView::heardAt)
                .map(heardAt -> Duration.between(heardAt, seen.now()))
                .orElse(null);
    }

    /** For how long one that was never heard could have been. */
    private Duration unheard(PodView coordinator) {
        Instant since = seen.stream(coordinator)
                .map(StreamView::dialedAt)
                .filter(dialedAt -> dialedAt.isAfter(coordinator.phaseSince()))
                .orElse(coordinator.phaseSince());
        return seen.stream(coordinator).isEmpty() ? Duration.ZERO : since(since);
    }

    private boolean replaceLater(
            PodView coordinator, Instant since, String why, int silent, List<String> avoid, boolean delete) {
        int failures = well(coordinator) ? 0 : coordinator.failures();
        Duration wait = Timing.backoff(failures).minus(since(since));
        String message = "coordinator " + coordinator.name() + ": " + why + "; the next starts within "
                + Math.max(1, seconds(wait)) + " s, after " + (failures + 1) + " failures in a row";
        // One that ends again and again says why; one that is silent may be well, behind a wall (K5).
        boolean several =
                coordinator.ended() && failures + 1 >= Timing.SEVERAL_FAILURES && !WorkerReport.voluntary(coordinator);
        if (several) {
            decision.note(Situation.hindered(RESTARTING, message));
        } else if (wait.isPositive()) {
            decision.note(Situation.waiting(RESTARTING, message));
        }
        if (wait.isPositive()) {
            decision.recheckIn(wait);
            return false;
        }
        create(failures + 1, silent, 0, avoid);
        if (delete) {
            decision.add(delete(coordinator, why));
        }
        return true;
    }

    private static Step deleteNow(PodView coordinator, String why) {
        return new Step.DeletePod(
                coordinator.name(),
                coordinator.uid(),
                coordinator.phase() == PodPhase.RUNNING ? Timing.FENCED_GRACE_SECONDS : 0,
                why);
    }

    private void create(int failures, int silent, int unstarted, List<String> avoid) {
        decision.add(new Step.CreateCoordinator(run.number(), nextEpoch(), failures, silent, unstarted, avoid));
    }

    /** Above every epoch that anything has been seen of (K4). */
    private long nextEpoch() {
        IterativeJobStatus status = seen.job().status();
        Long written = status == null || status.coordinator() == null
                ? null
                : status.coordinator().epoch();
        long known = written == null ? 0 : written;
        long used = seen.ownPods().stream().mapToLong(PodView::epoch).max().orElse(0);
        return Math.max(known, used) + 1;
    }

    private boolean well(PodView coordinator) {
        return seen.stream(coordinator)
                .map(StreamView::heardAt)
                .filter(heardAt ->
                        Duration.between(coordinator.createdAt(), heardAt).compareTo(Timing.WELL) >= 0)
                .isPresent();
    }

    /** Whoever has a higher epoch fences those before it by its claim; their pods only take room. */
    private void deleteOlder() {
        for (PodView older : seen.coordinators().stream().skip(1).toList()) {
            if (PodTrouble.overdue(older, seen.now())) {
                decision.add(new Step.DeletePod(older.name(), older.uid(), 0, "its node does not end it"));
            } else if (!older.terminating()) {
                decision.add(delete(older, "a later coordinator has taken its place"));
            }
        }
    }

    private void selectBy(PodView coordinator) {
        Preparation preparation = seen.preparation();
        if (preparation != null
                && preparation.objectsReady()
                && preparation.barrier(Component.COORDINATOR) == null
                && preparation.serviceEpoch() != coordinator.epoch()) {
            decision.add(new Step.SelectCoordinator(coordinator.epoch()));
        }
    }

    private static Step delete(PodView pod, String why) {
        return new Step.DeletePod(pod.name(), pod.uid(), Timing.FENCED_GRACE_SECONDS, why);
    }

    private static List<String> nodeOf(PodView pod) {
        return pod.node() == null ? List.of() : List.of(pod.node());
    }

    private Duration since(Instant time) {
        return Duration.between(time, seen.now());
    }

    private static long seconds(Duration duration) {
        return duration.plusMillis(999).toSeconds();
    }
}
