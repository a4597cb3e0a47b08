package dev.loopkeeper.engine.coordinator;

import dev.loopkeeper.engine.coordinator.region.RegionAttempts;
import dev.loopkeeper.engine.coordinator.region.RegionCoordinator;
import dev.loopkeeper.engine.message.SlotCounters;
import dev.loopkeeper.provider.RegionPhase;
import dev.loopkeeper.provider.RegionWork;

/** Adds up what a region's attempts have done: the counters of hops begin anew with each attempt. Belongs to the coordinator's thread. */
final class WorkTally {

    private int attempt;
    private SlotCounters current = SlotCounters.NONE;
    private long earlierHops;
    private long records;

    /** Takes the region's counters as they are now. */
    void update(RegionCoordinator region) {
        RegionAttempts attempts = region.attempts();
        boolean known =
                attempts.running() || region.phase() == RegionPhase.FINISHED || region.phase() == RegionPhase.STOPPED;
        SlotCounters now = attempts.counters();
        if (!known || now.equals(SlotCounters.NONE)) {
            return;
        }
        if (attempts.number() != attempt) {
            earlierHops += current.hops();
            attempt = attempts.number();
        }
        current = now;
        records = now.records();
    }

    long records() {
        return records;
    }

    long hops() {
        return earlierHops + current.hops();
    }

    /** What the attempt that was heard of last has done. */
    RegionWork work(String region) {
        return new RegionWork(region, attempt, records, current.hops());
    }
}
