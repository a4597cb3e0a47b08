package dev.loopkeeper.operator.decide;

import dev.loopkeeper.crds.v1alpha1.DamagePolicy;
import dev.loopkeeper.crds.v1alpha1.ExponentialDelaySpec;
import dev.loopkeeper.crds.v1alpha1.FailureRateSpec;
import dev.loopkeeper.crds.v1alpha1.FixedDelaySpec;
import dev.loopkeeper.crds.v1alpha1.IterativeJobSpec;
import dev.loopkeeper.crds.v1alpha1.RecoveryScope;
import dev.loopkeeper.crds.v1alpha1.RestartSpec;
import dev.loopkeeper.crds.value.GoDuration;
import dev.loopkeeper.operator.observe.JobView;
import dev.loopkeeper.provider.LiveSettings;
import dev.loopkeeper.provider.ProviderState;
import dev.loopkeeper.provider.RestartPolicy;
import org.jspecify.annotations.Nullable;

/** What a job's specification says of all that counts at once (K17). It stands in every observation: a coordinator that starts knows only its run's. */
final class WantedSettings {

    private WantedSettings() {}

    /**
     * What the coordinator is to be told. Where not all of the specification could be read that is what it has: defaults in place of what was written
     * would undo good settings, and no word at all would give back those that the run was started with.
     */
    static @Nullable LiveSettings of(JobView job, ProviderState state) {
        return job.readable() ? of(job.spec()) : state.settings();
    }

    private static LiveSettings of(IterativeJobSpec spec) {
        return new LiveSettings(
                millis(spec.snapshots().interval()),
                millis(spec.snapshots().timeout()),
                spec.snapshots().retain(),
                spec.snapshots().tolerableFailures(),
                millis(spec.recovery().heartbeatTimeout()),
                millis(spec.startTimeout()),
                spec.recovery().restoreConcurrency(),
                spec.recovery().scope() == RecoveryScope.JOB,
                spec.recovery().onDamagedSnapshot() == DamagePolicy.REPEAT_OUTPUT,
                restart(spec.recovery().restart()));
    }

    private static RestartPolicy restart(RestartSpec restart) {
        return switch (restart.type()) {
            case NONE -> RestartPolicy.none();
            case FIXED_DELAY -> {
                FixedDelaySpec spec = restart.fixedDelayOrDefault();
                yield RestartPolicy.fixedDelay(spec.attempts(), spec.delay().toMillis());
            }
            case FAILURE_RATE -> {
                FailureRateSpec spec = restart.failureRateOrDefault();
                yield RestartPolicy.failureRate(
                        spec.maxFailures(),
                        millis(spec.interval()),
                        spec.delay().toMillis());
            }
            case EXPONENTIAL_DELAY -> {
                ExponentialDelaySpec spec = restart.exponentialDelayOrDefault();
                yield RestartPolicy.exponentialDelay(
                        spec.initial().toMillis(),
                        spec.then().toMillis(),
                        spec.max().toMillis(),
                        spec.multiplier(),
                        spec.jitterPercent());
            }
        };
    }

    /** Positive durations below a millisecond are none for the engine's clock. */
    private static long millis(GoDuration duration) {
        return Math.max(1, duration.toMillis());
    }
}
