package dev.loopkeeper.operator.decide;

import dev.loopkeeper.operator.observe.Observation;
import dev.loopkeeper.operator.observe.PodView;
import dev.loopkeeper.operator.observe.RunEnd;
import dev.loopkeeper.operator.observe.RunView;
import dev.loopkeeper.operator.observe.StreamView;
import dev.loopkeeper.provider.ProviderState;

/** What is left of a run that has ended: its coordinator hears that its verdict was read, and the pods go (K8). */
final class RunCleanup {

    private RunCleanup() {}

    static void decide(Observation seen, RunView run, RunEnd end, Decision.Builder decision) {
        seen.stream().ifPresent(stream -> acknowledge(seen, stream, decision));
        for (PodView pod : seen.ownPods()) {
            if (pod.run() <= run.number() && !keeps(seen, pod, end)) {
                delete(seen, pod, decision);
            }
        }
    }

    /** What is still there of the runs before this one. */
    static void olderRuns(Observation seen, RunView run, Decision.Builder decision) {
        seen.ownPods().stream().filter(pod -> pod.run() < run.number()).forEach(pod -> delete(seen, pod, decision));
    }

    private static void delete(Observation seen, PodView pod, Decision.Builder decision) {
        if (PodTrouble.overdue(pod, seen.now())) {
            decision.add(new Step.DeletePod(pod.name(), pod.uid(), 0, "its node does not end it"));
        } else if (!pod.terminating()) {
            decision.add(new Step.DeletePod(
                    pod.name(), pod.uid(), Timing.FENCED_GRACE_SECONDS, "run " + pod.run() + " has ended"));
        }
    }

    /**
     * The last coordinator of a finished job stays for whoever looks at its log, unless containers of its template run on, for ever; one that still
     * waits for its answer gets it first.
     */
    private static boolean keeps(Observation seen, PodView pod, RunEnd end) {
        boolean present =
                pod.isCoordinator() && seen.coordinator().filter(pod::equals).isPresent();
        if (!present) {
            return false;
        }
        boolean awaitsAnswer = !pod.ended()
                && seen.stream(pod)
                        .map(StreamView::state)
                        .filter(state -> state.verdict() != null)
                        .isPresent()
                && seen.now().isBefore(end.time().plus(Timing.STOP_MARGIN));
        return awaitsAnswer || (end.isFinal() && pod.ended() && !pod.othersRun());
    }

    private static void acknowledge(Observation seen, StreamView stream, Decision.Builder decision) {
        ProviderState state = stream.state();
        if (state != null && state.verdict() != null) {
            decision.add(new Step.Report(stream.podUid(), WorkerReport.of(seen, state, true, null)));
        }
    }
}
