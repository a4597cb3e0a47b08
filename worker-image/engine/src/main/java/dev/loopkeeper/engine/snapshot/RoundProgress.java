package dev.loopkeeper.engine.snapshot;

import java.util.List;

/**
 * How far a task inside a loop is with the marks of the round under way.
 *
 * @param loop the loop's index in the plan
 * @param round the round
 * @param global the aggregates of the round before, as the marks carry them; null while none has come
 * @param delivered the channels that have delivered the mark, and what came with it
 */
public record RoundProgress(int loop, int round, long[] global, List<Delivered> delivered) {

    /**
     * A channel that has delivered the mark.
     *
     * @param edge the edge's name in the plan
     * @param from the index of the producing task
     */
    public record Delivered(String edge, int from, long[] partial) {}
}
