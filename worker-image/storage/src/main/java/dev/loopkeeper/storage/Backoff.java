package dev.loopkeeper.storage;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before trying again: exponential with jitter, so that many workers do not come back at once.
 *
 * @param first the bound of the first wait
 * @param longest the bound of every later one
 */
record Backoff(Duration first, Duration longest) {

    static final Backoff DEFAULT = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(5));

    private static final int DOUBLINGS = 30;

    /** The wait after the given number of failed attempts, from 1: between half of its bound and the bound. */
    Duration after(int failures, RandomGenerator random) {
        long doubled = first.toNanos() << Math.min(failures - 1, DOUBLINGS);
        long bound = doubled <= 0 ? longest.toNanos() : Math.min(doubled, longest.toNanos());
        return Duration.ofNanos(bound / 2 + random.nextLong(bound / 2 + 1));
    }
}
