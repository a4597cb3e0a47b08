package dev.loopkeeper.operator.decide;

import dev.loopkeeper.operator.observe.PodPhase;
import dev.loopkeeper.operator.observe.PodView;
import java.time.Instant;
import java.util.Set;

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

    /** Whether it should have ended long ago (K6). */
    static boolean overdue(PodView pod, Instant now) {
        Instant until = pod.terminatingUntil();
        return until != null && now.isAfter(until.plus(Timing.OVERDUE));
    }
}
