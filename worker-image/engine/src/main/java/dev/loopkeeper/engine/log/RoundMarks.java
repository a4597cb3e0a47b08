package dev.loopkeeper.engine.log;

import dev.loopkeeper.engine.codec.CorruptDataException;
import dev.loopkeeper.engine.snapshot.Control.RoundMark;
import java.util.ArrayDeque;

/**
 * The round marks that have not been taken. Where in the restored prefix its mark is, is known only when the segment that ends with it has been
 * read; that there is one, and what is in it, is known at once. Belongs to the log's owner.
 */
final class RoundMarks {

    private final String log;
    /** Segments that end with a mark, in the order of the log. */
    private final ArrayDeque<Segment> placed = new ArrayDeque<>();
    /** The mark of the restored prefix, until its segment is known. */
    private RoundMark unplaced;
    /** Segments of the restored prefix that have not been read. */
    private int unread;

    RoundMarks(String log) {
        this.log = log;
    }

    void restored(RoundMark mark, int segments) {
        unplaced = mark;
        unread = segments;
        checkThatMarkIsThere();
    }

    void appended(Segment segment) {
        placed.add(segment);
    }

    /** A segment of the restored prefix has been read for the first time, and its mark, or null, is set. */
    void read(Segment segment) {
        unread--;
        RoundMark mark = segment.mark;
        if (mark != null) {
            if (unplaced == null || unplaced.round() != mark.round() || unplaced.loop() != mark.loop()) {
                throw new CorruptDataException("The feedback log of " + log + " finds the mark of round " + mark.round()
                        + " in " + segment.stored.object() + ", which the snapshot does not know of.");
            }
            unplaced = null;
            placed.addFirst(segment);
        }
        checkThatMarkIsThere();
    }

    RoundMark take() {
        return placed.remove().mark;
    }

    /** The first mark that has not been taken, or null. */
    RoundMark first() {
        if (unplaced != null) {
            return unplaced;
        }
        Segment segment = placed.peek();
        return segment == null ? null : segment.mark;
    }

    /** A mark that is known to stand in an unread part of the restored prefix, or null. */
    RoundMark unplaced() {
        return unplaced;
    }

    private void checkThatMarkIsThere() {
        if (unread == 0 && unplaced != null) {
            throw new CorruptDataException("The feedback log of " + log + " does not find the mark of round "
                    + unplaced.round() + " that its snapshot tells of.");
        }
    }
}
