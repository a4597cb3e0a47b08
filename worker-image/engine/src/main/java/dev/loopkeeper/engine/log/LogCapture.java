package dev.loopkeeper.engine.log;

import dev.loopkeeper.engine.codec.BinaryWriter;
import dev.loopkeeper.engine.snapshot.ChunkRef;
import dev.loopkeeper.engine.snapshot.ChunkWriter;
import dev.loopkeeper.engine.snapshot.Control.RoundMark;
import dev.loopkeeper.engine.snapshot.LogChunk;
import dev.loopkeeper.engine.snapshot.LogPart;
import dev.loopkeeper.engine.snapshot.SnapshotId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;

/**
 * The range [from, to) of a feedback log, closed and on its way to the store. Made by {@link FeedbackLog#capture}; {@link #write} belongs to
 * background work and is called once.
 */
public final class LogCapture {

    private static final int INITIAL_BUFFER = 64 * 1024;

    /**
     * What the range has of one segment.
     *
     * @param from the index in the segment
     * @param count entries, the mark included
     * @param stored the chunk that has these entries already, or null
     * @param skip the index in that chunk
     * @param nameable whether that chunk may be named; otherwise it is copied
     */
    record Piece(Segment segment, int from, int count, ChunkRef stored, int skip, boolean nameable) {

        boolean named() {
            return stored != null && nameable;
        }

        boolean marked() {
            return segment.mark != null && from + count == segment.count;
        }

        /** Whether a later snapshot can make do with this piece: nothing is missing at its end. */
        boolean reachesTheEnd() {
            return from + count == segment.count;
        }
    }

    private final SegmentIo<?> io;
    private final SnapshotId snapshot;
    private final long to;
    private final List<Piece> pieces;
    private final RoundMark mark;
    private volatile boolean cancelled;

    private LogCapture(SegmentIo<?> io, SnapshotId snapshot, long to, List<Piece> pieces, RoundMark mark) {
        this.io = io;
        this.snapshot = snapshot;
        this.to = to;
        this.pieces = List.copyOf(pieces);
        this.mark = mark;
    }

    /**
     * Takes a range of closed segments.
     *
     * @param oldest the first segment of the log
     * @param unplaced a mark of which is known only that it is in the range, or null
     */
    static LogCapture of(SegmentIo<?> io, SnapshotId snapshot, Segment oldest, long from, long to, RoundMark unplaced) {
        List<Piece> pieces = new ArrayList<>();
        RoundMark mark = unplaced;
        for (Segment segment = oldest; segment != null && segment.base < to; segment = segment.next) {
            int first = (int) Math.max(0, from - segment.base);
            int count = (int) Math.min(segment.count, to - segment.base) - first;
            if (count <= 0) {
                continue;
            }
            int skip = first + segment.storedShift;
            Piece piece = new Piece(segment, first, count, segment.stored, skip, segment.nameable);
            pieces.add(piece);
            if (piece.marked()) {
                if (mark != null) {
                    throw new IllegalStateException("two round marks in the loop log of snapshot " + snapshot
                            + ", of rounds " + mark.round() + " and " + segment.mark.round());
                }
                mark = segment.mark;
            }
        }
        return new LogCapture(io, snapshot, to, pieces, mark);
    }

    public SnapshotId snapshot() {
        return snapshot;
    }

    /** The position behind the range. */
    public long to() {
        return to;
    }

    /** The round mark in the range, or null. */
    public RoundMark mark() {
        return mark;
    }

    /** The pieces that the store does not have yet. */
    List<Piece> added() {
        return pieces.stream().filter(piece -> !piece.named()).toList();
    }

    static long bytes(List<LogChunk> chunks) {
        return chunks.stream().mapToLong(chunk -> chunk.chunk().length()).sum();
    }

    long bytesNamedAgain() {
        return pieces.stream()
                .filter(Piece::named)
                .mapToLong(piece -> piece.stored().length())
                .sum();
    }

    /** The snapshot is committed: segments that have not been read remember the chunks they are in. */
    void remember(List<LogChunk> chunks) {
        for (int i = 0; i < pieces.size(); i++) {
            Piece piece = pieces.get(i);
            Segment segment = piece.segment();
            if (!piece.named() && piece.reachesTheEnd() && !segment.passed) {
                segment.stored = chunks.get(i).chunk();
                segment.storedShift = chunks.get(i).skip() - piece.from();
                segment.nameable = true;
            }
        }
    }

    /**
     * Names what the store has already and adds the rest (R10). On a background thread.
     *
     * @throws IOException if the store or the local disk fails; its message says which
     * @throws CancellationException if the snapshot was aborted meanwhile: there is nothing to do then
     */
    public LogPart write(ChunkWriter writer) throws IOException {
        List<LogChunk> chunks = new ArrayList<>(pieces.size());
        BinaryWriter buffer = new BinaryWriter(INITIAL_BUFFER);
        for (Piece piece : pieces) {
            if (cancelled) {
                throw aborted();
            }
            chunks.add(
                    piece.named()
                            ? new LogChunk(piece.stored(), piece.skip(), piece.count())
                            : add(piece, writer, buffer));
        }
        return new LogPart(chunks, mark);
    }

    private LogChunk add(Piece piece, ChunkWriter writer, BinaryWriter buffer) throws IOException {
        // In this order: a segment that is spilled meanwhile has its place on the disk before it leaves the memory.
        Segment segment = piece.segment();
        Object[] records = segment.entries;
        if (records != null) {
            RoundMark last = piece.marked() ? segment.mark : null;
            int end = piece.from() + piece.count() - (last == null ? 0 : 1);
            buffer.clear();
            io.encode(records, piece.from(), end, last, buffer);
            return new LogChunk(writer.add(buffer.toByteBuffer()), 0, piece.count());
        }
        SpillSlot slot = segment.slot;
        if (slot != null) {
            return new LogChunk(writer.add(ByteBuffer.wrap(io.read(slot))), piece.from(), piece.count());
        }
        if (piece.stored() != null) {
            return new LogChunk(writer.add(ByteBuffer.wrap(io.read(piece.stored()))), piece.skip(), piece.count());
        }
        throw aborted();
    }

    /** Ends the writing early: the snapshot is aborted. */
    void cancel() {
        cancelled = true;
    }

    private CancellationException aborted() {
        return new CancellationException("snapshot " + snapshot + " was aborted");
    }
}
