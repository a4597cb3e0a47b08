package dev.loopkeeper.engine.coordinator.claim;

import dev.loopkeeper.engine.coordinator.fence.FenceListener;

/** Hears why a claim does not succeed. On the coordinator's thread. */
public interface ClaimListener extends FenceListener {

    /** A snapshot is missing or damaged: to be told only if the claim still stands (R14). */
    void unreadable(String reason);
}
