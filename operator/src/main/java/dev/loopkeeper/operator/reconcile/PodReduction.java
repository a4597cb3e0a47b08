package dev.loopkeeper.operator.reconcile;

import dev.loopkeeper.crds.v1alpha1.IterativeJob;
import dev.loopkeeper.operator.model.Labels;
import dev.loopkeeper.operator.observe.Component;
import dev.loopkeeper.operator.observe.ContainerEnd;
import dev.loopkeeper.operator.observe.PodPhase;
import dev.loopkeeper.operator.observe.PodView;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A pod as decisions see it: a pure function of what the API server says. */
final class PodReduction {

    /** So waits every container before which another must end. */
    private static final String INITIALIZING = "PodInitializing";

    private final Pod pod;
    private final Component component;
    private final @Nullable ContainerStatus container;
    private final @Nullable ContainerState main;

    private PodReduction(Pod pod, Component component) {
        this.pod = pod;
        this.component = component;
        this.container = container(pod, component);
        this.main = container == null ? null : container.getState();
    }

    /** Empty if it is none of a job's. */
    static Optional<PodView> of(Pod pod) {
        Map<String, String> labels = pod.getMetadata().getLabels();
        for (Component component : Component.values()) {
            if (labels != null && component.label().equals(labels.get(Labels.COMPONENT))) {
                return Optional.of(new PodReduction(pod, component).view());
            }
        }
        return Optional.empty();
    }

    private PodView view() {
        PodPhase phase = phase();
        return new PodView(
                pod.getMetadata().getName(),
                pod.getMetadata().getUid(),
                owner(),
                component,
                (int) number(Labels.RUN, label(Labels.RUN)),
                number(Labels.EPOCH, label(Labels.EPOCH)),
                label(Labels.REGION),
                (int) number(Labels.WORKER, label(Labels.WORKER)),
                (int) number(Labels.ATTEMPT, label(Labels.ATTEMPT)),
                (int) number(Labels.FAILURES, annotation(Labels.FAILURES)),
                (int) number(Labels.SILENT, annotation(Labels.SILENT)),
                (int) number(Labels.UNSTARTED, annotation(Labels.UNSTARTED)),
                avoidedNodes(),
                pod.getSpec() == null ? null : pod.getSpec().getNodeName(),
                status().getPodIP(),
                phase,
                createdAt(),
                since(phase),
                unschedulable(),
                waiting(),
                waitingMessage(),
                condition("PodReadyToStartContainers")
                        .filter(found -> "False".equals(found.getStatus()))
                        .isPresent(),
                imageId(),
                end(),
                othersRun(),
                status().getReason(),
                condition("DisruptionTarget")
                        .filter(found -> "True".equals(found.getStatus()))
                        .map(PodCondition::getReason)
                        .orElse(null),
                terminatingUntil());
    }

    private static @Nullable ContainerStatus container(Pod pod, Component component) {
        if (pod.getStatus() == null || pod.getStatus().getContainerStatuses() == null) {
            return null;
        }
        return pod.getStatus().getContainerStatuses().stream()
                .filter(container -> container.getName().equals(component.label()))
                .findFirst()
                .orElse(null);
    }

    private PodStatus status() {
        return pod.getStatus() == null ? new PodStatus() : pod.getStatus();
    }

    /** The job that owns it; the cleaning pod has no owner and says it in a label. */
    private @Nullable String owner() {
        return pod.getMetadata().getOwnerReferences().stream()
                .filter(owner ->
                        Boolean.TRUE.equals(owner.getController()) && IterativeJob.KIND.equals(owner.getKind()))
                .map(OwnerReference::getUid)
                .findFirst()
                .orElse(component == Component.CLEANUP ? label(Labels.JOB_UID) : null);
    }

    private @Nullable String label(String name) {
        return pod.getMetadata().getLabels().get(name);
    }

    private @Nullable String annotation(String name) {
        Map<String, String> annotations = pod.getMetadata().getAnnotations();
        return annotations == null ? null : annotations.get(name);
    }

    private List<String> avoidedNodes() {
        String nodes = annotation(Labels.AVOIDS);
        return nodes == null || nodes.isBlank() ? List.of() : List.of(nodes.split(",", -1));
    }

    private long number(String name, @Nullable String text) {
        try {
            return text == null ? 0 : Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new IllegalStateException(
                    "pod " + pod.getMetadata().getName() + " has " + name + "=" + text + ", which is no number", e);
        }
    }

