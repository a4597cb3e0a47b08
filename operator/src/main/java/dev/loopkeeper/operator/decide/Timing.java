package dev.loopkeeper.operator.decide;

import java.time.Duration;

/** How long the operator waits for what. */
public final class Timing {

    /** A pod that is bound and of which its node says nothing is placed elsewhere (K2). */
    public static final Duration BOUND = Duration.ofSeconds(10);

    /** The longest that a pod which is bound is waited for (K2). */
    public static final Duration LONGEST_BOUND = Duration.ofMinutes(5);

    /** An operator that doubts its own ears looks again after so long (K5). */
    public static final Duration DOUBT = Duration.ofSeconds(1);

    /** A pod that is kept off nodes and finds no other may use them again (K2). */
    public static final Duration UNSCHEDULABLE = Duration.ofSeconds(10);

    /** A superseded pod whose node does not end it is taken out of the books (K6). */
    public static final Duration OVERDUE = Duration.ofSeconds(10);

    /** From the start of a coordinator's container to its first line: its JVM takes a while, most of all on a node where everything starts at once. */
    public static final Duration FIRST_LINE = Duration.ofSeconds(30);

    /** A coordinator that has been heard for so long was well: what failed before it no longer counts. */
    public static final Duration WELL = Duration.ofMinutes(5);

    /** The delay before the second replacement of a coordinator in a row; it doubles (K5). */
    public static final Duration FIRST_BACKOFF = Duration.ofSeconds(1);

    /** The longest delay between two replacements (K5). */
    public static final Duration LONGEST_BACKOFF = Duration.ofMinutes(5);

    /** How many coordinators in a row may be given up for silence before the last is kept (K5). */
    public static final int SILENT_COORDINATORS = 3;

    /** A pod that its node has taken and whose containers have not started is told of. */
    public static final Duration PREPARING = Duration.ofSeconds(30);

    /** After so many failures of coordinators in a row somebody should look: waiting alone has not mended it. */
    public static final int SEVERAL_FAILURES = 3;

    /** Pods that the API server refused are tried again. */
    public static final Duration TRIAL = Duration.ofSeconds(30);

    /** What a stop may take beyond the time-out of its snapshot. */
    public static final Duration STOP_MARGIN = Duration.ofSeconds(30);

    /** For how long a deleted job is held back to clear its store (K10). */
    public static final Duration CLEANUP = Duration.ofMinutes(5);

    /** The grace of pods that were fenced off (K6), in seconds. */
    public static final int FENCED_GRACE_SECONDS = 1;

    /** What the clocks of operator and API server may differ by before it matters. */
    static final Duration CLOCKS = Duration.ofSeconds(5);

    /** After so long a job that is not done is looked at in any case. */
    public static final Duration RECHECK = Duration.ofSeconds(10);

    static final Duration SHORTEST_RECHECK = Duration.ofMillis(100);

    private Timing() {}

    /** The delay before a coordinator that refused its program or store is tried again: 30 s, 1 min, 2 min, 4 min, 5 min. */
    public static Duration afterRefusal(int failures) {
        Duration delay = TRIAL.multipliedBy(1L << Math.clamp(failures, 0, 10));
        return delay.compareTo(LONGEST_BACKOFF) > 0 ? LONGEST_BACKOFF : delay;
    }

    /** The delay before a coordinator is replaced, after so many failures in a row before: none, 1 s, 2 s, 4 s, ..., 5 min (K5). */
    public static Duration backoff(int failures) {
        if (failures <= 0) {
            return Duration.ZERO;
        }
        int doublings = Math.min(failures - 1, 20);
        Duration delay = FIRST_BACKOFF.multipliedBy(1L << doublings);
        return delay.compareTo(LONGEST_BACKOFF) > 0 ? LONGEST_BACKOFF : delay;
    }

    /**
     * For how long a pod that is bound is waited for until its node says that it has it: 10 s, and twice as long after each that was not taken. A node
     * that is merely busy would never get to one that is replaced every ten seconds (K2).
     */
    public static Duration bound(int unstarted) {
        Duration patience = BOUND.multipliedBy(1L << Math.clamp(unstarted, 0, 10));
        return patience.compareTo(LONGEST_BOUND) > 0 ? LONGEST_BOUND : patience;
    }
}
