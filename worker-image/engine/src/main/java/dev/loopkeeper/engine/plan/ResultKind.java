package dev.loopkeeper.engine.plan;

/** How an edge keeps what its producer emits: the three of FLIP-1, and the one that keeps nothing. */
public enum ResultKind {
    /** Handed over in memory or by network, gone once read; producer and consumer fail together. */
    PIPELINED,
    /** A complete batch in the store; the consumer starts when the producer has finished. */
    BLOCKING,
    /** Written to the store as it flows, readable up to the producer's last commit. */
    DURABLE,
    /** A complete batch held by the producing worker for a while. */
    KEPT;

    /** Whether the two ends of an edge of this kind belong to different regions. */
    public boolean cutsRegions() {
        return this != PIPELINED;
    }
}
