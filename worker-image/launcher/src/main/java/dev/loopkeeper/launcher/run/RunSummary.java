package dev.loopkeeper.launcher.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.loopkeeper.provider.RecoveryMillis;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a run has come to, over all its coordinators. Also the form of {@code --summary}.
 *
 * @param status {@code Succeeded}, {@code Failed}, {@code Suspended}
 * @param seconds from the command's start to its end
 * @param records records read from all sources in the job's life
 * @param hops records fed back in loops in this run, work that was lost and repeated included
 * @param restarts restarts of regions after a failure
 */
public record RunSummary(
        String status,
        String job,
        String message,
        double seconds,
        long records,
        long hops,
        Snapshots snapshots,
        int restarts,
        List<Region> regions,
        int coordinators) {

    public RunSummary {
        regions = List.copyOf(regions);
    }

    /**
     * The snapshots of all regions.
     *
     * @param bytes what the completed ones uploaded
     * @param seconds of each completed one, from its trigger to its commit
     */
    public record Snapshots(long completed, long aborted, long bytes, List<Double> seconds) {

        public Snapshots {
            seconds = List.copyOf(seconds);
        }
    }

    /** A region by its name and by what the program calls it. */
    public record Region(String name, String title, int restarts, List<Recovery> recoveries) {

        public Region {
            recoveries = List.copyOf(recoveries);
        }
    }

    /**
     * The phases of a recovery, in seconds since the lost worker's last sign of life; null is a phase that was not reached.
     *
     * @param detected the coordinator knew of the loss
     * @param started all workers of the new attempt were there
     * @param restored all tasks had their state back
     * @param replayed the loop logs were processed
     * @param firstRecord the first record came out
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    public record Recovery(
            @Nullable Double detected,
            @Nullable Double started,
            @Nullable Double restored,
            @Nullable Double replayed,
            @Nullable Double firstRecord) {

        static Recovery of(RecoveryMillis millis) {
            return new Recovery(
                    seconds(millis.detected()),
                    seconds(millis.scheduled()),
                    seconds(millis.restored()),
                    seconds(millis.replayed()),
                    seconds(millis.firstRecord()));
        }

        private static @Nullable Double seconds(@Nullable Long millis) {
            return millis == null ? null : millis / 1000.0;
        }
    }
}
