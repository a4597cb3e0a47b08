package dev.loopkeeper.provider;

import org.jspecify.annotations.Nullable;

/**
 * A region as the coordinator sees it.
 *
 * @param name {@code r0}, {@code r1}, ...: fixed by the plan
 * @param title what the program calls it, for people
 * @param attempt the current attempt, from 1; 0 before the first
 * @param restarts how often it was started again after a failure
 * @param workers how many workers it wants
 * @param workersReady how many of them have registered and run their tasks
 * @param degraded what is wrong with it although it may run, in one line: more snapshots in a row have failed than are tolerated; null if nothing is
 */
public record RegionStatus(
        String name,
        String title,
        RegionPhase phase,
        int attempt,
        int restarts,
        int workers,
        int workersReady,
        @Nullable RegionSnapshot lastSnapshot,
        @Nullable RegionFailure lastFailure,
        @Nullable Recovery lastRecovery,
        @Nullable String degraded) {

    public RegionStatus {
        Values.text("name", name);
        Values.present("phase", phase);
        Values.notNegative("attempt", attempt);
        Values.notNegative("restarts", restarts);
        Values.notNegative("workers", workers);
        Values.notNegative("workersReady", workersReady);
        title = title == null || title.isBlank() ? name : title;
    }

    /** A region with which nothing is wrong. */
    public RegionStatus(
            String name,
            String title,
            RegionPhase phase,
            int attempt,
            int restarts,
            int workers,
            int workersReady,
            @Nullable RegionSnapshot lastSnapshot,
            @Nullable RegionFailure lastFailure,
            @Nullable Recovery lastRecovery) {
        this(
                name,
                title,
                phase,
                attempt,
                restarts,
                workers,
                workersReady,
                lastSnapshot,
                lastFailure,
                lastRecovery,
                null);
    }
}
