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

/** Restarts as long as failures are not too frequent. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record FailureRateSpec(
        @JsonPropertyDescription("How many failures there may be within the interval before the job fails.")
        @Default("3")
        @Min(1)
        @Max(1_000_000)
        Integer maxFailures,

        @JsonPropertyDescription("Over what time failures are counted. A Go-style duration.")
        @Pattern(GoDuration.PATTERN)
        @Size(max = GoDuration.MAX_LENGTH)
        @ValidationRule(value = Rules.DURATION_BOUNDED, message = Rules.DURATION_BOUNDED_MESSAGE)
        @Default("10m")
        @ValidationRule(value = Rules.DURATION_POSITIVE, message = Rules.DURATION_POSITIVE_MESSAGE)
        GoDuration interval,

        @JsonPropertyDescription("How long to wait before each restart. A Go-style duration.")
        @Pattern(GoDuration.PATTERN)
        @Size(max = GoDuration.MAX_LENGTH)
        @ValidationRule(value = Rules.DURATION_BOUNDED, message = Rules.DURATION_BOUNDED_MESSAGE)
        @Default("1s")
        GoDuration delay) {

    /** What the schema fills in. */
    static final FailureRateSpec DEFAULT = new FailureRateSpec(3, GoDuration.parse("10m"), GoDuration.parse("1s"));
}
