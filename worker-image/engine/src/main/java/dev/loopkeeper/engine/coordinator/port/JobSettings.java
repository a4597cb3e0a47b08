package dev.loopkeeper.engine.coordinator.port;

import dev.loopkeeper.engine.coordinator.restart.RestartStrategy;

/**
 * What the job's resource says about how it is run. Times in milliseconds.
 *
 * @param run which start of the job by the provider this is: a coordinator of another run than the one before knows that no worker of it is left
 * @param slotsPerWorker how many task indexes of a region one worker runs
 * @param snapshotIntervalMillis from one trigger to the next
 * @param retain how many committed snapshots are kept for each region, at least 1
 * @param tolerableFailures how many snapshots in a row may fail before the job counts as degraded
 * @param restoreConcurrency how many regions may download state at once
 * @param wholeJob whether a failure restarts all regions
 * @param repeatOutput whether a region whose newest snapshot is damaged may go back behind output that is committed, and write it again (R14)
 */
public record JobSettings(
        String job,
        String uid,
        long run,
        int slotsPerWorker,
        long snapshotIntervalMillis,
        long snapshotTimeoutMillis,
        int retain,
        int tolerableFailures,
        long heartbeatTimeoutMillis,
        long startTimeoutMillis,
        int restoreConcurrency,
        boolean wholeJob,
        boolean repeatOutput,
        RestartStrategy restart) {}
