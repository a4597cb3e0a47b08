package dev.loopkeeper.provider;

import org.jspecify.annotations.Nullable;

/**
 * When a region is started again after a failure; only the values of its type are given. Durations are milliseconds.
 *
 * @param attempts of {@code FIXED_DELAY}: restarts without a snapshot between them
 * @param delay of {@code FIXED_DELAY} and {@code FAILURE_RATE}: before each restart
 * @param failures of {@code FAILURE_RATE}: how many in an interval are too many only when exceeded
 * @param interval of {@code FAILURE_RATE}
 * @param initial of {@code EXPONENTIAL_DELAY}: before the first restart
 * @param then before the second
 * @param max the longest
 * @param multiplier from one to the next
 * @param jitterPercent by how much each is varied, 0 to 100
 */
public record RestartPolicy(
        Type type,
        @Nullable Integer attempts,
        @Nullable Long delay,
        @Nullable Integer failures,
        @Nullable Long interval,
        @Nullable Long initial,
        @Nullable Long then,
        @Nullable Long max,
        @Nullable Integer multiplier,
        @Nullable Integer jitterPercent) {

    /** The strategies. */
    public enum Type {
        NONE,
        FIXED_DELAY,
        FAILURE_RATE,
        EXPONENTIAL_DELAY
    }

    public RestartPolicy {
        switch (Values.present("type", type)) {
            case NONE -> {}
            case FIXED_DELAY -> {
                needed("attempts", attempts, 0);
                needed("delay", delay, 0);
            }
            case FAILURE_RATE -> {
                needed("failures", failures, 0);
                needed("interval", interval, 1);
                needed("delay", delay, 0);
            }
            case EXPONENTIAL_DELAY -> {
                needed("initial", initial, 0);
                needed("then", then, 0);
                needed("max", max, 0);
                needed("multiplier", multiplier, 1);
                needed("jitterPercent", jitterPercent, 0);
            }
        }
    }

    private static void needed(String field, @Nullable Number value, long least) {
        Values.atLeast(field, Values.present(field, value), least);
    }

    /** Never started again. */
    public static RestartPolicy none() {
        return new RestartPolicy(Type.NONE, null, null, null, null, null, null, null, null, null);
    }

    /** The same delay each time, so many times. */
    public static RestartPolicy fixedDelay(int attempts, long delay) {
        return new RestartPolicy(Type.FIXED_DELAY, attempts, delay, null, null, null, null, null, null, null);
    }

    /** Up to so many failures in an interval. */
    public static RestartPolicy failureRate(int failures, long interval, long delay) {
        return new RestartPolicy(Type.FAILURE_RATE, null, delay, failures, interval, null, null, null, null, null);
    }

    /** The first restart soon, then with a growing delay. */
    public static RestartPolicy exponentialDelay(long initial, long then, long max, int multiplier, int jitterPercent) {
        return new RestartPolicy(
                Type.EXPONENTIAL_DELAY, null, null, null, null, initial, then, max, multiplier, jitterPercent);
    }
}
