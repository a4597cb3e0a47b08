package dev.loopkeeper.operator.observe;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * All that a decision about a job may depend on.
 *
 * @param now by the operator's clock
 * @param runs of this job, oldest first
 * @param pods that carry the job's name in their label, whoever owns them
 * @param streams of the coordinators that are listened to
 * @param absent pods that a live request has found to be gone (K4)
 * @param preparation null if it was not gathered
 * @param specificationProblems what is wrong with the specification, each with its path; empty if nothing
 * @param trial of the newest specification that was tried; null if none was by this process
 * @param suspectedNodes the names of the cluster's nodes that no good was heard of, and why (K1)
 */
public record Observation(
        Instant now,
        JobView job,
        List<RunView> runs,
        List<PodView> pods,
        List<StreamView> streams,
        Set<AbsentPod> absent,
        @Nullable Preparation preparation,
        List<String> specificationProblems,
        @Nullable Trial trial,
        Fleet fleet,
        Map<String, String> suspectedNodes) {

    public Observation {
        runs = runs.stream().sorted(Comparator.comparingInt(RunView::number)).toList();
        pods = List.copyOf(pods);
        streams = List.copyOf(streams);
        absent = Set.copyOf(absent);
        specificationProblems = List.copyOf(specificationProblems);
        suspectedNodes = Map.copyOf(suspectedNodes);
    }

    /** The newest run, if there was any. */
    public Optional<RunView> run() {
        return runs.isEmpty() ? Optional.empty() : Optional.of(runs.getLast());
    }

    /** The pods that this job owns: a name may have been used by another job before. */
    public List<PodView> ownPods() {
        return pods.stream().filter(pod -> job.uid().equals(pod.ownerUid())).toList();
    }

    /** Those of a job of the same name before this one that the collector has not taken yet. */
    public List<PodView> earlierPods() {
        return pods.stream()
                .filter(pod -> pod.isCoordinator() || pod.isWorker())
                .filter(pod -> pod.ownerUid() != null && !job.uid().equals(pod.ownerUid()))
                .toList();
    }

    /** The coordinators of the newest run, highest epoch first. */
    public List<PodView> coordinators() {
        int run = run().map(RunView::number).orElse(0);
        return ownPods().stream()
                .filter(pod -> pod.isCoordinator() && pod.run() == run)
                .sorted(Comparator.comparingLong(PodView::epoch).reversed())
                .toList();
    }

    /** The present coordinator: that of the highest epoch. */
    public Optional<PodView> coordinator() {
        return coordinators().stream().findFirst();
    }

    /** What was heard of the coordinator in this pod. */
    public Optional<StreamView> stream(PodView coordinator) {
        return streams.stream()
                .filter(stream -> stream.podUid().equals(coordinator.uid()))
                .findFirst();
    }

    /** The stream of the present coordinator. */
    public Optional<StreamView> stream() {
        return coordinator().flatMap(this::stream);
    }

    public List<PodView> workers() {
        return ownPods().stream().filter(PodView::isWorker).toList();
    }

    /** The names of the nodes that workers of this job are on which may run. */
    public Set<String> workerNodes() {
        return workers().stream()
                .filter(PodView::mayRun)
                .map(PodView::node)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
    }
}
