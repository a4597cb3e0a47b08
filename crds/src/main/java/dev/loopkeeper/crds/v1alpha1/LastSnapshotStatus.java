package dev.loopkeeper.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A complete snapshot of all regions. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record LastSnapshotStatus(
        @JsonPropertyDescription("When it was committed.") @JsonFormat(shape = JsonFormat.Shape.STRING) @Nullable
        Instant time,

        @JsonPropertyDescription("How many bytes it uploaded.") @Nullable
        Long bytes,

        @JsonPropertyDescription("How long it took, in milliseconds.") @Nullable
        Long durationMillis) {

    public LastSnapshotStatus {
        time = KubernetesTime.wholeOrNull(time);
    }
}
