package dev.loopkeeper.engine.message;

/**
 * What a slot has done so far.
 *
 * @param records records read from sources in the job's life
 * @param hops records fed back in this attempt
 * @param backlog entries in the loop logs
 * @param logBytes bytes of the loop logs, in memory and on disk
 * @param round the last round that a head has begun to close, -1 for none
 */
public record SlotCounters(long records, long hops, long backlog, long logBytes, int round) {

    public static final SlotCounters NONE = new SlotCounters(0, 0, 0, 0, -1);

    public SlotCounters plus(SlotCounters other) {
        return new SlotCounters(
                records + other.records,
                hops + other.hops,
                backlog + other.backlog,
                logBytes + other.logBytes,
                Math.max(round, other.round));
    }
}
