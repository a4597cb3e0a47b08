package dev.loopkeeper.operator.decide;

import dev.loopkeeper.operator.observe.PodPhase;
import dev.loopkeeper.operator.observe.PodView;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What keeps a pod from starting, and what keeps it from ending. */
final class PodTrouble {

    private static final Set<String> IMAGE =
            Set.of("ErrImagePull", "ImagePullBackOff", "InvalidImageName", "ErrImageNeverPull", "ImageInspectError");
    private static final Set<String> CONFIGURATION =
            Set.of("CreateContainerConfigError", "CreateContainerError", "RunContainerError", "StartError");

    private PodTrouble() {}

    /** What keeps it from starting, as far as that is known. */
    static Situation of(PodView pod, String what) {
        if (pod.phase() == PodPhase.UNSCHEDULED && pod.unschedulable() != null) {
            // Not a stall: an autoscaler takes minutes (K21).
            return Situation.waiting(
                    "Unschedulable", "no node takes " + what + " " + pod.name() + ": " + pod.unschedulable());
        }
        String waiting = pod.waiting();
        if (waiting == null) {
            return Situation.CLEAR;
        }
        if (IMAGE.contains(waiting)) {
            return Situation.hindered("ImageUnavailable", what + " " + pod.name() + ": " + words(pod));
        }
        return CONFIGURATION.contains(waiting)
                ? Situation.hindered("PodRefused", what + " " + pod.name() + ": " + words(pod))
                : Situation.CLEAR;
    }

    private static String words(PodView pod) {
        return pod.waitingMessage().isBlank() ? pod.waiting() + "" : pod.waiting() + ": " + pod.waitingMessage();
    }

    /** Where one that its node does not start is not to go again: two nodes that have died must not pass it to and fro (K2). */
    static List<String> nodesToAvoid(PodView pod, List<String> others) {
        return Stream.of(others.stream(), pod.avoidedNodes().stream(), Stream.ofNullable(pod.node()))
                .flatMap(nodes -> nodes)
                .distinct()
                .toList();
    }

    /** Whether it was told to go with no more time left than one that is fenced off gets (K6). */
    static boolean endsSoon(PodView pod, Instant now) {
        Instant until = pod.terminatingUntil();
        // The API server's clock is another, and it rounds.
        return until != null
                && until.isBefore(now.plusSeconds(Timing.FENCED_GRACE_SECONDS).plus(Timing.CLOCKS));
    }

    /** Whether it should have ended long ago (K6). */
    static boolean overdue(PodView pod, Instant now) {
        Instant until = pod.terminatingUntil();
        return until != null && now.isAfter(until.plus(Timing.OVERDUE));
    }
}
