package dev.loopkeeper.engine.log;

import dev.loopkeeper.engine.snapshot.LogChunk;
import dev.loopkeeper.engine.snapshot.SnapshotId;
import java.util.List;

/**
 * A log's part in snapshots, one at a time: from the pin at the cut through the capture and its upload to the outcome. Says what is kept
 * for the one that is open, and what an outcome leaves: a committed one the names of its chunks (R10), an aborted one nothing (R9, I5). Belongs
 * to the log's owner.
 */
final class LogSnapshots {

    private final String log;
    private final SegmentIo<?> io;
    private final Residency<?> residency;
    private final RoundMarks marks;

    private OpenSnapshot open;
    private long lastPinned;
    /** Where the next range may end at the earliest: barriers come back in order, and behind the restored prefix. */
    private long leastEnd;
    /** The last snapshot whose outcome is known. */
    private SnapshotId decided = SnapshotId.NONE;

    private long namedBytes;
    private long addedBytes;

    /** @param restoredEnd the position behind the restored prefix */
    LogSnapshots(String log, SegmentIo<?> io, Residency<?> residency, RoundMarks marks, long restoredEnd) {
        this.log = log;
        this.io = io;
        this.residency = residency;
        this.marks = marks;
        leastEnd = restoredEnd;
    }

    /** Whether a snapshot is between its cut and its capture. */
    boolean pinned() {
        return open != null && open.capture == null;
    }

    boolean pins(Segment segment) {
        return pinned() && segment.end() > open.from;
    }

    /** Of the store, named by the last snapshot that was uploaded. */
    long namedBytes() {
        return namedBytes;
    }

    /** Of those, the bytes that were not in the store before. */
    long addedBytes() {
        return addedBytes;
    }

    /**
     * See {@link FeedbackLog#pin}.
     *
     * @param kept the first position that is kept
     * @param cursor the first entry that has not been taken
     */
    void pin(long from, long kept, long cursor) {
        if (open != null) {
            throw new IllegalStateException(
                    "a snapshot begins before the outcome of the one before is known: " + open.id);
        }
        long first = Math.max(kept, lastPinned);
        if (from < first || from > cursor) {
            throw new IllegalArgumentException(
                    "position " + from + " cannot be pinned, only " + first + " to " + cursor);
        }
        lastPinned = from;
        open = new OpenSnapshot(from);
    }

    /**
     * See {@link FeedbackLog#capture}.
     *
     * @param oldest the first segment that is kept
     */
    LogCapture capture(SnapshotId snapshot, long from, long to, Segment oldest, SegmentWriter<?> writer) {
        if (open == null || open.capture != null || open.from != from) {
            throw new IllegalStateException("position " + from + " is not pinned, or has been captured");
        }
        long first = Math.max(from, leastEnd);
        if (to < first || to > writer.end()) {
            throw new IllegalArgumentException(
                    "a range cannot end at " + to + ", only at " + first + " to " + writer.end());
        }
        writer.closeAt(to);
        open.id = snapshot;
        open.capture = LogCapture.of(io, snapshot, oldest, from, to, marks.unplaced());
        for (LogCapture.Piece piece : open.capture.added()) {
            residency.captured(piece.segment());
        }
        return open.capture;
    }

    /** See {@link FeedbackLog#uploaded}. */
    void uploaded(SnapshotId snapshot, List<LogChunk> chunks) {
        if (open == null || open.capture == null || open.chunks != null || !open.is(snapshot)) {
            return;
        }
        open.chunks = chunks;
        namedBytes = LogCapture.bytes(chunks);
        addedBytes = namedBytes - open.capture.bytesNamedAgain();
        letGo(open.capture);
    }

    /** See {@link FeedbackLog#committed}. */
    void committed(SnapshotId snapshot) {
        if (open == null || open.chunks == null || !open.is(snapshot)) {
            throw new IllegalStateException("snapshot " + snapshot + " is committed without the log of " + log);
        }
        open.capture.remember(open.chunks);
        leastEnd = open.capture.to();
        open = null;
        decided = snapshot;
    }

    /** See {@link FeedbackLog#aborted}. */
    void aborted(SnapshotId snapshot) {
        if (open == null || !open.is(snapshot) || !snapshot.isAfter(decided)) {
            return;
        }
        OpenSnapshot gone = open;
        open = null;
        decided = snapshot;
        if (gone.capture != null) {
            gone.capture.cancel();
            if (gone.chunks == null) {
                letGo(gone.capture);
            }
        }
    }

    private void letGo(LogCapture capture) {
        for (LogCapture.Piece piece : capture.added()) {
            residency.uncaptured(piece.segment());
        }
    }
}
