package dev.loopkeeper.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.loopkeeper.crds.value.GoDuration;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.model.annotation.SpecReplicas;
import org.jspecify.annotations.Nullable;

/**
 * What a job is to run and how.
 *
 * @param ttlSecondsAfterFinished in seconds, at least 0
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record IterativeJobSpec(
        @JsonPropertyDescription(
                "The image of coordinator and workers. Without it, the operator's default. Which image it names is resolved once per run and then kept.")
        @Size(min = 1, max = 512)
        @Nullable
        String image,

        @JsonPropertyDescription("The program and its parameters.") @Required
        ProgramSpec program,

        @JsonPropertyDescription(
                "Into how many parallel tasks each operator is divided, from 1 to 128. Leave it out where kubectl scale or an autoscaler decides.")
        @Default("1")
        @Min(1)
        @Max(IterativeJob.MAX_PARALLELISM)
        @SpecReplicas
        Integer parallelism,

        @JsonPropertyDescription(
                "Whether the job stands still: it stops with a snapshot, gives its pods back, and goes on from there when this is false again.")
        @Default("false")
        Boolean suspend,

        @JsonPropertyDescription("Any change of this text stops the job with a snapshot and starts it again.")
        @Size(max = 128)
        @Nullable
        String restartToken,

        @JsonPropertyDescription(
                "Any change of this text takes one snapshot now, which is kept beyond the usual number.")
        @Size(max = 128)
        @Nullable
        String snapshotToken,

        @JsonPropertyDescription(
                "How long a region may take to have all its workers running, before it gives them back and tries again. A Go-style duration.")
        @Pattern(GoDuration.PATTERN)
        @Size(max = GoDuration.MAX_LENGTH)
        @ValidationRule(value = Rules.DURATION_BOUNDED, message = Rules.DURATION_BOUNDED_MESSAGE)
        @Default("5m")
        @ValidationRule(value = Rules.DURATION_POSITIVE, message = Rules.DURATION_POSITIVE_MESSAGE)
        GoDuration startTimeout,

        @JsonPropertyDescription("How many seconds after its end the job is deleted. Without it, never.")
        @Min(0)
        @Max(Integer.MAX_VALUE)
        @Nullable
        Integer ttlSecondsAfterFinished,

        @JsonPropertyDescription("The workers, which run the tasks.") @Default("{}")
        WorkersSpec workers,

        @JsonPropertyDescription("The coordinator, which decides on snapshots and restarts.") @Default("{}")
        CoordinatorSpec coordinator,

        @JsonPropertyDescription("When snapshots are taken, and where they are kept.") @Default("{}")
        SnapshotsSpec snapshots,

        @JsonPropertyDescription("What happens after a failure.") @Default("{}")
        RecoverySpec recovery) {

    /** The same at another parallelism, from 1 to {@link IterativeJob#MAX_PARALLELISM}. */
    public IterativeJobSpec withParallelism(int newParallelism) {
        return new IterativeJobSpec(
                image,
                program,
                newParallelism,
                suspend,
                restartToken,
                snapshotToken,
                startTimeout,
                ttlSecondsAfterFinished,
                workers,
                coordinator,
                snapshots,
                recovery);
    }

    /** The same with another program or other parameters. */
    public IterativeJobSpec withProgram(ProgramSpec newProgram) {
        return new IterativeJobSpec(
                image,
                newProgram,
                parallelism,
                suspend,
                restartToken,
                snapshotToken,
                startTimeout,
                ttlSecondsAfterFinished,
                workers,
                coordinator,
                snapshots,
                recovery);
    }

    /** The same with other workers. */
    public IterativeJobSpec withWorkers(WorkersSpec newWorkers) {
        return new IterativeJobSpec(
                image,
                program,
                parallelism,
                suspend,
                restartToken,
                snapshotToken,
                startTimeout,
                ttlSecondsAfterFinished,
                newWorkers,
                coordinator,
                snapshots,
                recovery);
    }
}
