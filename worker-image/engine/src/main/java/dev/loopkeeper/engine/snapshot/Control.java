package dev.loopkeeper.engine.snapshot;

/** What travels in channels in order with the records. Needs no credit. */
public sealed interface Control {

    /**
     * Separates what belongs to a snapshot from what does not.
     *
     * @param attempt the region's attempt
     * @param committed the region's last committed snapshot when this one was triggered: a task that has not heard how the one before ended
     *     learns it from here
     * @param stop whether nothing is to be processed behind the cut
     */
    record Barrier(int attempt, SnapshotId snapshot, SnapshotId committed, boolean stop) implements Control {}

    /**
     * The end of a round of a loop. Counted by operators, never blocks.
     *
     * @param global the global aggregates of the round before, by index in the loop's declaration, as raw bits; from the head down
     * @param partial what the tasks on its way contributed to this round's aggregates, as raw bits
     * @param fedBack how many records were fed back in the round; filled in by the tail
     */
    record RoundMark(int loop, int round, long[] global, long[] partial, long fedBack) implements Control {

        public RoundMark withPartial(long[] newPartial) {
            return new RoundMark(loop, round, global, newPartial, fedBack);
        }

        public RoundMark withFedBack(long count) {
            return new RoundMark(loop, round, global, partial, count);
        }
    }

    /** No record will follow; barriers may. */
    record End() implements Control {}
}
