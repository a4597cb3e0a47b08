package dev.loopkeeper.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/** How a region came back. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RegionRecoveryStatus(
        @JsonPropertyDescription("The attempt that it led to.") @Nullable
        Long attempt,

        @JsonPropertyDescription(
                "When each of its phases was over, in milliseconds since the failure, on the coordinator's clock.")
        @Nullable
        RecoveryMillis millis) {}
