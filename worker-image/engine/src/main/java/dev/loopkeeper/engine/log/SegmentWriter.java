package dev.loopkeeper.engine.log;

import dev.loopkeeper.engine.snapshot.Control.RoundMark;
import java.util.Arrays;
import java.util.Objects;

/**
 * The end of a feedback log at which entries are appended: fills one segment after the other and weighs what it appends. Belongs to the log's
 * owner; no call blocks (R8, I4).
 *
 * @param <T> the type of the records
 */
final class SegmentWriter<T> {

    /** How many records are appended, at most, before they are weighed. */
    private static final int WEIGH_EVERY = 64;

    private final LogOptions options;
    private final SegmentPool pool;
    private final Residency<T> residency;
    private final RoundMarks marks;
    private final Weigher<T> weigher;

    private Segment writing;
    private Object[] entries;
    private int index;
    /** Where in the segment appending stops to weigh and, perhaps, to close the segment. */
    private int stop;
    /** Up to where in the segment records have been weighed. */
    private int weighedTo;

    /** @param base the position of the first entry */
    SegmentWriter(
            LogOptions options,
            SegmentPool pool,
            Residency<T> residency,
            RoundMarks marks,
            Weigher<T> weigher,
            long base) {
        this.options = options;
        this.pool = pool;
        this.residency = residency;
        this.marks = marks;
        this.weigher = weigher;
        startSegment(base, options.smallestSegment());
    }

    /** The segment that is being filled. Its count is not set yet: {@link #index} entries are in it. */
    Segment segment() {
        return writing;
    }

    int index() {
        return index;
    }

    /** Where the next entry will be appended. */
    long end() {
        return writing.base + index;
    }

    void append(T record) {
        int at = index;
        entries[at] = Objects.requireNonNull(record);
        index = ++at;
        if (at == stop) {
            weighOrClose();
        }
    }

    void append(Object[] records, int from, int to) {
        int at = from;
        while (at < to) {
            int length = Math.min(to - at, stop - index);
            System.arraycopy(records, at, entries, index, length);
            index += length;
            at += length;
            if (index == stop) {
                weighOrClose();
            }
        }
    }

    void append(RoundMark mark) {
        weigh();
        writing.mark = Objects.requireNonNull(mark);
        index++;
        marks.appended(writing);
        closeSegment();
    }

    /** Closes the segment that is being written to, so that a range can end here with it. */
    void closeAt(long position) {
        if (position > writing.base) {
            weigh();
            closeSegment();
        }
    }

    /** Empties the segment, of which everything has been read and nothing is kept, instead of walking through many. */
    void reuse() {
        Arrays.fill(entries, 0, index, null);
        residency.weighed(writing, -writing.weight);
        writing.base += index;
        fillFromStart();
    }

    private void weighOrClose() {
        weigh();
        if (index == entries.length || writing.weight >= options.segmentWeight()) {
            closeSegment();
        } else {
            stop = nextStop();
        }
    }

    private void weigh() {
        residency.weighed(writing, weigher.weigh(entries, weighedTo, index));
        weighedTo = index;
    }

    /** Heavy records are looked at more often, so that a segment is not much heavier than it should be. */
    private int nextStop() {
        long records = WEIGH_EVERY;
        if (writing.weight > 0) {
            long each = Math.max(1, writing.weight / index);
            records = Math.clamp((options.segmentWeight() - writing.weight) / each, 1, WEIGH_EVERY);
        }
        return (int) Math.min(entries.length, index + records);
    }

    private void closeSegment() {
        Segment full = writing;
        full.count = index;
        startSegment(full.end(), nextCapacity(full));
        full.next = writing;
        residency.closed(full);
    }

    /** Small segments, which stay in the processor's caches, while the reader keeps up; larger ones, and so fewer chunks, while it is behind. */
    private int nextCapacity(Segment full) {
        int capacity = entries.length;
        if (residency.readsFrom(full)) {
            return options.smallestSegment();
        }
        return full.count == capacity ? Math.min(capacity * 2, options.largestSegment()) : capacity;
    }

    private void startSegment(long base, int capacity) {
        writing = pool.take(capacity, base);
        entries = writing.entries;
        fillFromStart();
    }

    private void fillFromStart() {
        index = 0;
        weighedTo = 0;
        stop = Math.min(entries.length, WEIGH_EVERY);
    }
}
