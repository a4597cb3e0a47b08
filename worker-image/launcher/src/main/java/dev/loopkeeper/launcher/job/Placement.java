package dev.loopkeeper.launcher.job;

import org.jspecify.annotations.Nullable;

/** How many task slots a worker has. */
public final class Placement {

    private Placement() {}

    /**
     * The slots of each worker; no worker has tasks of two regions (R1), so each region has at least one.
     *
     * @param slots what the job file says
     * @param workers how many there shall be over all regions; null if the job file decides
     */
    public static int slotsPerWorker(int parallelism, int regions, int slots, @Nullable Integer workers) {
        if (workers == null) {
            return slots;
        }
        int workersOfRegion = Math.max(1, workers / Math.max(1, regions));
        return Math.ceilDiv(parallelism, workersOfRegion);
    }
}
