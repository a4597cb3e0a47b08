package dev.loopkeeper.testkit.simulation;

import dev.loopkeeper.engine.coordinator.RegionCoordinator;
import dev.loopkeeper.provider.RegionStatus;
import dev.loopkeeper.provider.WantedWorker;
import java.util.Collection;
import java.util.List;

/** What is asked of the coordinator of a simulated cluster. */
final class RegionViews {

    private RegionViews() {}

    static Collection<WantedWorker> wanted(RegionCoordinator region) {
        return region.wanted();
    }

    static List<RegionStatus> statuses(SimulatedCluster cluster) {
        return cluster.coordinator().core().regionsView().stream()
                .map(RegionCoordinator::status)
                .toList();
    }

    static long snapshots(SimulatedCluster cluster) {
        return cluster.coordinator().core().regionsView().stream()
                .mapToLong(region -> region.snapshots().history().totals().completed())
                .sum();
    }

    static String describe(SimulatedCluster cluster) {
        SimulatedCoordinator coordinator = cluster.coordinator();
        return coordinator == null
                ? "no coordinator"
                : "coordinator " + coordinator.core().activity() + ", regions " + statuses(cluster);
    }
}
