package dev.loopkeeper.engine.snapshot;

/**
 * What the coordinator has decided for a loop; every head hears every decision in the same order.
 *
 * @param number rises by one with each decision of a loop; for {@code ADVANCE} it is the round that begins
 * @param global the global aggregates of the round before, as raw bits; empty for asynchronous loops
 */
public record LoopDecision(int loop, int number, Kind kind, long[] global) {

    /** What a decision says. */
    public enum Kind {
        /** Round {@code number} begins. */
        ADVANCE,
        /** The loop is done. */
        FINISH
    }
}
