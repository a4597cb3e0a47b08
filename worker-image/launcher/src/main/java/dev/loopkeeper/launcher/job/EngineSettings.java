package dev.loopkeeper.launcher.job;

import dev.loopkeeper.crds.v1alpha1.DamagePolicy;
import dev.loopkeeper.crds.v1alpha1.ExponentialDelaySpec;
import dev.loopkeeper.crds.v1alpha1.FailureRateSpec;
import dev.loopkeeper.crds.v1alpha1.FixedDelaySpec;
import dev.loopkeeper.crds.v1alpha1.RecoveryScope;
import dev.loopkeeper.crds.v1alpha1.RestartSpec;
import dev.loopkeeper.crds.v1alpha1.SnapshotsSpec;
import dev.loopkeeper.engine.coordinator.port.JobSettings;
import dev.loopkeeper.engine.coordinator.restart.RestartStrategy;

/** Says in the engine's words what a job file says. */
public final class EngineSettings {

    private EngineSettings() {}

    /** The coordinator's settings for a run of this job. */
    public static JobSettings of(LocalJob job, String uid, long run, int slotsPerWorker) {
        SnapshotsSpec snapshots = job.spec().snapshots();
        return new JobSettings(
                job.name(),
                uid,
                run,
                slotsPerWorker,
                atLeastOne(snapshots.interval().toMillis()),
                atLeastOne(snapshots.timeout().toMillis()),
                snapshots.retain(),
                snapshots.tolerableFailures(),
                atLeastOne(job.heartbeatTimeout().toMillis()),
                atLeastOne(job.spec().startTimeout().toMillis()),
                job.spec().recovery().restoreConcurrency(),
                job.spec().recovery().scope() == RecoveryScope.JOB,
                job.spec().recovery().onDamagedSnapshot() == DamagePolicy.REPEAT_OUTPUT,
                strategy(job.spec().recovery().restart()));
    }

    /** Positive durations below a millisecond are none for the engine's clock. */
    private static long atLeastOne(long millis) {
        return Math.max(1, millis);
    }

    static RestartStrategy strategy(RestartSpec restart) {
        return switch (restart.type()) {
            case NONE -> new RestartStrategy.None();
            case FIXED_DELAY -> {
                FixedDelaySpec spec = restart.fixedDelayOrDefault();
                yield new RestartStrategy.FixedDelay(
                        spec.attempts(), spec.delay().toMillis());
            }
            case FAILURE_RATE -> {
                FailureRateSpec spec = restart.failureRateOrDefault();
                yield new RestartStrategy.FailureRate(
                        spec.maxFailures(),
                        spec.interval().toMillis(),
                        spec.delay().toMillis());
            }
            case EXPONENTIAL_DELAY -> {
                ExponentialDelaySpec spec = restart.exponentialDelayOrDefault();
                yield new RestartStrategy.ExponentialDelay(
                        spec.initial().toMillis(),
                        spec.then().toMillis(),
                        spec.max().toMillis(),
                        spec.multiplier(),
                        spec.jitterPercent());
            }
        };
    }
}
