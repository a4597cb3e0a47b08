package dev.loopkeeper.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Why a region was restarted. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RegionFailureStatus(
        @JsonPropertyDescription("When it was found.") @JsonFormat(shape = JsonFormat.Shape.STRING) @Nullable
        Instant time,

        @JsonPropertyDescription("Its cause in one word.") @Size(max = 64) @Nullable
        String reason,

        @JsonPropertyDescription("The pod that failed.") @Size(max = 253) @Nullable
        String pod,

        @JsonPropertyDescription("The node that it was on.") @Size(max = 253) @Nullable
        String node,

        @JsonPropertyDescription("The exit code of its main container.") @Nullable
        Integer exitCode,

        @JsonPropertyDescription("Its cause in a sentence.") @Size(max = 1024) @Nullable
        String message,

        @JsonPropertyDescription("The last lines of its log.") @Size(max = 2048) @Nullable
        String logTail) {

    public RegionFailureStatus {
        time = KubernetesTime.wholeOrNull(time);
    }
}
