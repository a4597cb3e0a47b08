package dev.loopkeeper.engine.snapshot;

/**
 * A snapshot of a region: rising, never used twice, because no two coordinators hold the same claim.
 *
 * @param claim the claim of the coordinator that triggered it
 * @param counter from 1 within the claim; 0 is the watermark of a claim that has triggered nothing
 */
public record SnapshotId(long claim, long counter) implements Comparable<SnapshotId> {

    public static final SnapshotId NONE = new SnapshotId(0, 0);

    @Override
    public int compareTo(SnapshotId other) {
        return claim != other.claim ? Long.compare(claim, other.claim) : Long.compare(counter, other.counter);
    }

    public boolean isAfter(SnapshotId other) {
        return compareTo(other) > 0;
    }

    public SnapshotId next() {
        return new SnapshotId(claim, counter + 1);
    }

    public static SnapshotId parse(String text) {
        int dash = text.indexOf('-');
        return new SnapshotId(Long.parseLong(text.substring(0, dash)), Long.parseLong(text.substring(dash + 1)));
    }

    @Override
    public String toString() {
        return claim + "-" + counter;
    }
}
