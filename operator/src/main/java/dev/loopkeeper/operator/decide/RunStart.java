package dev.loopkeeper.operator.decide;

import dev.loopkeeper.operator.observe.Component;
import dev.loopkeeper.operator.observe.MissingObject;
import dev.loopkeeper.operator.observe.NameClash;
import dev.loopkeeper.operator.observe.Observation;
import dev.loopkeeper.operator.observe.PodView;
import dev.loopkeeper.operator.observe.Preparation;
import dev.loopkeeper.operator.observe.RunView;
import dev.loopkeeper.operator.observe.Trial;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** What must hold before a run starts, and its start (K9, K11, K18, K20). */
final class RunStart {

    private static final String EARLIER_JOB = "EarlierJobRemains";

    private RunStart() {}

    static void decide(Observation seen, int number, Decision.Builder decision) {
        if (seen.job().spec().suspend()) {
            return;
        }
        if (!prerequisitesHold(seen, decision)) {
            return;
        }
        Preparation preparation = seen.preparation();
        if (preparation != null && !preparation.objectsReady()) {
            decision.add(new Step.PrepareJob());
        }
        if (preparation != null && !preparation.credentialsReady()) {
            decision.add(new Step.CopyCredentials());
        }
        if (trialHolds(seen, decision) && earlierPodsAreGone(seen, decision)) {
            decision.add(new Step.StartRun(number, seen.job().generation()));
        }
    }

    /**
     * Whether all is there that a run of the present specification takes; what is not is noted. A good run is not stopped for one that could not start
     * (K18).
     */
    static boolean prerequisitesHold(Observation seen, Decision.Builder decision) {
        return specificationHolds(seen, decision)
                && preparationHolds(seen, decision)
                && StoreChange.holds(seen, decision);
    }

    /** Whether the specification can be run; the schema's rules are checked again, because an older schema may have let it in. */
    static boolean specificationHolds(Observation seen, Decision.Builder decision) {
        if (seen.specificationProblems().isEmpty()) {
            return true;
        }
        decision.note(Situation.stalled("SpecificationRefused", String.join("; ", seen.specificationProblems())));
        return false;
    }

    private static boolean preparationHolds(Observation seen, Decision.Builder decision) {
        Preparation preparation = seen.preparation();
        if (preparation == null || preparation.generation() != seen.job().generation()) {
            decision.recheckIn(Duration.ZERO);
            return false;
        }
        if (!tellClashes(preparation, decision)) {
            return false;
        }
        if (preparation.store() == null) {
            decision.note(
                    Situation.hindered(
                            "StoreMissing",
                            "spec.snapshots.store is not set, and the operator has no default store (chart value defaultStore or devStore.enabled)"));
            return false;
        }
        for (MissingObject object : preparation.missing()) {
            if (object.bars().isEmpty()) {
                decision.add(new Step.TellOnce(true, object.kind() + "Missing", object.toString()));
            }
        }
        return allIsThere(preparation, EnumSet.of(Component.COORDINATOR, Component.WORKER), decision);
    }

    private static boolean allIsThere(Preparation preparation, Set<Component> pods, Decision.Builder decision) {
        MissingObject first = preparation.missing().stream()
                .filter(object -> !Collections.disjoint(object.bars(), pods))
                .findFirst()
                .orElse(null);
        if (first == null) {
            return true;
        }
        decision.note(Situation.hindered(first.kind() + "Missing", first.toString()));
        return false;
    }

    /**
     * Whether all is there that such a pod of this run mounts (K11). What a change names that has not become a run holds up none of them: the old run
     * goes on, its recoveries too (K18).
     */
    static boolean allIsThere(
            Observation seen, RunView run, Component pod, Preparation preparation, Decision.Builder decision) {
        return !RunChange.of(seen.job(), run).isEmpty() || allIsThere(preparation, EnumSet.of(pod), decision);
    }

    /**
     * Tells of the names of the job's own objects that are another's: those are neither used nor changed (K4).
     *
     * @return whether there are none
     */
    static boolean tellClashes(Preparation preparation, Decision.Builder decision) {
        for (NameClash clash : preparation.clashes()) {
            if (clash.going()) {
                // What somebody holds back with a finalizer does not go.
                decision.note(Situation.hindered(EARLIER_JOB, clash.toString()));
                decision.recheckIn(PreparationNeed.GOING);
            } else {
                decision.note(Situation.stalled("NameTaken", clash.toString()));
            }
        }
        return preparation.clashes().isEmpty();
    }

    /**
     * Whether the pods of an earlier job of this name are gone. Until then they may write where this job's will, and their nodes hand the Secrets that they
     * mount, as they were, to whoever asks for them by the same names (K4, K14).
     */
    private static boolean earlierPodsAreGone(Observation seen, Decision.Builder decision) {
        for (PodView pod : seen.earlierPods()) {
            if (PodTrouble.overdue(pod, seen.now())) {
                // Nobody knows whether its node ever answers, and one of this job's has its name (K6).
                decision.add(new Step.DeletePod(pod.name(), pod.uid(), 0, "its node does not end it"));
                continue;
            }
            String what = "pod " + pod.name() + " is of an earlier job of this name; its end is waited for";
            // One that nobody has told to go is the collector's, which is quick where it works at all.
            decision.note(
                    pod.terminating() ? Situation.waiting(EARLIER_JOB, what) : Situation.hindered(EARLIER_JOB, what));
            decision.recheckIn(PreparationNeed.GOING);
            return false;
        }
        return true;
    }

    /** Whether the API server would take the pods; asks it, if that is not known for this generation. */
    static boolean trialHolds(Observation seen, Decision.Builder decision) {
        Trial trial = seen.trial();
        if (trial == null || trial.generation() != seen.job().generation()) {
            decision.add(new Step.TryPods(seen.job().generation()));
            return false;
        }
        if (trial.refusal() != null) {
            decision.note(Situation.stalled("PodsRefused", trial.refusal()));
            if (Duration.between(trial.at(), seen.now()).compareTo(Timing.TRIAL) >= 0) {
                // The cause may lie outside the resource, as in the namespace's Pod Security, and be mended there.
                decision.add(new Step.TryPods(seen.job().generation()));
            }
            return false;
        }
        return true;
    }
}
