package dev.loopkeeper.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.model.annotation.LabelSelector;
import io.fabric8.kubernetes.model.annotation.StatusReplicas;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the operator has observed of a job. Everything but {@code observedGeneration} may be absent until it is known.
 *
 * @param round the lowest round that a loop of the job is in, 0 before the first
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record IterativeJobStatus(
        @JsonPropertyDescription("The generation of the specification that this status is about; -1 before the first.")
        @Nullable
        Long observedGeneration,

        @JsonPropertyDescription("Where the job stands.") @Nullable
        JobPhase phase,

        @JsonPropertyDescription("The parallelism that the job runs with.") @Min(0) @StatusReplicas @Nullable
        Integer parallelism,

        @JsonPropertyDescription("The selector of the job's workers, for the scale subresource.")
        @Size(max = 512)
        @LabelSelector
        @Nullable
        String selector,

        @JsonPropertyDescription("How many regions run, of how many.") @Size(max = 32) @Nullable
        String regionsReady,

        @JsonPropertyDescription("The round of the job's loop, the lowest where there are several.") @Nullable
        Long round,

        @JsonPropertyDescription("How often regions were restarted, over all runs.") @Nullable
        Long restarts,

        @JsonPropertyDescription("When the job first ran.") @JsonFormat(shape = JsonFormat.Shape.STRING) @Nullable
        Instant startedAt,

        @JsonPropertyDescription("When the job ended.") @JsonFormat(shape = JsonFormat.Shape.STRING) @Nullable
        Instant finishedAt,

        @JsonPropertyDescription("The present run: what was resolved at its planned start and holds until the next.")
        @Nullable
        RunStatus run,

        @JsonPropertyDescription("The present coordinator.") @Nullable
        CoordinatorStatus coordinator,

        @JsonPropertyDescription("The oldest of the regions' newest snapshots.") @Nullable
        LastSnapshotStatus lastSnapshot,

        @JsonPropertyDescription("The snapshot on request that was last taken. It is kept until the next one is.")
        @Nullable
        RequestedSnapshotStatus requestedSnapshot,

        @JsonPropertyDescription("How many regions are left out of the list below.") @Min(0) @Nullable
        Integer regionsOmitted,

        @JsonPropertyDescription("The regions, those in trouble first, at most 64.") @Size(max = 64) @Nullable
        List<RegionStatus> regions,

        @JsonPropertyDescription(
                "Ready, Reconciling, Stalled, Degraded, Completed and Failed, as kstatus defines them.")
        @Size(max = 16)
        @Nullable
        List<Condition> conditions) {

    public IterativeJobStatus {
        startedAt = KubernetesTime.wholeOrNull(startedAt);
        finishedAt = KubernetesTime.wholeOrNull(finishedAt);
        regions = regions == null ? null : List.copyOf(regions);
        conditions = conditions == null ? null : List.copyOf(conditions);
    }
}
