package dev.loopkeeper.provider;

/**
 * The version of a coordinator's list of wanted workers (K4): the coordinator's epoch, then a number that rises within it.
 * What carries a lower one than was seen before is ignored.
 */
public record ListVersion(long epoch, long version) implements Comparable<ListVersion> {

    /** Lower than every version that a coordinator gives. */
    public static final ListVersion NONE = new ListVersion(0, 0);

    public ListVersion {
        Values.notNegative("epoch", epoch);
        Values.notNegative("version", version);
    }

    @Override
    public int compareTo(ListVersion other) {
        return epoch != other.epoch ? Long.compare(epoch, other.epoch) : Long.compare(version, other.version);
    }

    @Override
    public String toString() {
        return epoch + "-" + version;
    }
}
