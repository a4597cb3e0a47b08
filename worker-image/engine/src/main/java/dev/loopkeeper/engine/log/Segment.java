package dev.loopkeeper.engine.log;

import dev.loopkeeper.engine.snapshot.ChunkRef;
import dev.loopkeeper.engine.snapshot.Control.RoundMark;

/**
 * A run of entries of the log, and where they are: in memory, on the local disk, in the store, or in several of these. Belongs to the log's
 * owner; background work reads what is volatile and what no longer changes once a segment is closed. A round mark is the last entry of its
 * segment and always in memory.
 */
final class Segment {

    /** The position of the first entry. */
    long base;
    /** Entries, the mark included; final when the segment is closed. */
    int count;
    /** In bytes, as codecs weigh; an estimate while a restored segment has not been read. */
    long weight;

    /** The last entry, if that is a mark. Unknown in a restored segment before it has been read. */
    RoundMark mark;

    Segment next;

    /** The records, or null if they are not in memory. Longer than {@link #records()} where the segment was written here. */
    volatile Object[] entries;
    /** Where they are on the local disk, or null. */
    volatile SpillSlot slot;

    /** The chunk of a committed snapshot that holds the segment's entries to its end, or null. */
    ChunkRef stored;
    /** The number that added to an entry's index in the segment gives its index in the stored chunk. */
    int storedShift;
    /** Whether the chunk may be named by a snapshot of this job. */
    boolean nameable;
    /** Whether the segment came from the store, and so need not be spilled. */
    boolean restored;
    /** Whether a restored segment has been in memory once. */
    boolean read;

    /** The reader has left the segment. */
    boolean passed;
    /** No pin holds the segment: it is gone when no capture and no work under way needs it. */
    boolean released;

    boolean spilling;
    boolean loading;
    /** How many captures need the content. */
    int captures;
    /** Whether background work may hold the array: such an array is never written to again. */
    boolean shared;

    /** In the list of segments that are in memory only. */
    boolean unspilled;

    Segment unspilledBefore;
    Segment unspilledAfter;

    Segment(Object[] entries) {
        this.entries = entries;
    }

    long end() {
        return base + count;
    }

    int records() {
        return mark == null ? count : count - 1;
    }

    boolean absent() {
        return entries == null && records() > 0;
    }
}
