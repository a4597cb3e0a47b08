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
import java.time.Duration;

/** What happens after a failure. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RecoverySpec(
        @JsonPropertyDescription("How much is restarted after a failure.") @Default("Region")
        RecoveryScope scope,

        @JsonPropertyDescription("What becomes of the workers of a failed region that still run.") @Default("Recreate")
        SurvivorPolicy survivors,

        @JsonPropertyDescription(
                "How long a worker or coordinator may be silent before it is given up, at least 1s. A coordinator, which gives a sign of life each second, is not given up before 3s. A Go-style duration.")
        @Pattern(GoDuration.PATTERN)
        @Size(max = GoDuration.MAX_LENGTH)
        @ValidationRule(value = Rules.DURATION_BOUNDED, message = Rules.DURATION_BOUNDED_MESSAGE)
        @Default("5s")
        @ValidationRule(value = Rules.HEARTBEAT_SUFFICIENT, message = Rules.HEARTBEAT_SUFFICIENT_MESSAGE)
        GoDuration heartbeatTimeout,

        @JsonPropertyDescription(
                "What a region does whose newest snapshot is damaged in the store, when output was committed since the one before it: Stop until the snapshot is repaired, or RepeatOutput: go on from the one before and write that output again.")
        @Default("Stop")
        DamagePolicy onDamagedSnapshot,

        @JsonPropertyDescription("How many tasks may download their state at the same time.")
        @Default("16")
        @Min(1)
        @Max(10000)
        Integer restoreConcurrency,

        @JsonPropertyDescription("When, and how often, a failed region is restarted.") @Default("{}")
        RestartSpec restart) {

    /** A coordinator gives a sign of life each second; some may come late without anything being wrong (K5). */
    private static final Duration LEAST_COORDINATOR_SILENCE = Duration.ofSeconds(3);

    /** After how long a silence a coordinator is given up: the heartbeat time-out, and never less than three seconds. */
    public Duration coordinatorSilence() {
        Duration wanted = heartbeatTimeout.value();
        return wanted.compareTo(LEAST_COORDINATOR_SILENCE) < 0 ? LEAST_COORDINATOR_SILENCE : wanted;
    }
}
