package dev.loopkeeper.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A committed snapshot of one region. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RegionSnapshotStatus(
        @JsonPropertyDescription("Its id in the store.") @Size(max = 64) @Nullable
        String id,

        @JsonPropertyDescription("When it was committed.") @JsonFormat(shape = JsonFormat.Shape.STRING) @Nullable
        Instant time) {

    public RegionSnapshotStatus {
        time = KubernetesTime.wholeOrNull(time);
    }
}
