package dev.loopkeeper.engine.coordinator.region;

import dev.loopkeeper.engine.coordinator.loop.RegionLoops;
import dev.loopkeeper.engine.coordinator.port.CoordinatorPorts;
import dev.loopkeeper.engine.coordinator.port.CurrentSettings;
import dev.loopkeeper.engine.coordinator.snapshot.RegionSnapshots;
import dev.loopkeeper.engine.plan.Plan;
import dev.loopkeeper.engine.plan.Region;

/**
 * What all attempts of a region share.
 *
 * @param folder the region's folder in the job's part of the store
 */
record AttemptContext(
        Plan plan,
        Region region,
        String folder,
        long claim,
        CurrentSettings settings,
        CoordinatorPorts ports,
        RegionLoops loops,
        RegionSnapshots snapshots,
        RegionHistory history,
        RestoreTurns turns,
        AttemptOwner owner) {}
