package dev.loopkeeper.launcher.provider;

import java.time.Duration;

/**
 * How long to wait before the next try: at once or after {@code first}, then twice as long each time, up to {@code max}.
 *
 * @param first the delay after the first failure; zero for at once, and {@code then} counts from the second
 * @param then the delay after the second failure
 * @param max the longest delay
 */
public record Backoff(Duration first, Duration then, Duration max) {

    private static final int LONGEST_SHIFT = 30;

    public Backoff {
        if (first.isNegative() || !then.isPositive() || max.compareTo(then) < 0) {
            throw new IllegalArgumentException("a backoff needs delays that rise: " + first + ", " + then + ", " + max);
        }
    }

    /**
     * The delay before the next try.
     *
     * @param failures how many tries in a row have failed, 0 or more
     */
    public Duration delay(int failures) {
        if (failures <= 0) {
            return Duration.ZERO;
        }
        if (failures == 1) {
            return first;
        }
        int shift = Math.min(failures - 2, LONGEST_SHIFT);
        Duration delay = then.multipliedBy(1L << shift);
        return delay.compareTo(max) > 0 ? max : delay;
    }
}
