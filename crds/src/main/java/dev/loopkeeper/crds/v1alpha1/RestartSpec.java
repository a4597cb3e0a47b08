package dev.loopkeeper.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** When, and how often, a failed region is restarted. Delay and budget are reset when the region commits a snapshot. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(value = Rules.FIXED_DELAY_WITH_TYPE, message = Rules.FIXED_DELAY_WITH_TYPE_MESSAGE)
@ValidationRule(value = Rules.EXPONENTIAL_DELAY_WITH_TYPE, message = Rules.EXPONENTIAL_DELAY_WITH_TYPE_MESSAGE)
@ValidationRule(value = Rules.FAILURE_RATE_WITH_TYPE, message = Rules.FAILURE_RATE_WITH_TYPE_MESSAGE)
public record RestartSpec(
        @JsonPropertyDescription("Which of the strategies holds; its own field may set it up.")
        @Default("ExponentialDelay")
        RestartType type,

        @JsonPropertyDescription("Sets up type FixedDelay.") @Nullable
        FixedDelaySpec fixedDelay,

        @JsonPropertyDescription("Sets up type ExponentialDelay.") @Nullable
        ExponentialDelaySpec exponentialDelay,

        @JsonPropertyDescription("Sets up type FailureRate.") @Nullable
        FailureRateSpec failureRate) {

    /** The set-up of type FixedDelay, its defaults where none is given. */
    public FixedDelaySpec fixedDelayOrDefault() {
        return fixedDelay != null ? fixedDelay : FixedDelaySpec.DEFAULT;
    }

    /** The set-up of type ExponentialDelay, its defaults where none is given. */
    public ExponentialDelaySpec exponentialDelayOrDefault() {
        return exponentialDelay != null ? exponentialDelay : ExponentialDelaySpec.DEFAULT;
    }

    /** The set-up of type FailureRate, its defaults where none is given. */
    public FailureRateSpec failureRateOrDefault() {
        return failureRate != null ? failureRate : FailureRateSpec.DEFAULT;
    }
}
