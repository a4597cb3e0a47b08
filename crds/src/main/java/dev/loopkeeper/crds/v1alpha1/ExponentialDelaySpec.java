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

/** Restarts after a delay that grows with each failure. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(value = Rules.DELAYS_GROW, message = Rules.DELAYS_GROW_MESSAGE)
public record ExponentialDelaySpec(
        @JsonPropertyDescription("The delay before the first restart. A Go-style duration.")
        @Pattern(GoDuration.PATTERN)
        @Size(max = GoDuration.MAX_LENGTH)
        @ValidationRule(value = Rules.DURATION_BOUNDED, message = Rules.DURATION_BOUNDED_MESSAGE)
        @Default("0s")
        GoDuration initial,

        @JsonPropertyDescription("The delay before the second restart; from there on it grows. A Go-style duration.")
        @Pattern(GoDuration.PATTERN)
        @Size(max = GoDuration.MAX_LENGTH)
        @ValidationRule(value = Rules.DURATION_BOUNDED, message = Rules.DURATION_BOUNDED_MESSAGE)
        @Default("1s")
        @ValidationRule(value = Rules.DURATION_POSITIVE, message = Rules.DURATION_POSITIVE_MESSAGE)
        GoDuration then,

        @JsonPropertyDescription("The longest delay. A Go-style duration.")
        @Pattern(GoDuration.PATTERN)
        @Size(max = GoDuration.MAX_LENGTH)
        @ValidationRule(value = Rules.DURATION_BOUNDED, message = Rules.DURATION_BOUNDED_MESSAGE)
        @Default("5m")
        @ValidationRule(value = Rules.DURATION_POSITIVE, message = Rules.DURATION_POSITIVE_MESSAGE)
        GoDuration max,

        @JsonPropertyDescription("By how much the delay is multiplied with each further restart.")
        @Default("2")
        @Min(1)
        @Max(100)
        Integer multiplier,

        @JsonPropertyDescription("By how much of itself, in percent, a delay is lengthened or shortened at random.")
        @Default("10")
        @Min(0)
        @Max(100)
        Integer jitterPercent) {

    /** What the schema fills in. */
    static final ExponentialDelaySpec DEFAULT =
            new ExponentialDelaySpec(GoDuration.parse("0s"), GoDuration.parse("1s"), GoDuration.parse("5m"), 2, 10);
}
