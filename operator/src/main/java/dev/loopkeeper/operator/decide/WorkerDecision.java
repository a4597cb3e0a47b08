package dev.loopkeeper.operator.decide;

import dev.loopkeeper.operator.observe.AbsentPod;
import dev.loopkeeper.operator.observe.Component;
import dev.loopkeeper.operator.observe.Observation;
import dev.loopkeeper.operator.observe.PodPhase;
import dev.loopkeeper.operator.observe.PodView;
import dev.loopkeeper.operator.observe.Preparation;
import dev.loopkeeper.operator.observe.RunView;
import dev.loopkeeper.provider.ProviderState;
import dev.loopkeeper.provider.RegionStatus;
import dev.loopkeeper.provider.WantedState;
import dev.loopkeeper.provider.WantedWorker;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes the workers equal to the coordinator's list, and touches no others (K2, K4, K6). */
final class WorkerDecision {

    private final Observation seen;
    private final RunView run;
    private final ProviderState state;
    private final Decision.Builder decision;
    private final Map<String, WantedWorker> wantedByName = new HashMap<>();
    private final Set<String> silentNodes = new HashSet<>();

    private WorkerDecision(Observation seen, RunView run, ProviderState state, Decision.Builder decision) {
        this.seen = seen;
        this.run = run;
        this.state = state;
        this.decision = decision;
        for (WantedWorker wanted : state.wanted()) {
            wantedByName.put(wanted.name(), wanted);
            silentNodes.addAll(wanted.avoidNodes());
        }
    }

    /** Decides by a list that counts: of the present coordinator, claimed, without a verdict. */
    static void decide(Observation seen, RunView run, ProviderState state, Decision.Builder decision) {
        WorkerDecision workers = new WorkerDecision(seen, run, state, decision);
        workers.deleteSuperseded();
        workers.createWanted();
    }

    private void deleteSuperseded() {
        for (PodView pod : seen.workers()) {
            if (!superseded(pod)) {
                continue;
            }
            WantedWorker wanted = wantedByName.get(pod.name());
            boolean leaving = wanted != null && wanted.leaving();
            boolean lost = pod.node() != null && silentNodes.contains(pod.node());
            if (lost || PodTrouble.overdue(pod, seen.now())) {
                // A pod that is told to go still counts in a quota and keeps its replacement out (K6).
                decision.add(new Step.DeletePod(pod.name(), pod.uid(), 0, "its node does not answer"));
            } else if (!leaving && !PodTrouble.endsSoon(pod, seen.now())) {
                // One that was told to go with more time than a fenced one needs keeps its replacement out as long.
                decision.add(new Step.DeletePod(
                        pod.name(),
                        pod.uid(),
                        Timing.FENCED_GRACE_SECONDS,
                        "region " + pod.region() + " has gone on without it"));
            }
        }
    }

    /** Of a lower attempt than its region's, or of a region that is done, and no newer than the list (K4). */
    private boolean superseded(PodView pod) {
        if (pod.epoch() > state.epoch() || pod.region() == null) {
            return false;
        }
        RegionStatus region = state.region(pod.region()).orElse(null);
        return region != null
                && (pod.attempt() < region.attempt()
                        || (pod.attempt() == region.attempt() && region.phase().terminal()));
    }

    private void createWanted() {
        Map<String, PodView> byName = new HashMap<>();
        Set<String> uids = new HashSet<>();
        for (PodView pod : seen.workers()) {
            byName.put(pod.name(), pod);
            uids.add(pod.uid());
        }
        for (WantedWorker wanted : state.wanted()) {
            if (wanted.state() == WantedState.REGISTERED) {
                confirmAbsence(wanted, uids);
            } else if (byName.containsKey(wanted.name())) {
                placeElsewhere(wanted, byName.get(wanted.name()));
            } else {
                create(wanted);
            }
        }
    }

    private void confirmAbsence(WantedWorker wanted, Set<String> uids) {
        String uid = wanted.uid();
        boolean confirmed = seen.absent().contains(new AbsentPod(wanted.name(), uid));
        if (uid != null && !uids.contains(uid) && !confirmed) {
            decision.add(new Step.ConfirmAbsence(wanted.name(), uid));
        }
    }

    private void create(WantedWorker wanted) {
        PodView stranger = stranger(wanted.name());
        if (stranger != null) {
            decision.note(Situation.hindered(
                    "NameTaken",
                    "worker " + wanted.name() + " cannot be made: a pod of this name belongs to "
                            + (stranger.ownerUid() == null ? "nobody" : "another job") + "; delete it"));
            return;
        }
        if (secretsMissing()) {
            return;
        }
        decision.add(new Step.CreateWorker(run.number(), state.epoch(), wanted, wanted.avoidNodes()));
    }

    private @Nullable PodView stranger(String name) {
        return seen.pods().stream()
                .filter(pod -> pod.name().equals(name))
                .findFirst()
                .orElse(null);
    }

    /** K11: a missing Secret is told, instead of a pod that hangs in ContainerCreating. */
    private boolean secretsMissing() {
        Preparation preparation = seen.preparation();
        if (preparation == null) {
            // It was not gathered yet; the next look has it.
            decision.recheckIn(Duration.ZERO);
            return true;
        }
        return preparation.barrier(Component.WORKER) != null
                || !RunStart.allIsThere(seen, run, Component.WORKER, preparation, decision);
    }

    /** A pod that has never run may be made again under its name, because nobody has registered with it (K2). */
    private void placeElsewhere(WantedWorker wanted, PodView pod) {
        decision.note(PodTrouble.of(pod, "worker", seen.now()));
        Duration age = Duration.between(pod.phaseSince(), seen.now());
        if (pod.phase() == PodPhase.UNSCHEDULED && !pod.avoidedNodes().isEmpty() && pod.unschedulable() != null) {
            if (age.compareTo(Timing.UNSCHEDULABLE) >= 0) {
                again(wanted, pod, "no other node takes it", pod.unstarted(), List.of());
            } else {
                decision.recheckIn(Timing.UNSCHEDULABLE.minus(age));
            }
        } else if (pod.phase() == PodPhase.BOUND) {
            Duration patience = Timing.bound(pod.unstarted());
            if (age.compareTo(patience) >= 0) {
                again(
                        wanted,
                        pod,
                        "node " + pod.node() + " does not start it",
                        pod.unstarted() + 1,
                        PodTrouble.nodesToAvoid(pod, wanted.avoidNodes()));
            } else {
                decision.recheckIn(patience.minus(age));
            }
        }
    }

    private void again(WantedWorker wanted, PodView pod, String why, int unstarted, List<String> avoidNodes) {
        if (secretsMissing()) {
            return;
        }
        decision.add(new Step.DeletePod(pod.name(), pod.uid(), 0, why));
        decision.add(new Step.CreateWorker(run.number(), state.epoch(), wanted, unstarted, avoidNodes));
    }
}
