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

/** Restarts after the same delay each time. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record FixedDelaySpec(
        @JsonPropertyDescription("How many restarts there may be before the job fails.")
        @Default("3")
        @Min(1)
        @Max(1_000_000)
        Integer attempts,

        @JsonPropertyDescription("How long to wait before each restart. A Go-style duration.")
        @Pattern(GoDuration.PATTERN)
        @Size(max = GoDuration.MAX_LENGTH)
        @ValidationRule(value = Rules.DURATION_BOUNDED, message = Rules.DURATION_BOUNDED_MESSAGE)
        @Default("1s")
        GoDuration delay) {

    /** What the schema fills in. */
    static final FixedDelaySpec DEFAULT = new FixedDelaySpec(3, GoDuration.parse("1s"));
}
