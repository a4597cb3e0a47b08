package dev.loopkeeper.provider;

import org.jspecify.annotations.Nullable;

/**
 * What may be changed while a run goes on, without a restart (K17). Stands in every observation; what is null there is as the run was started
 * with. All durations are milliseconds, at least 1.
 *
 * @param snapshotInterval from one trigger to the next; counts for the next trigger of every region
 * @param snapshotTimeout how long a snapshot may take, the open one included
 * @param retain how many committed snapshots of each region are kept, at least 1; what is beyond goes with the next commit
 * @param tolerableFailures how many snapshots in a row may fail, at least 0
 * @param heartbeatTimeout after how long a silence a worker is lost. Workers keep the pace that they were started with, so a value below five
 *     of their signs of life counts from the next run on
 * @param startTimeout how long the workers of an attempt may take to come, those of the present one included
 * @param restoreConcurrency how many regions may download state at once, at least 1
 * @param wholeJob whether a failure restarts all regions
 * @param repeatOutput whether a region may go back behind committed output where its newest snapshot is damaged
 * @param restart the strategy; failures that were counted before count for it too
 */
public record LiveSettings(
        @Nullable Long snapshotInterval,
        @Nullable Long snapshotTimeout,
        @Nullable Integer retain,
        @Nullable Integer tolerableFailures,
        @Nullable Long heartbeatTimeout,
        @Nullable Long startTimeout,
        @Nullable Integer restoreConcurrency,
        @Nullable Boolean wholeJob,
        @Nullable Boolean repeatOutput,
        @Nullable RestartPolicy restart) {

    /** Everything as the run was started with. */
    public static final LiveSettings UNCHANGED =
            new LiveSettings(null, null, null, null, null, null, null, null, null, null);

    public LiveSettings {
        Values.atLeast("snapshotInterval", snapshotInterval, 1);
        Values.atLeast("snapshotTimeout", snapshotTimeout, 1);
        Values.atLeast("retain", retain, 1);
        Values.atLeast("tolerableFailures", tolerableFailures, 0);
        Values.atLeast("heartbeatTimeout", heartbeatTimeout, 1);
        Values.atLeast("startTimeout", startTimeout, 1);
        Values.atLeast("restoreConcurrency", restoreConcurrency, 1);
    }
}
