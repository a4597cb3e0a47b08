package dev.loopkeeper.engine.coordinator;

import dev.loopkeeper.engine.coordinator.region.RegionCoordinator;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.function.IntSupplier;

/** Bounds how many regions download their state at once ({@code recovery.restoreConcurrency}); the others wait for their turn. */
final class RestorePermits {

    private final IntSupplier permits;
    private final Set<RegionCoordinator> holders = new HashSet<>();
    private final Deque<RegionCoordinator> waiting = new ArrayDeque<>();

    /** @param permits how many at once; it may change (K17) */
    RestorePermits(IntSupplier permits) {
        this.permits = permits;
    }

    /** Whether the region may restore now; if not, it is told by {@link RegionCoordinator#mayRestore} when it may. */
    boolean acquire(RegionCoordinator region) {
        if (holders.size() < permits.getAsInt()) {
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
        handOut();
    }

    /** There may be more of them now. */
    void handOut() {
        while (holders.size() < permits.getAsInt() && !waiting.isEmpty()) {
            RegionCoordinator next = waiting.poll();
            holders.add(next);
            next.mayRestore();
        }
    }
}
