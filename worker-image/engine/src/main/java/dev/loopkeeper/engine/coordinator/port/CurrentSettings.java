package dev.loopkeeper.engine.coordinator.port;

import dev.loopkeeper.engine.coordinator.restart.RestartStrategy;
import dev.loopkeeper.provider.LiveSettings;
import dev.loopkeeper.provider.RestartPolicy;

/**
 * The settings that are in force: those that the run was started with, and what has been changed since (K17). Who uses one asks for it each time.
 * Belongs to the coordinator's thread.
 */
public final class CurrentSettings {

    /** Workers give a sign of life five times in the heartbeat time-out that they were started with, and at least each half second. */
    private static final long SHORTEST_HEARTBEAT_TIMEOUT = 2_500;

    /** A silent worker on a suspected node is lost after so long (K1). */
    private static final long SUSPECTED_MILLIS = 2_000;

    private final JobSettings started;
    private JobSettings now;

    /** @param started what the run was started with */
    public CurrentSettings(JobSettings started) {
        this.started = started;
        this.now = started;
    }

    public JobSettings now() {
        return now;
    }

    /**
     * Takes what the provider says, which is the whole truth: what it leaves out is as the run was started with.
     *
     * @return whether anything is different now
     */
    public boolean change(LiveSettings live) {
        JobSettings before = now;
        now = new JobSettings(
                started.job(),
                started.uid(),
                started.run(),
                started.slotsPerWorker(),
                or(live.snapshotInterval(), started.snapshotIntervalMillis()),
                or(live.snapshotTimeout(), started.snapshotTimeoutMillis()),
                or(live.retain(), started.retain()),
                or(live.tolerableFailures(), started.tolerableFailures()),
                heartbeatTimeout(live.heartbeatTimeout()),
                or(live.startTimeout(), started.startTimeoutMillis()),
                or(live.restoreConcurrency(), started.restoreConcurrency()),
                or(live.wholeJob(), started.wholeJob()),
                or(live.repeatOutput(), started.repeatOutput()),
                live.restart() == null ? started.restart() : strategy(live.restart()));
        return !now.equals(before);
    }

    private static <T> T or(T changed, T otherwise) {
        return changed == null ? otherwise : changed;
    }

    /** Never so short that workers, which keep the pace that they were started with, would be taken for lost. */
    private long heartbeatTimeout(Long changed) {
        long least = Math.min(started.heartbeatTimeoutMillis(), SHORTEST_HEARTBEAT_TIMEOUT);
        return changed == null ? started.heartbeatTimeoutMillis() : Math.max(least, changed);
    }

    private static RestartStrategy strategy(RestartPolicy policy) {
        return switch (policy.type()) {
            case NONE -> new RestartStrategy.None();
            case FIXED_DELAY -> new RestartStrategy.FixedDelay(policy.attempts(), policy.delay());
            case FAILURE_RATE -> new RestartStrategy.FailureRate(policy.failures(), policy.interval(), policy.delay());
            case EXPONENTIAL_DELAY ->
                new RestartStrategy.ExponentialDelay(
                        policy.initial(), policy.then(), policy.max(), policy.multiplier(), policy.jitterPercent());
        };
    }

    /** Those in force, as the provider is told. */
    public LiveSettings live() {
        return new LiveSettings(
                now.snapshotIntervalMillis(),
                now.snapshotTimeoutMillis(),
                now.retain(),
                now.tolerableFailures(),
                now.heartbeatTimeoutMillis(),
                now.startTimeoutMillis(),
                now.restoreConcurrency(),
                now.wholeJob(),
                now.repeatOutput(),
                policy(now.restart()));
    }

    private static RestartPolicy policy(RestartStrategy strategy) {
        return switch (strategy) {
            case RestartStrategy.None() -> RestartPolicy.none();
            case RestartStrategy.FixedDelay(int attempts, long delay) -> RestartPolicy.fixedDelay(attempts, delay);
            case RestartStrategy.FailureRate(int failures, long interval, long delay) ->
                RestartPolicy.failureRate(failures, interval, delay);
            case RestartStrategy.ExponentialDelay(long initial, long then, long max, int multiplier, int jitter) ->
                RestartPolicy.exponentialDelay(initial, then, max, multiplier, jitter);
        };
    }

    /**
     * For how long a worker may be silent, in milliseconds.
     *
     * @param suspected whether its provider has heard no good of its node (K1)
     */
    public long patience(boolean suspected) {
        long timeout = now().heartbeatTimeoutMillis();
        return suspected ? Math.min(timeout, SUSPECTED_MILLIS) : timeout;
    }
}
