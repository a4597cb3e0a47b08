package dev.loopkeeper.engine.coordinator;

import dev.loopkeeper.engine.coordinator.region.RegionCoordinator;
import dev.loopkeeper.engine.message.SlotCounters;
import dev.loopkeeper.provider.JobPhase;
import dev.loopkeeper.provider.JobStatus;
import dev.loopkeeper.provider.ProviderProtocol;
import dev.loopkeeper.provider.ProviderState;
import dev.loopkeeper.provider.RegionPhase;
import dev.loopkeeper.provider.RegionStatus;
import dev.loopkeeper.provider.RegionWork;
import dev.loopkeeper.provider.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a coordinator shows of itself to its provider and to people. Belongs to the coordinator's thread. */
public final class JobView {

    private final JobCoordinator coordinator;
    private final long epoch;
    private final HopRate rate = new HopRate();
    private final Map<String, WorkTally> tallies = new HashMap<>();

    /** @param epoch the coordinator's, as its provider has given it (K4) */
    public JobView(JobCoordinator coordinator, long epoch) {
        this.coordinator = coordinator;
        this.epoch = epoch;
    }

    /** The provider's state under this version. */
    public ProviderState state(long version) {
        return new ProviderState(
                ProviderProtocol.VERSION,
                coordinator.settings().now().job(),
                epoch,
                version,
                coordinator.plan().physicalHash(),
                coordinator.claim(),
                coordinator.activity(),
                coordinator.wanted(),
                coordinator.regionStatuses(),
                coordinator.verdict(),
                coordinator.claim() == 0 ? null : coordinator.settings().live(),
                coordinator.requestedSnapshot(),
                coordinator.certificates(),
                null);
    }

    /**
     * The job's status.
     *
     * @param now milliseconds since the epoch
     */
    public JobStatus status(long now) {
        List<RegionStatus> regions = coordinator.regionStatuses();
        List<RegionWork> work = new ArrayList<>();
        long records = 0;
        long hops = 0;
        long logBytes = 0;
        int round = -1;
        int restarts = regions.stream().mapToInt(RegionStatus::restarts).sum();
        for (RegionCoordinator region : coordinator.regions()) {
            WorkTally tally = tallies.computeIfAbsent(region.name(), unused -> new WorkTally());
            tally.update(region);
            work.add(tally.work(region.name()));
            SlotCounters counters = region.attempts().counters();
            records += tally.records();
            hops += tally.hops();
            round = Math.max(round, counters.round());
            logBytes += region.attempts().running() ? counters.logBytes() : 0;
        }
        Verdict verdict = coordinator.verdict();
        return new JobStatus(
                ProviderProtocol.VERSION,
                coordinator.settings().now().job(),
                phase(coordinator, regions),
                verdict,
                epoch,
                coordinator.claim(),
                coordinator.plan().physicalHash(),
                coordinator.startedAt() == 0 ? null : Instant.ofEpochMilli(coordinator.startedAt()),
                verdict == null ? null : verdict.time(),
                round < 0 ? null : (long) round,
                records,
                hops,
                rate.at(now, hops),
                logBytes,
                coordinator.snapshotTotals(),
                restarts,
                regions,
                coordinator.recoveries(),
                work);
    }

    private static JobPhase phase(JobCoordinator coordinator, List<RegionStatus> regions) {
        Verdict verdict = coordinator.verdict();
        if (verdict != null) {
            return switch (verdict.outcome()) {
                case SUCCEEDED -> JobPhase.SUCCEEDED;
                case SUSPENDED -> JobPhase.SUSPENDED;
                case FAILED -> JobPhase.FAILED;
            };
        }
        if (regions.isEmpty()) {
            return JobPhase.CLAIMING;
        }
        if (coordinator.stopping()) {
            return JobPhase.STOPPING;
        }
        if (regions.stream().anyMatch(JobView::recovering)) {
            return JobPhase.RECOVERING;
        }
        return regions.stream()
                        .allMatch(region -> region.phase() == RegionPhase.RUNNING
                                || region.phase().terminal())
                ? JobPhase.RUNNING
                : JobPhase.STARTING;
    }

    private static boolean recovering(RegionStatus region) {
        return switch (region.phase()) {
            case RECOVERING -> true;
            case SCHEDULING, RESTORING -> region.restarts() > 0;
            case PENDING, RUNNING, STOPPING, STOPPED, FINISHED, FAILED -> false;
        };
    }
}
