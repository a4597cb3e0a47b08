package dev.loopkeeper.benchmarks.hops;

import java.util.concurrent.TimeUnit;

/**
 * Measures how fast one task counts hops, from the end of the warm-up to the last arrival of a token. It stands inside of the job, so that
 * neither starting nor ending the job is measured, and looks at the clock when a token arrives only, not at every hop.
 */
final class Stopwatch {

    private final long warmUpNanos;
    private long beganAt;
    private long warmAt;
    private long warmHops;
    private long lastAt;
    private long lastHops;
    private long arrivals;

    /** @param warmUpSeconds from the first arrival on */
    Stopwatch(long warmUpSeconds) {
        this.warmUpNanos = TimeUnit.SECONDS.toNanos(warmUpSeconds);
    }

    /**
     * What was measured in one task.
     *
     * @param arrivals how many tokens arrived, in the warm-up and after it
     * @param hops how many were counted after the warm-up
     * @param nanos how long that took
     */
    record Window(long arrivals, long hops, long nanos) {}

    /**
     * A token has arrived.
     *
     * @param now in nanoseconds, on any clock
     * @param hops how many the task has counted until now
     */
    void arrived(long now, long hops) {
        if (arrivals++ == 0) {
            beganAt = now;
        }
        if (warmHops == 0 && now - beganAt >= warmUpNanos) {
            warmAt = now;
            warmHops = hops;
        }
        lastAt = now;
        lastHops = hops;
    }

    /** Nothing was measured where the warm-up has not ended. */
    Window window() {
        return warmHops == 0 ? new Window(arrivals, 0, 0) : new Window(arrivals, lastHops - warmHops, lastAt - warmAt);
    }
}
