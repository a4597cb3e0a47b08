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
        @Nullable Recovery lastRecovery) {

    public RegionStatus {
        Values.text("name", name);
        Values.present("phase", phase);
        Values.notNegative("attempt", attempt);
        Values.notNegative("restarts", restarts);
        Values.notNegative("workers", workers);
        Values.notNegative("workersReady", workersReady);
        title = title == null || title.isBlank() ? name : title;
    }
}
