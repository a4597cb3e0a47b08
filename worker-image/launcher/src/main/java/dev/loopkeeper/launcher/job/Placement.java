package dev.loopkeeper.launcher.job;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How the task slots of a job's regions are spread over workers. No worker has tasks of two regions (R1), and all have equally many slots.
 *
 * @param slotsPerWorker at least 1
 * @param workers how many there are over all regions
 * @param difference one line that says why there are not as many as were asked for; empty if there are
 */
public record Placement(int slotsPerWorker, int workers, Optional<String> difference) {

    /**
     * @param slotsOfRegions how many task slots each region has; at least one region, at least 1 each
     * @param slots of a worker, as the job file says
     * @param asked how many workers there shall be over all regions; null if the job file decides
     */
    public static Placement of(List<Integer> slotsOfRegions, int slots, @Nullable Integer asked) {
        if (asked == null) {
            return new Placement(slots, workers(slotsOfRegions, slots), Optional.empty());
        }
        int workersOfRegion = Math.max(1, asked / slotsOfRegions.size());
        int most = slotsOfRegions.stream().mapToInt(Integer::intValue).max().orElseThrow();
        int slotsPerWorker = Math.ceilDiv(most, workersOfRegion);
        int workers = workers(slotsOfRegions, slotsPerWorker);
        return new Placement(slotsPerWorker, workers, difference(asked, workers, slotsOfRegions));
    }

    private static int workers(List<Integer> slotsOfRegions, int slotsPerWorker) {
        return slotsOfRegions.stream()
                .mapToInt(slots -> Math.ceilDiv(slots, slotsPerWorker))
                .sum();
    }

    private static Optional<String> difference(int asked, int workers, List<Integer> slotsOfRegions) {
        if (asked == workers) {
            return Optional.empty();
        }
        int slots = slotsOfRegions.stream().mapToInt(Integer::intValue).sum();
        String reason;
        if (workers < asked && workers == slots) {
            reason = "there are no more task slots; a larger --parallelism makes more";
        } else if (workers < asked) {
            reason = "each has equally many of the " + slots + " task slots, and tasks of one region only";
        } else {
            reason = "each region has workers of its own";
        }
        return Optional.of(
                "--workers " + asked + ": " + workers + (workers == 1 ? " is" : " are") + " used, as " + reason);
    }
}