    private PodPhase phase() {
        if ("Succeeded".equals(status().getPhase())) {
            return PodPhase.SUCCEEDED;
        }
        if ("Failed".equals(status().getPhase())) {
            return PodPhase.FAILED;
        }
        // The main container decides: what else a template puts beside it may run on.
        if (main != null && main.getTerminated() != null) {
            return main.getTerminated().getExitCode() == 0 ? PodPhase.SUCCEEDED : PodPhase.FAILED;
        }
        if (main != null && main.getRunning() != null) {
            return PodPhase.RUNNING;
        }
        if (pod.getSpec() == null || pod.getSpec().getNodeName() == null) {
            return PodPhase.UNSCHEDULED;
        }
        // A kubelet that has taken the pod says when; before that only the scheduler has spoken (K2).
        return status().getStartTime() == null && main == null ? PodPhase.BOUND : PodPhase.PREPARING;
    }

    private Instant createdAt() {
        String created = pod.getMetadata().getCreationTimestamp();
        return created == null ? Instant.EPOCH : Instant.parse(created);
    }

    private Instant since(PodPhase phase) {
        String time = switch (phase) {
            case UNSCHEDULED -> null;
            case BOUND, PREPARING ->
                condition("PodScheduled")
                        .map(PodCondition::getLastTransitionTime)
                        .orElse(null);
            case RUNNING -> main == null ? null : main.getRunning().getStartedAt();
            case SUCCEEDED, FAILED ->
                main == null || main.getTerminated() == null
                        ? null
                        : main.getTerminated().getFinishedAt();
        };
        return time == null ? createdAt() : Instant.parse(time);
    }

    private Optional<PodCondition> condition(String type) {
        return status().getConditions() == null
                ? Optional.empty()
                : status().getConditions().stream()
                        .filter(condition -> condition.getType().equals(type))
                        .findFirst();
    }

    private @Nullable String unschedulable() {
        return condition("PodScheduled")
                .filter(condition -> "False".equals(condition.getStatus()))
                .map(condition -> condition.getMessage() == null ? condition.getReason() : condition.getMessage())
                .orElse(null);
    }

    private @Nullable String waiting() {
        ContainerStatus before = waitingBefore();
        if (before != null) {
            return before.getState().getWaiting().getReason();
        }
        return main == null || main.getWaiting() == null
                ? null
                : main.getWaiting().getReason();
    }

    /** The init container that keeps the main one waiting and waits itself; null if none does. */
    private @Nullable ContainerStatus waitingBefore() {
        boolean begun = main != null && main.getWaiting() == null;
        if (begun || status().getInitContainerStatuses() == null) {
            return null;
        }
        return status().getInitContainerStatuses().stream()
                .filter(init -> init.getState() != null
                        && init.getState().getWaiting() != null
                        && !INITIALIZING.equals(init.getState().getWaiting().getReason()))
                .findFirst()
                .orElse(null);
    }

    private boolean othersRun() {
        return main != null
                && main.getTerminated() != null
                && status().getContainerStatuses().stream()
                        .anyMatch(other ->
                                other.getState() != null && other.getState().getRunning() != null);
    }

    private String waitingMessage() {
        ContainerStatus before = waitingBefore();
        if (before != null) {
            String words = before.getState().getWaiting().getMessage();
            return "init container " + before.getName() + (words == null ? "" : ": " + words);
        }
        String message = main == null || main.getWaiting() == null
                ? status().getMessage()
                : main.getWaiting().getMessage();
        return message == null ? "" : message;
    }

    /** Empty while nothing was pulled. */
    private @Nullable String imageId() {
        String id = container == null ? null : container.getImageID();
        return id == null || id.isBlank() ? null : id;
    }

    private @Nullable ContainerEnd end() {
        ContainerStateTerminated terminated = main == null ? null : main.getTerminated();
        if (terminated == null) {
            return null;
        }
        String message =
                terminated.getMessage() == null ? "" : terminated.getMessage().strip();
        return new ContainerEnd(terminated.getExitCode(), terminated.getReason(), message);
    }

    /** The deletion's own time stamp is when the grace period is over. */
    private @Nullable Instant terminatingUntil() {
        String deletion = pod.getMetadata().getDeletionTimestamp();
        return deletion == null ? null : Instant.parse(deletion);
    }
}
