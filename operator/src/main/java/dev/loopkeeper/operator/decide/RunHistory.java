package dev.loopkeeper.operator.decide;

import dev.loopkeeper.operator.observe.Observation;
import dev.loopkeeper.operator.observe.RunView;
import java.util.List;

/** How many earlier runs are kept for people to look at; what is older goes, or a job that is changed daily would fill the API server's store. */
final class RunHistory {

    /** Those before the present one, as many as a Deployment keeps by default. */
    static final int KEPT = 10;

    private RunHistory() {}

    static void decide(Observation seen, Decision.Builder decision) {
        List<RunView> runs = seen.runs();
        runs.stream()
                .limit(Math.max(0, runs.size() - 1 - KEPT))
                // A pod that still has to start mounts its run's configuration.
                .filter(run -> run.ended() && seen.ownPods().stream().noneMatch(pod -> pod.run() == run.number()))
                .forEach(run -> decision.add(new Step.ForgetRun(run.number())));
    }
}
