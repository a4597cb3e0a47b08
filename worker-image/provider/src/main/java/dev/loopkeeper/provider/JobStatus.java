package dev.loopkeeper.provider;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A job for people and tools: the answer of {@code GET /v1/status}.
 *
 * @param protocolVersion the version that the coordinator speaks
 * @param verdict how the run ended; null while it runs
 * @param epoch the coordinator's epoch
 * @param claim the coordinator's claim; 0 before it has claimed
 * @param planVersion the hash of the physical plan; empty before there is one
 * @param startedAt when the run began, by the coordinator's clock
 * @param finishedAt when the verdict was decided
 * @param round the highest round that a loop of rounds has reached; null without such a loop
 * @param records records read from all sources, what a restored snapshot holds included
 * @param hops records handled by tasks, passages of the loops included
 * @param recordsPerSecond of {@code hops}, over the last seconds
 * @param loopLogBytes what the feedback logs hold now, on disk and in memory
 * @param restarts of all regions together
 * @param recoveries the newest ones of all regions, oldest first; {@value #MAX_RECOVERIES} at most
 * @param work what each region's current attempt has done; adds up over coordinators where {@code hops} does not
 */
public record JobStatus(
        int protocolVersion,
        String job,
        JobPhase phase,
        @Nullable Verdict verdict,
        long epoch,
        long claim,
        String planVersion,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        @Nullable Long round,
        long records,
        long hops,
        double recordsPerSecond,
        long loopLogBytes,
        SnapshotTotals snapshots,
        int restarts,
        List<RegionStatus> regions,
        List<Recovery> recoveries,
        List<RegionWork> work) {

    /** The most recoveries that are kept. */
    public static final int MAX_RECOVERIES = 1_000;

    public JobStatus {
        Values.text("job", job);
        Values.present("phase", phase);
        planVersion = planVersion == null ? "" : planVersion;
        snapshots = snapshots == null ? SnapshotTotals.NONE : snapshots;
        regions = Values.list("regions", regions, ProviderProtocol.MAX_WORKERS);
        recoveries = recoveries == null
                ? List.of()
                : List.copyOf(recoveries.subList(Math.max(0, recoveries.size() - MAX_RECOVERIES), recoveries.size()));
    }
}
