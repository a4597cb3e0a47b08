package dev.loopkeeper.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One aspect of a job's state, in the form that Kubernetes' tools read. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Condition(
        @JsonPropertyDescription("Which aspect.") @Required @Size(min = 1, max = 316)
        String type,

        @JsonPropertyDescription("Whether it holds.") @Required
        ConditionStatus status,

        @JsonPropertyDescription("The generation of the specification that it was found for.") @Nullable
        Long observedGeneration,

        @JsonPropertyDescription("When its status last changed.") @JsonFormat(shape = JsonFormat.Shape.STRING) @Required
        Instant lastTransitionTime,

        @JsonPropertyDescription("Its cause in one word.")
        @Required
        @Size(min = 1, max = 1024)
        @Pattern("^[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?$")
        String reason,

        @JsonPropertyDescription("Its cause in a sentence.") @Required @Size(max = 1024)
        String message) {

    public Condition {
        lastTransitionTime = KubernetesTime.whole(lastTransitionTime);
    }
}
