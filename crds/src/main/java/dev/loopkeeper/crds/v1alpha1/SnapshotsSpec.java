package dev.loopkeeper.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.loopkeeper.crds.value.GoDuration;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** When snapshots are taken, and where they are kept. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(value = Rules.STORE_IMMUTABLE, message = Rules.STORE_IMMUTABLE_MESSAGE)
public record SnapshotsSpec(
        @JsonPropertyDescription(
                "From the beginning of one snapshot to the beginning of the next. A Go-style duration.")
        @Pattern(GoDuration.PATTERN)
        @Size(max = GoDuration.MAX_LENGTH)
        @ValidationRule(value = Rules.DURATION_BOUNDED, message = Rules.DURATION_BOUNDED_MESSAGE)
        @Default("30s")
        @ValidationRule(value = Rules.DURATION_POSITIVE, message = Rules.DURATION_POSITIVE_MESSAGE)
        GoDuration interval,

        @JsonPropertyDescription("How long a snapshot may take before it is given up. A Go-style duration.")
        @Pattern(GoDuration.PATTERN)
        @Size(max = GoDuration.MAX_LENGTH)
        @ValidationRule(value = Rules.DURATION_BOUNDED, message = Rules.DURATION_BOUNDED_MESSAGE)
        @Default("5m")
        @ValidationRule(value = Rules.DURATION_POSITIVE, message = Rules.DURATION_POSITIVE_MESSAGE)
        GoDuration timeout,

        @JsonPropertyDescription("How many complete snapshots of each region are kept.")
        @Default("3")
        @Min(1)
        @Max(1000)
        Integer retain,

        @JsonPropertyDescription("How many snapshots in a row may fail before the job is called degraded.")
        @Default("10")
        @Min(0)
        @Max(1_000_000)
        Integer tolerableFailures,

        @JsonPropertyDescription("What becomes of the snapshots when the job is deleted.") @Default("Retain")
        DeletionPolicy onDelete,

        @JsonPropertyDescription(
                "What a job without snapshots of its own starts from: the address of another job's snapshots, or Latest for those of the last job of this name.")
        @Size(min = 1, max = 1024)
        @Pattern(SnapshotsSpec.RESTORE_FROM_PATTERN)
        @Nullable
        String restoreFrom,

        @JsonPropertyDescription(
                "The S3 bucket for snapshots. Without it, the operator's default store; in a local run an embedded one. It cannot be changed.")
        @Nullable
        StoreSpec store) {

    static final String RESTORE_FROM_PATTERN = "^(Latest|s3://[^/]+/.+)$";
}
