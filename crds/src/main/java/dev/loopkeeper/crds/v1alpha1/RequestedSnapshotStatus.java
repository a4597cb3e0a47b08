package dev.loopkeeper.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The snapshot that was last asked for and is there. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RequestedSnapshotStatus(
        @JsonPropertyDescription("The snapshotToken by which it was asked for.") @Size(max = 128) @Nullable
        String token,

        @JsonPropertyDescription("When the last region's part of it was committed.")
        @JsonFormat(shape = JsonFormat.Shape.STRING)
        @Nullable
        Instant time) {

    public RequestedSnapshotStatus {
        time = KubernetesTime.wholeOrNull(time);
    }
}
