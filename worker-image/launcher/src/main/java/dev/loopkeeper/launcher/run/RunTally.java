package dev.loopkeeper.launcher.run;

import dev.loopkeeper.provider.JobStatus;
import dev.loopkeeper.provider.ProviderState;
import dev.loopkeeper.provider.Recovery;
import dev.loopkeeper.provider.RegionStatus;
import dev.loopkeeper.provider.RegionWork;
import dev.loopkeeper.provider.SnapshotTotals;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Adds up a run over all its coordinators: each of them counts from its own beginning, this one from the run's. Safe for all threads.
 */
public final class RunTally {

    private record OfRegion(long epoch, String region) {}

    private record Attempt(String region, int attempt) {}

    private record Loss(String region, @Nullable Instant time) {}

    private final Map<Long, SnapshotTotals> snapshots = new TreeMap<>();
    private final Map<OfRegion, Integer> restarts = new HashMap<>();
    private final Map<Attempt, RegionWork> work = new HashMap<>();
    private final Map<Loss, Recovery> recoveries = new HashMap<>();
    private final Map<String, RegionStatus> regions = new TreeMap<>(Comparator.comparingInt(RunTally::number));
    private final Set<Long> coordinators = new HashSet<>();

    private static int number(String region) {
        return Integer.parseInt(region.substring(1));
    }

    /** Takes what a coordinator tells its provider. */
    public synchronized void add(ProviderState state) {
        coordinators.add(state.epoch());
        addRegions(state.epoch(), state.regions());
    }

    /** Takes what a coordinator tells people. */
    public synchronized void add(JobStatus status) {
        coordinators.add(status.epoch());
        addRegions(status.epoch(), status.regions());
        status.recoveries().forEach(this::addRecovery);
        SnapshotTotals known = snapshots.getOrDefault(status.epoch(), SnapshotTotals.NONE);
        if (status.snapshots().completed() + status.snapshots().aborted() >= known.completed() + known.aborted()) {
            snapshots.put(status.epoch(), status.snapshots());
        }
        for (RegionWork done : status.work()) {
            work.merge(
                    new Attempt(done.region(), done.attempt()),
                    done,
                    (old, now) -> now.hops() >= old.hops() ? now : old);
        }
    }

    private void addRegions(long epoch, List<RegionStatus> statuses) {
        for (RegionStatus region : statuses) {
            regions.put(region.name(), region);
            restarts.merge(new OfRegion(epoch, region.name()), region.restarts(), Math::max);
            if (region.lastRecovery() != null) {
                addRecovery(region.lastRecovery());
            }
        }
    }

    /** A recovery is told again and again while it gets on. */
    private void addRecovery(Recovery recovery) {
        recoveries.merge(
                new Loss(recovery.region(), recovery.time()),
                recovery,
                (old, now) -> reached(now) >= reached(old) ? now : old);
    }

    private static int reached(Recovery recovery) {
        int phases = 0;
        for (Long phase : new Long[] {
            recovery.millis().detected(),
            recovery.millis().fenced(),
            recovery.millis().scheduled(),
            recovery.millis().restored(),
            recovery.millis().replayed(),
            recovery.millis().firstRecord()
        }) {
            phases += phase == null ? 0 : 1;
        }
        return phases;
    }

    /** Records read from sources in the job's life. */
    public synchronized long records() {
        Map<String, RegionWork> newest = new HashMap<>();
        for (RegionWork done : work.values()) {
            newest.merge(done.region(), done, (old, now) -> now.attempt() >= old.attempt() ? now : old);
        }
        return newest.values().stream().mapToLong(RegionWork::records).sum();
    }

    /** Records fed back in this run. */
    public synchronized long hops() {
        return work.values().stream().mapToLong(RegionWork::hops).sum();
    }

    /** Restarts of all regions. */
    public synchronized int restarts() {
        return restarts.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** The snapshots of all coordinators. */
    public synchronized SnapshotTotals snapshots() {
        long completed = 0;
        long aborted = 0;
        long bytes = 0;
        List<Double> seconds = new ArrayList<>();
        for (SnapshotTotals totals : snapshots.values()) {
            completed += totals.completed();
            aborted += totals.aborted();
            bytes += totals.bytes();
            seconds.addAll(totals.seconds());
        }
        return new SnapshotTotals(completed, aborted, bytes, seconds);
    }

    /** All of it. */
    public synchronized RunSummary summary(String job, String status, String message, double seconds) {
        SnapshotTotals totals = snapshots();
        List<RunSummary.Region> summarized = new ArrayList<>();
        for (RegionStatus region : regions.values()) {
            int restarted = restarts.entrySet().stream()
                    .filter(entry -> entry.getKey().region().equals(region.name()))
                    .mapToInt(Map.Entry::getValue)
                    .sum();
            List<RunSummary.Recovery> recovered = recoveries.values().stream()
                    .filter(recovery -> recovery.region().equals(region.name()))
                    .sorted(Comparator.comparing(Recovery::time, Comparator.nullsFirst(Comparator.naturalOrder())))
                    .map(recovery -> RunSummary.Recovery.of(recovery.millis()))
                    .toList();
            summarized.add(new RunSummary.Region(region.name(), region.title(), restarted, recovered));
        }
        return new RunSummary(
                status,
                job,
                message,
                seconds,
                records(),
                hops(),
                new RunSummary.Snapshots(totals.completed(), totals.aborted(), totals.bytes(), totals.seconds()),
                restarts(),
                summarized,
                coordinators.size());
    }
}
