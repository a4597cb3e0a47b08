package dev.loopkeeper.operator.observe;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A pod of a job, reduced to what decisions need (K25).
 *
 * @param ownerUid the uid of the job that it belongs to; null if to none
 * @param run the number of the run that it was made for
 * @param epoch of a coordinator its own; of a worker that of the list that asked for it (K4)
 * @param region of a worker; null for others
 * @param worker the worker's index in its region
 * @param attempt of the worker's region
 * @param failures of a coordinator: how many before it failed in a row (K5)
 * @param silent of a coordinator: how many before it were given up for silence in a row (K5)
 * @param unstarted how many in its place before it were not started by their nodes (K2)
 * @param avoidedNodes those that it is kept off (K2)
 * @param node where it is bound to; null if nowhere
 * @param address its IP; null before it has one
 * @param unschedulable why the scheduler finds no node for it; null if it does
 * @param phaseSince when it came into its phase, as far as that is known: creation, binding, or start of the container
 * @param waiting why the main container waits, or the one that is to come before it, such as {@code ImagePullBackOff}; null if none does
 * @param waitingMessage the kubelet's words for it
 * @param unmounted whether its node says that its volumes or its network are not there, without which no container starts
 * @param imageId what the runtime says that the main container was started with; null before it says so
 * @param end null while the main container has not ended
 * @param othersRun whether the main container has ended and others, of the template, have not
 * @param podReason the pod's own reason, such as {@code Evicted}
 * @param disruption the reason of its condition DisruptionTarget (K23)
 * @param terminatingUntil when its grace period is over, if it was told to go; null if it was not
 */
public record PodView(
        String name,
        String uid,
        @Nullable String ownerUid,
        Component component,
        int run,
        long epoch,
        @Nullable String region,
        int worker,
        int attempt,
        int failures,
        int silent,
        int unstarted,
        List<String> avoidedNodes,
        @Nullable String node,
        @Nullable String address,
        PodPhase phase,
        Instant createdAt,
        Instant phaseSince,
        @Nullable String unschedulable,
        @Nullable String waiting,
        String waitingMessage,
        boolean unmounted,
        @Nullable String imageId,
        @Nullable ContainerEnd end,
        boolean othersRun,
        @Nullable String podReason,
        @Nullable String disruption,
        @Nullable Instant terminatingUntil) {

    public PodView {
        avoidedNodes = List.copyOf(avoidedNodes);
    }

    /** Whether it was told to go. */
    public boolean terminating() {
        return terminatingUntil != null;
    }

    public boolean isCoordinator() {
        return component == Component.COORDINATOR;
    }

    public boolean isWorker() {
        return component == Component.WORKER;
    }

    public boolean ended() {
        return phase.ended();
    }

    /** Whether its process may run: it has not ended, Terminating included. */
    public boolean mayRun() {
        return !ended();
    }
}
