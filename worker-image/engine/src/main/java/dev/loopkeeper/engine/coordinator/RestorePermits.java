package dev.loopkeeper.engine.coordinator;

import dev.loopkeeper.engine.coordinator.region.RegionCoordinator;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;

/** Bounds how many regions download their state at once ({@code recovery.restoreConcurrency}); the others wait for their turn. */
final class RestorePermits {

    private final int permits;
    private final Set<RegionCoordinator> holders = new HashSet<>();
    private final Deque<RegionCoordinator> waiting = new ArrayDeque<>();

    RestorePermits(int permits) {
        this.permits = permits;
    }

    /** Whether the region may restore now; if not, it is told by {@link RegionCoordinator#mayRestore} when it may. */
    boolean acquire(RegionCoordinator region) {
        if (holders.size() < permits) {
            holders.add(region);
            return true;
        }
        if (!waiting.contains(region)) {
            waiting.add(region);
        }
        return false;
    }

    void release(RegionCoordinator region) {
        holders.remove(region);
        waiting.remove(region);
        if (holders.size() >= permits) {
            return;
        }
        RegionCoordinator next = waiting.poll();
        if (next != null) {
            holders.add(next);
            next.mayRestore();
        }
    }
}
