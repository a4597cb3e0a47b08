package dev.loopkeeper.operator.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.loopkeeper.operator.observe.Component;
import dev.loopkeeper.operator.observe.RunEnd;
import dev.loopkeeper.operator.observe.RunSpecification;
import dev.loopkeeper.operator.observe.RunView;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.fabric8.kubernetes.api.model.apps.ControllerRevisionBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All that a run was started with, as its ControllerRevision keeps it (K9): every recovery uses this and nothing else, so that neither another
 * default image nor another template of a new operator reaches a running job.
 *
 * @param config the text of the processes' configuration
 * @param store where the job's data is, for people
 * @param operatorVersion of the operator that started it
 */
public record FrozenRun(
        long generation,
        String image,
        RunSpecification specification,
        String config,
        Pod worker,
        Pod coordinator,
        Pod cleanup,
        String store,
        String operatorVersion) {

    /** The fields that make a revision large. */
    private static final List<String> WHOLE = List.of("config", "worker", "coordinator", "cleanup");

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    /** The revision that keeps it. */
    public ControllerRevision revision(JobIdentity job, int number) {
        Map<String, String> labels = Labels.ofJob(job);
        labels.put(Labels.JOB_UID, job.uid());
        labels.put(Labels.RUN, Integer.toString(number));
        return new ControllerRevisionBuilder()
                .withNewMetadata()
                .withName(job.run(number))
                .withNamespace(job.namespace())
                .withLabels(labels)
                .withOwnerReferences(job.owner())
                .endMetadata()
                .withRevision((long) number)
                .withData(MAPPER.<JsonNode>valueToTree(this))
                .build();
    }

    /**
     * Reads what a revision keeps. What is kept cannot be changed; the image's digest, which is known only when a pod has started, is noted beside
     * it and counts.
     *
     * @throws IllegalArgumentException if it is none of ours
     */
    public static FrozenRun of(ControllerRevision revision) {
        FrozenRun kept = read(revision, FrozenRun.class);
        String noted = notedImage(revision);
        return noted == null ? kept : kept.withImage(noted);
    }

    private static <V> V read(ControllerRevision revision, Class<V> type) {
        try {
            return MAPPER.treeToValue(MAPPER.valueToTree(revision.getData()), type);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "ControllerRevision " + revision.getMetadata().getName() + " is not readable: "
                            + e.getOriginalMessage(),
                    e);
        }
    }

    /** The image by its digest, as it is noted on a revision; null if it is not. */
    public static @Nullable String notedImage(ControllerRevision revision) {
        Map<String, String> annotations = revision.getMetadata().getAnnotations();
        return annotations == null ? null : annotations.get(Labels.IMAGE);
    }

    /** The same with this image in the main containers of all pods. */
    public FrozenRun withImage(String other) {
        return new FrozenRun(
                generation,
                other,
                specification,
                config,
                withImage(worker, Component.WORKER, other),
                withImage(coordinator, Component.COORDINATOR, other),
                withImage(cleanup, Component.CLEANUP, other),
                store,
                operatorVersion);
    }

    private static Pod withImage(Pod pod, Component component, String image) {
        return new PodBuilder(pod)
                .editSpec()
                .editMatchingContainer(container -> component.label().equals(container.getName()))
                .withImage(image)
                .endContainer()
                .endSpec()
                .build();
    }

    /** What a revision keeps without the pods and the configuration: as much as {@link #view} needs (K25). */
    public static Object outline(ControllerRevision revision) {
        JsonNode data = MAPPER.valueToTree(revision.getData());
        return data instanceof ObjectNode all ? all.remove(WHOLE) : data;
    }

    /** What decisions see of what is kept. */
    private record Outline(
            long generation,
            String image,
            RunSpecification specification,
            @Nullable String store,
            String operatorVersion) {}

    /**
     * The run of a revision as decisions see it.
     *
     * @throws IllegalArgumentException if it is none of ours
     */
    public static RunView view(ControllerRevision revision) {
        Outline outline = read(revision, Outline.class);
        String noted = notedImage(revision);
        Map<String, String> annotations = revision.getMetadata().getAnnotations();
        Map<String, String> notes = annotations == null ? Map.of() : annotations;
        return new RunView(
                revision.getRevision().intValue(),
                revision.getMetadata().getName(),
                outline.generation(),
                noted == null ? outline.image() : noted,
                outline.operatorVersion(),
                outline.specification(),
                outline.store(),
                instant(notes.get(Labels.STOP_ASKED_AT)),
                end(notes));
    }

    private static @Nullable RunEnd end(Map<String, String> noted) {
        String outcome = noted.get(Labels.ENDED);
        Instant time = instant(noted.get(Labels.ENDED_AT));
        return outcome == null || time == null
                ? null
                : new RunEnd(RunEnd.Outcome.valueOf(outcome), noted.getOrDefault(Labels.END_MESSAGE, ""), time);
    }

    private static @Nullable Instant instant(@Nullable String text) {
        return text == null ? null : Instant.parse(text);
    }

    /** The annotations that say how a run ended. */
    public static Map<String, String> annotations(RunEnd end) {
        return Map.of(
                Labels.ENDED, end.outcome().name(),
                Labels.ENDED_AT, end.time().toString(),
                Labels.END_MESSAGE, end.message());
    }
}
