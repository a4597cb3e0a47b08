package dev.loopkeeper.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** A region of a job. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RegionStatus(
        @JsonPropertyDescription("Its name, which is part of its pods' names.")
        @Required
        @Size(min = 1, max = IterativeJob.MAX_REGION_NAME_LENGTH)
        @Pattern(ObjectNames.LABEL_VALUE_PATTERN)
        String name,

        @JsonPropertyDescription("What the program calls it.") @Size(max = 256) @Nullable
        String title,

        @JsonPropertyDescription("Where it stands.") @Nullable
        RegionPhase phase,

        @JsonPropertyDescription("The number of its present attempt, from 1.") @Nullable
        Long attempt,

        @JsonPropertyDescription("How often it was restarted.") @Nullable
        Long restarts,

        @JsonPropertyDescription("How many workers it has.") @Nullable
        Integer workers,

        @JsonPropertyDescription("How many of them are registered with the coordinator.") @Nullable
        Integer workersReady,

        @JsonPropertyDescription("Its newest snapshot.") @Nullable
        RegionSnapshotStatus lastSnapshot,

        @JsonPropertyDescription("Its last failure.") @Nullable
        RegionFailureStatus lastFailure,

        @JsonPropertyDescription("Its last recovery.") @Nullable
        RegionRecoveryStatus lastRecovery) {}
