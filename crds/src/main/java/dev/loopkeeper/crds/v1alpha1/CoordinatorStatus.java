package dev.loopkeeper.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** The present coordinator. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CoordinatorStatus(
        @JsonPropertyDescription("The name of its pod.") @Size(max = 253) @Nullable
        String pod,

        @JsonPropertyDescription("Its number, which is part of the pod's name.") @Nullable
        Long epoch,

        @JsonPropertyDescription("The number of its claim in the store, which fences its predecessors off.") @Nullable
        Long claim,

        @JsonPropertyDescription(
                "How often regions were restarted before it, over all coordinators and runs: it counts from zero.")
        @Nullable
        Long restartsBefore) {}
