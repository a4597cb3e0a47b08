package dev.loopkeeper.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/** When each phase of a recovery was over, in milliseconds since the failure. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RecoveryMillis(
        @JsonPropertyDescription("The failure was known to the coordinator.") @Nullable
        Long detected,

        @JsonPropertyDescription("The attempt before it was fenced off.") @Nullable
        Long fenced,

        @JsonPropertyDescription("All workers were registered.") @Nullable
        Long scheduled,

        @JsonPropertyDescription("All tasks had their state.") @Nullable
        Long restored,

        @JsonPropertyDescription("What was processed before the failure was processed again.") @Nullable
        Long caughtUp) {}
