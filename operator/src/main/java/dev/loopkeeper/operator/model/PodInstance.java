package dev.loopkeeper.operator.model;

import dev.loopkeeper.provider.WantedWorker;
import io.fabric8.kubernetes.api.model.Affinity;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.NodeSelector;
import io.fabric8.kubernetes.api.model.NodeSelectorRequirement;
import io.fabric8.kubernetes.api.model.NodeSelectorTerm;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One pod, made from the frozen skeleton of its kind: its name, its numbers, and where it is not to be placed. */
public final class PodInstance {

    private final JobIdentity job;

    public PodInstance(JobIdentity job) {
        this.job = job;
    }

    /**
     * @param unstarted how many in its place before it were not started by their nodes (K2)
     * @param avoidNodes the names of nodes (K2); empty for none
     */
    public Pod worker(Pod skeleton, WantedWorker wanted, long epoch, int unstarted, List<String> avoidNodes) {
        Map<String, String> labels = Map.of(
                Labels.REGION, wanted.region(),
                Labels.WORKER, Integer.toString(wanted.worker()),
                Labels.ATTEMPT, Integer.toString(wanted.attempt()),
                Labels.EPOCH, Long.toString(epoch));
        Pod pod = named(skeleton, wanted.name(), labels, unstarted(unstarted), avoidNodes);
        main(pod, "worker").setArgs(List.of("worker", Mounts.CONFIG, wanted.name(), "$(LOOPKEEPER_POD_UID)"));
        return pod;
    }

    /**
     * @param failures how many coordinators before it failed in a row
     * @param silent how many of them were given up for silence
     * @param unstarted how many of them were not started by their nodes (K2)
     */
    public Pod coordinator(Pod skeleton, long epoch, int failures, int silent, int unstarted, List<String> avoidNodes) {
        Map<String, String> annotations = new HashMap<>(unstarted(unstarted));
        annotations.put(Labels.FAILURES, Integer.toString(failures));
        annotations.put(Labels.SILENT, Integer.toString(silent));
        Pod pod = named(
                skeleton,
                job.coordinatorPod(epoch),
                Map.of(Labels.EPOCH, Long.toString(epoch)),
                annotations,
                avoidNodes);
        main(pod, "coordinator")
                .setArgs(List.of(
                        "coordinator", Mounts.CONFIG, Long.toString(epoch), Mounts.TEMPORARY + "/coordinator-address"));
        return pod;
    }

    /**
     * Of what clears the store. It and what it mounts have no owner but each other: a deletion in the foreground takes all that the job owns before the work is
     * done (K10).
     *
     * @param skeleton of a run, which mounts what is the run's
     * @param defaultStore whether the credentials are a copy of the operator's
     * @param failures how many before it failed
     */
    public Pod cleanup(Pod skeleton, boolean defaultStore, int failures, long deadlineSeconds) {
        Pod pod = named(
                skeleton, job.cleanupPod(), Map.of(), Map.of(Labels.FAILURES, Integer.toString(failures)), List.of());
        pod.getMetadata().setOwnerReferences(new ArrayList<>());
        pod.getSpec().setActiveDeadlineSeconds(deadlineSeconds);
        main(pod, "cleanup").setArgs(List.of("clear-store", Mounts.CONFIG));
        new CleanupObjects(job).mount(pod, defaultStore);
        return pod;
    }

    private static Map<String, String> unstarted(int count) {
        return count == 0 ? Map.of() : Map.of(Labels.UNSTARTED, Integer.toString(count));
    }

    private Pod named(
            Pod skeleton,
            String name,
            Map<String, String> labels,
            Map<String, String> annotations,
            List<String> avoidNodes) {
        Map<String, String> noted = new HashMap<>(annotations);
        if (!avoidNodes.isEmpty()) {
            noted.put(Labels.AVOIDS, String.join(",", avoidNodes));
        }
        Pod pod = new PodBuilder(skeleton)
                .editMetadata()
                .withName(name)
                .withNamespace(job.namespace())
                .addToLabels(labels)
                .addToAnnotations(noted)
                .withOwnerReferences(job.owner())
                .endMetadata()
                .build();
        avoid(pod, avoidNodes);
        return pod;
    }

    private static Container main(Pod pod, String name) {
        return pod.getSpec().getContainers().stream()
                .filter(container -> name.equals(container.getName()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("the skeleton has no container " + name));
    }

    /** By the nodes' names, in every alternative that the template leaves (K2). */
    private static void avoid(Pod pod, List<String> nodes) {
        if (nodes.isEmpty()) {
            return;
        }
        Affinity affinity = pod.getSpec().getAffinity();
        boolean required = affinity != null
                && affinity.getNodeAffinity() != null
                && affinity.getNodeAffinity().getRequiredDuringSchedulingIgnoredDuringExecution() != null;
        List<NodeSelectorTerm> terms = required
                ? affinity.getNodeAffinity()
                        .getRequiredDuringSchedulingIgnoredDuringExecution()
                        .getNodeSelectorTerms()
                : List.of(new NodeSelectorTerm());
        List<NodeSelectorTerm> narrowed = new ArrayList<>();
        for (NodeSelectorTerm term : terms) {
            List<NodeSelectorRequirement> fields = new ArrayList<>(term.getMatchFields());
            // The API takes one name in each requirement.
            nodes.stream()
                    .distinct()
                    .sorted()
                    .forEach(node -> fields.add(new NodeSelectorRequirement("metadata.name", "NotIn", List.of(node))));
            narrowed.add(new NodeSelectorTerm(term.getMatchExpressions(), fields));
        }
        Pod edited = new PodBuilder(pod)
                .editSpec()
                .editOrNewAffinity()
                .editOrNewNodeAffinity()
                .withRequiredDuringSchedulingIgnoredDuringExecution(new NodeSelector(narrowed))
                .endNodeAffinity()
                .endAffinity()
                .endSpec()
                .build();
        pod.setSpec(edited.getSpec());
    }
}
