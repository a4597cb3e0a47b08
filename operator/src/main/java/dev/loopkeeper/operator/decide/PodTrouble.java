package dev.loopkeeper.operator.decide;

import dev.loopkeeper.operator.observe.ContainerEnd;
import dev.loopkeeper.operator.observe.PodPhase;
import dev.loopkeeper.operator.observe.PodView;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/** What keeps a pod from starting, and what keeps it from ending. */
final class PodTrouble {

    private static final Set<String> IMAGE =
            Set.of("ErrImagePull", "ImagePullBackOff", "InvalidImageName", "ErrImageNeverPull", "ImageInspectError");
    private static final Set<String> CONFIGURATION =
            Set.of("CreateContainerConfigError", "CreateContainerError", "RunContainerError", "StartError");

    /** What every container that fails is called. */
    private static final String PLAIN = "Error";

    private static final int LONGEST_LINE = 400;

    private PodTrouble() {}

    /** What keeps it from starting, as far as that is known. */
    static Situation of(PodView pod, String what, Instant now) {
        if (pod.phase() == PodPhase.UNSCHEDULED && pod.unschedulable() != null) {
            // Not a stall: an autoscaler takes minutes (K21).
            return Situation.waiting(
                    "Unschedulable", "no node takes " + what + " " + pod.name() + ": " + pod.unschedulable());
        }
        String waiting = pod.waiting();
        if (waiting != null && IMAGE.contains(waiting)) {
            return Situation.hindered("ImageUnavailable", what + " " + pod.name() + ": " + words(pod));
        }
        if (waiting != null && CONFIGURATION.contains(waiting)) {
            return Situation.hindered("PodRefused", what + " " + pod.name() + ": " + words(pod));
        }
        boolean slow = pod.phase() == PodPhase.PREPARING
                && Duration.between(pod.phaseSince(), now).compareTo(Timing.PREPARING) >= 0;
        return slow ? slow(pod, what + " " + pod.name()) : Situation.CLEAR;
    }

    /** A volume that is not there shows as nothing but time (K11); so does an image that is large, which is no stall. */
    private static Situation slow(PodView pod, String name) {
        if (pod.unmounted()) {
            return Situation.hindered(
                    "PodNotMounted",
                    name + ": node " + pod.node()
                            + " cannot mount its volumes or set up its network. Does its template name a Secret, ConfigMap or volume claim that is not there? kubectl describe pod says which");
        }
        return Situation.waiting(
                "PodPreparing",
                name + ": its containers have not started: "
                        + (pod.waiting() == null ? "no word of them" : words(pod)));
    }

    private static String words(PodView pod) {
        return pod.waitingMessage().isBlank() ? pod.waiting() + "" : pod.waiting() + ": " + pod.waitingMessage();
    }

    /** How one has ended: what Kubernetes says of it, and the last that it said itself, which is why (K11). */
    static String end(PodView pod) {
        ContainerEnd end = pod.end();
        StringBuilder how = new StringBuilder(end == null ? "ended" : "ended with code " + end.exitCode());
        Stream.of(pod.podReason(), end == null || PLAIN.equals(end.reason()) ? null : end.reason())
                .filter(Objects::nonNull)
                .forEach(reason -> how.append(", ").append(reason));
        String line = end == null ? "" : lastLine(end.message());
        return line.isEmpty() ? how.toString() : how + ": " + line;
    }

    /** Of a log whose end stands there for want of better: the frames of a stack trace tell people nothing. */
    private static String lastLine(String message) {
        String line = message.lines()
                .map(String::strip)
                .filter(text -> !text.isEmpty() && !text.startsWith("at ") && !text.startsWith("... "))
                .reduce("", (_, last) -> last);
        return line.length() <= LONGEST_LINE ? line : line.substring(0, LONGEST_LINE);
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
