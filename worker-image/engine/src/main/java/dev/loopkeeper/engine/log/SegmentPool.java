package dev.loopkeeper.engine.log;

import java.util.ArrayDeque;
import java.util.Arrays;

/** Segments for reuse, so that a loop whose reader keeps up allocates none. Belongs to the log's owner. */
final class SegmentPool {

    private static final int KEPT_PER_SIZE = 4;

    private final int smallest;
    private final ArrayDeque<Segment>[] free;

    @SuppressWarnings({"unchecked", "rawtypes"})
    SegmentPool(int smallest, int largest) {
        this.smallest = smallest;
        int sizes = sizeClass(largest) + 1;
        free = new ArrayDeque[sizes];
        for (int i = 0; i < sizes; i++) {
            free[i] = new ArrayDeque<>(KEPT_PER_SIZE);
        }
    }

    /** An empty segment at a position. */
    Segment take(int capacity, long base) {
        Segment segment = free[sizeClass(capacity)].pollLast();
        if (segment == null) {
            segment = new Segment(new Object[capacity]);
        }
        segment.base = base;
        return segment;
    }

    /** Takes back a segment of which nobody holds anything. */
    void give(Segment segment) {
        Object[] entries = segment.entries;
        ArrayDeque<Segment> same = free[sizeClass(entries.length)];
        if (same.size() == KEPT_PER_SIZE) {
            return;
        }
        Arrays.fill(entries, 0, segment.records(), null);
        segment.count = 0;
        segment.weight = 0;
        segment.mark = null;
        segment.next = null;
        segment.passed = false;
        segment.released = false;
        same.addLast(segment);
    }

    private int sizeClass(int capacity) {
        return Integer.numberOfTrailingZeros(capacity) - Integer.numberOfTrailingZeros(smallest);
    }
}
