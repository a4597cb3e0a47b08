package dev.loopkeeper.engine.log;

import dev.loopkeeper.engine.codec.CorruptDataException;
import dev.loopkeeper.engine.snapshot.Control.RoundMark;
import dev.loopkeeper.engine.snapshot.LogChunk;
import dev.loopkeeper.engine.snapshot.LogPart;
import java.util.ArrayList;
import java.util.List;

/**
 * What a snapshot says of a log, as segments that are in the store only.
 *
 * @param segments from position 0 on
 * @param mark the round mark among their entries, or null
 */
record RestoredSegments(List<Segment> segments, RoundMark mark) {

    /** How many times its bytes in the store a segment is taken to weigh in memory until it has been read. */
    private static final long WEIGHT_PER_BYTE = 2;

    static RestoredSegments of(LogPrefix prefix, String log) {
        List<Segment> segments = new ArrayList<>();
        RoundMark mark = null;
        for (LogPart part : prefix.parts()) {
            long rest = part.entries();
            if (part.mark() != null && prefix.dropMarks()) {
                rest--;
            } else if (part.mark() != null) {
                mark = part.mark();
            }
            for (LogChunk chunk : part.chunks()) {
                check(chunk, log);
                int count = (int) Math.min(rest, chunk.count());
                rest -= count;
                if (count > 0) {
                    long base = segments.isEmpty() ? 0 : segments.getLast().end();
                    segments.add(segment(chunk, base, count, prefix.nameable()));
                }
            }
        }
        return new RestoredSegments(segments, mark);
    }

    /** The position behind the last of them. */
    long end() {
        return segments.isEmpty() ? 0 : segments.getLast().end();
    }

    private static Segment segment(LogChunk chunk, long base, int count, boolean nameable) {
        Segment segment = new Segment(null);
        segment.base = base;
        segment.count = count;
        segment.weight = chunk.chunk().length() * WEIGHT_PER_BYTE;
        segment.stored = chunk.chunk();
        segment.storedShift = chunk.skip();
        segment.nameable = nameable;
        segment.restored = true;
        return segment;
    }

    private static void check(LogChunk chunk, String log) {
        if (chunk.skip() < 0 || chunk.count() < 0) {
            throw new CorruptDataException(
                    "The snapshot's log of " + log + " names " + chunk.count() + " entries behind " + chunk.skip()
                            + " of " + chunk.chunk().object() + ": neither can be negative.");
        }
    }
}
