package dev.loopkeeper.engine.log;

/**
 * Closed segments that are in memory only, in the order of the log: what can be spilled. A list linked through the segments themselves, since they
 * leave it from anywhere. Belongs to the log's owner.
 */
final class UnspilledSegments {

    private Segment first;
    private Segment last;

    /** The farthest one in the log, or null; the others by {@link Segment#unspilledBefore}. */
    Segment last() {
        return last;
    }

    void add(Segment segment) {
        segment.unspilled = true;
        segment.unspilledBefore = last;
        if (last == null) {
            first = segment;
        } else {
            last.unspilledAfter = segment;
        }
        last = segment;
    }

    /** Takes a segment out, if it is in the list. */
    void remove(Segment segment) {
        if (!segment.unspilled) {
            return;
        }
        segment.unspilled = false;
        if (segment.unspilledBefore == null) {
            first = segment.unspilledAfter;
        } else {
            segment.unspilledBefore.unspilledAfter = segment.unspilledAfter;
        }
        if (segment.unspilledAfter == null) {
            last = segment.unspilledBefore;
        } else {
            segment.unspilledAfter.unspilledBefore = segment.unspilledBefore;
        }
        segment.unspilledBefore = null;
        segment.unspilledAfter = null;
    }
}
