package dev.loopkeeper.operator.decide;

import dev.loopkeeper.operator.observe.AbsentPod;
import dev.loopkeeper.operator.observe.ContainerEnd;
import dev.loopkeeper.operator.observe.Observation;
import dev.loopkeeper.operator.observe.PodView;
import dev.loopkeeper.provider.NodeHint;
import dev.loopkeeper.provider.Observations;
import dev.loopkeeper.provider.ObservedWorker;
import dev.loopkeeper.provider.ProviderProtocol;
import dev.loopkeeper.provider.ProviderState;
import dev.loopkeeper.provider.StopRequest;
import dev.loopkeeper.provider.WantedState;
import dev.loopkeeper.provider.WantedWorker;
import dev.loopkeeper.provider.WorkerPhase;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a coordinator is told of its workers: the whole view each time (K4, K23). */
final class WorkerReport {

    /** Disruptions that somebody wanted; no budget is charged for them (K23). */
    private static final Set<String> VOLUNTARY =
            Set.of("EvictionByEvictionAPI", "PreemptionByScheduler", "DeletionByTaintManager", "DeletionByPodGC");

    private static final String OUT_OF_MEMORY = "OOMKilled";

    private WorkerReport() {}

    static Observations of(
            Observation seen, ProviderState state, boolean acknowledgedVerdict, @Nullable StopRequest stop) {
        List<ObservedWorker> workers = new ArrayList<>();
        Set<String> uids = new HashSet<>();
        for (PodView pod : seen.workers()) {
            uids.add(pod.uid());
            workers.add(observed(pod));
        }
        for (WantedWorker wanted : state.wanted()) {
            String uid = wanted.uid();
            if (uid != null
                    && wanted.state() == WantedState.REGISTERED
                    && !uids.contains(uid)
                    && seen.absent().contains(new AbsentPod(wanted.name(), uid))) {
                // A pod that has ended by itself stays; one that is gone was deleted by somebody.
                workers.add(new ObservedWorker(
                        wanted.name(), uid, null, WorkerPhase.GONE, "NotFound", null, "the pod was deleted", "", true));
            }
        }
        return new Observations(
                ProviderProtocol.VERSION,
                state.epoch(),
                state.version(),
                workers,
                hints(seen),
                acknowledgedVerdict,
                stop);
    }

    /** Of the nodes that are suspected those that matter to this job, in their order: what is said again must be equal (K1). */
    private static List<NodeHint> hints(Observation seen) {
        Set<String> own = seen.workerNodes();
        return seen.suspectedNodes().entrySet().stream()
                .filter(node -> own.contains(node.getKey()))
                .sorted(Map.Entry.comparingByKey())
                .map(node -> new NodeHint(node.getKey(), false, node.getValue()))
                .toList();
    }

    static ObservedWorker observed(PodView pod) {
        ContainerEnd end = pod.end();
        return new ObservedWorker(
                pod.name(),
                pod.uid(),
                pod.node(),
                phase(pod),
                reason(pod),
                end == null ? null : end.exitCode(),
                message(pod),
                end == null || end.exitCode() == 0 ? "" : end.message(),
                voluntary(pod));
    }

    private static WorkerPhase phase(PodView pod) {
        return switch (pod.phase()) {
            case SUCCEEDED -> WorkerPhase.GONE;
            case FAILED -> WorkerPhase.FAILED;
            case UNSCHEDULED, BOUND, PREPARING -> pod.terminating() ? WorkerPhase.TERMINATING : WorkerPhase.PENDING;
            case RUNNING -> pod.terminating() ? WorkerPhase.TERMINATING : WorkerPhase.RUNNING;
        };
    }

    private static @Nullable String reason(PodView pod) {
        ContainerEnd end = pod.end();
        if (end != null && OUT_OF_MEMORY.equals(end.reason())) {
            return OUT_OF_MEMORY;
        }
        if (pod.disruption() != null) {
            return pod.disruption();
        }
        if (pod.podReason() != null) {
            return pod.podReason();
        }
        if (end != null && end.reason() != null) {
            return end.reason();
        }
        return pod.terminating() ? "Deleted" : pod.waiting();
    }

    private static String message(PodView pod) {
        ContainerEnd end = pod.end();
        if (end != null) {
            return "the container ended with code " + end.exitCode();
        }
        return pod.unschedulable() != null ? pod.unschedulable() : pod.waitingMessage();
    }

    /** K23: eviction, preemption, taints, someone's deletion. Not: pressure by the pod itself, memory, exit codes. */
    static boolean voluntary(PodView pod) {
        ContainerEnd end = pod.end();
        if (end != null && OUT_OF_MEMORY.equals(end.reason())) {
            return false;
        }
        if (pod.disruption() != null) {
            return VOLUNTARY.contains(pod.disruption());
        }
        return pod.terminating();
    }
}
