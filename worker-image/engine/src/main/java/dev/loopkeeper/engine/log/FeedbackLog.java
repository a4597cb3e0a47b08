package dev.loopkeeper.engine.log;

import dev.loopkeeper.engine.codec.Codec;
import dev.loopkeeper.engine.snapshot.ChunkReader;
import dev.loopkeeper.engine.snapshot.Control.RoundMark;
import dev.loopkeeper.engine.snapshot.LogChunk;
import dev.loopkeeper.engine.snapshot.SnapshotId;
import dev.loopkeeper.engine.work.BackgroundWork;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * The feedback channel of one loop head: what the tail appends and the head reads, and at the same time the log of the loop in snapshots.
 * Entries are records, by reference, and round marks; barriers are positions in it, never entries. Positions count entries from 0, where the
 * restored prefix begins.
 *
 * <p>Belongs to one thread, the one that head and tail share. No call blocks: what is beyond the memory budget is written, read and
 * deleted by background work. Records must not be changed once appended.
 *
 * <p>A snapshot: {@link #pin} at the cut, {@link #capture} when the barrier is back, {@link LogCapture#write} in the background,
 * {@link #uploaded}, and in the end either {@link #committed} or, at any time, {@link #aborted}.
 *
 * @param <T> the type of the records
 */
public final class FeedbackLog<T> implements AutoCloseable {

    /** How many records are appended, at most, before they are weighed. */
    private static final int WEIGH_EVERY = 64;

    private static final int NOTHING = 0;
    private static final int RECORDS = 1;
    private static final int MARK = 2;

    private final LogOptions options;
    private final SegmentIo<T> io;
    private final SegmentPool pool;
    private final Residency<T> residency;
    private final Weigher<T> weigher;
    private final RoundMarks marks;

    private Segment writing;
    private Object[] writeEntries;
    private int writeIndex;
    /** Where in the segment appending stops to weigh and, perhaps, to close the segment. */
    private int writeStop;
    /** Up to where in the segment records have been weighed. */
    private int weighedTo;

    private Segment reading;
    private Object[] readEntries;
    private int readIndex;
    /** Up to where in the segment records can be taken without a closer look. */
    private int readStop;

    /** The first segment that is kept: read already, if a pin or the last batch taken holds it. */
    private Segment oldest;

    private long limit = Long.MAX_VALUE;
    /** Where the next range may end at the earliest: barriers come back in order, and behind the restored prefix. */
    private long leastEnd;

    private OpenSnapshot open;
    private long lastPinned;
    /** The last snapshot whose outcome is known. */
    private SnapshotId decided = SnapshotId.NONE;

    private long namedBytes;
    private long addedBytes;
    private boolean closed;

    private FeedbackLog(
            LogOptions options, Supplier<Codec<T>> codecs, BackgroundWork work, ChunkReader store, LogOwner owner) {
        this.options = options;
        io = new SegmentIo<>(options.name(), codecs, store, new SpillDirectory(options.spillDirectory()));
        pool = new SegmentPool(options.smallestSegment(), options.largestSegment());
        marks = new RoundMarks(options.name());
        residency = new Residency<>(options, io, work, owner, pool, marks);
        weigher = new Weigher<>(codecs.get());
    }

    /**
     * Opens a log. What a dead process left in the spill directory is removed in the background.
     *
     * @param codecs makes a codec of the records' type for each thread that needs one; called on any thread
     * @param store reads the chunks of the prefix, piece by piece as the reader comes near them
     * @throws dev.loopkeeper.engine.codec.CorruptDataException if the parts of the prefix contradict themselves
     */
    public static <T> FeedbackLog<T> open(
            LogOptions options,
            Supplier<Codec<T>> codecs,
            BackgroundWork work,
            ChunkReader store,
            LogOwner owner,
            LogPrefix prefix) {
        FeedbackLog<T> log = new FeedbackLog<>(options, codecs, work, store, owner);
        log.begin(RestoredSegments.of(prefix, options.name()));
        work.start("sweep spilled feedback", log::sweep, new BackgroundWork.Completion<Void>() {
            @Override
            public void succeeded(Void nothing) {}

            @Override
            public void failed(Exception cause) {
                // Files of dead processes cost space only. If the directory is unusable, the first spill says so.
            }
        });
        return log;
    }

    private Void sweep() throws IOException {
        io.sweep();
        return null;
    }

    private void begin(RestoredSegments restored) {
        Segment last = null;
        for (Segment segment : restored.segments()) {
            if (last == null) {
                oldest = segment;
            } else {
                last.next = segment;
            }
            last = segment;
            residency.restored(segment);
        }
        marks.restored(restored.mark(), restored.segments().size());
        leastEnd = last == null ? 0 : last.end();
        startSegment(leastEnd, options.smallestSegment());
        if (last == null) {
            oldest = writing;
        } else {
            last.next = writing;
        }
        readSegment(oldest);
    }

    // Appending

    /** Appends a record. Never blocks. */
    public void append(T record) {
        int index = writeIndex;
        writeEntries[index] = Objects.requireNonNull(record);
        writeIndex = ++index;
        if (index == writeStop) {
            weighOrClose();
        }
    }

    /** Appends records [from, to) of an array, none of them null. Never blocks. */
    public void append(Object[] records, int from, int to) {
        int at = from;
        while (at < to) {
            int length = Math.min(to - at, writeStop - writeIndex);
            System.arraycopy(records, at, writeEntries, writeIndex, length);
            writeIndex += length;
            at += length;
            if (writeIndex == writeStop) {
                weighOrClose();
            }
        }
    }

    /** Appends a round mark. Never blocks. */
    public void append(RoundMark mark) {
        weigh();
        writing.mark = Objects.requireNonNull(mark);
        writeIndex++;
        marks.appended(writing);
        closeSegment();
    }

    private void weighOrClose() {
        weigh();
        if (writeIndex == writeEntries.length || writing.weight >= options.segmentWeight()) {
            closeSegment();
        } else {
            writeStop = nextStop();
        }
    }

    private void weigh() {
        residency.weighed(writing, weigher.weigh(writeEntries, weighedTo, writeIndex));
        weighedTo = writeIndex;
    }

    /** Heavy records are looked at more often, so that a segment is not much heavier than it should be. */
    private int nextStop() {
        long records = WEIGH_EVERY;
        if (writing.weight > 0) {
            long each = Math.max(1, writing.weight / writeIndex);
            records = Math.clamp((options.segmentWeight() - writing.weight) / each, 1, WEIGH_EVERY);
        }
        return (int) Math.min(writeEntries.length, writeIndex + records);
    }

    private void closeSegment() {
        Segment full = writing;
        full.count = writeIndex;
        startSegment(full.end(), nextCapacity(full));
        full.next = writing;
        residency.closed(full);
    }

    /** Small segments, which stay in the processor's caches, while the reader keeps up; larger ones, and so fewer chunks, while it is behind. */
    private int nextCapacity(Segment full) {
        int capacity = writeEntries.length;
        if (reading == full) {
            return options.smallestSegment();
        }
        return full.count == capacity ? Math.min(capacity * 2, options.largestSegment()) : capacity;
    }

    private void startSegment(long base, int capacity) {
        writing = pool.take(capacity, base);
        writeEntries = writing.entries;
        writeIndex = 0;
        weighedTo = 0;
        writeStop = Math.min(writeEntries.length, WEIGH_EVERY);
    }

    /** Closes the segment that is being written to, so that a range can end here with it. */
    private void closeAt(long position) {
        if (position > writing.base) {
            weigh();
            closeSegment();
        }
    }

    // Reading

    /**
     * The next record or {@link RoundMark}; null if nothing can be taken now: the log is empty, or the limit is reached, or the next entries
     * are not in memory, in which case {@link LogOwner#wake} is called when they are.
     */
    public Object poll() {
        if (readIndex < readStop) {
            return readEntries[readIndex++];
        }
        return switch (look()) {
            case RECORDS -> readEntries[readIndex++];
            case MARK -> takeMark();
            default -> null;
        };
    }

    /**
     * Takes several records at once; never a mark, and none behind one. When it takes nothing, {@link #poll} gives the mark, if there is one.
     * The records taken last can still be pinned until the next call of this or of {@link #poll}.
     *
     * @param target takes the records from index 0 on
     * @param max how many to take at most
     * @return how many were taken; fewer than could be, where segments meet
     */
    public int drain(Object[] target, int max) {
        if (readIndex == readStop && look() != RECORDS) {
            return 0;
        }
        int length = Math.min(max, readStop - readIndex);
        System.arraycopy(readEntries, readIndex, target, 0, length);
        readIndex += length;
        return length;
    }

    /** Finds out what is next, and makes readStop so that it can be taken. */
    private int look() {
        while (true) {
            Segment segment = reading;
            int count = segment == writing ? writeIndex : segment.count;
            if (readIndex < count) {
                return lookInSegment(segment, count);
            }
            if (segment == writing) {
                reuseEmptySegment();
                return NOTHING;
            }
            residency.passed(segment);
            readSegment(segment.next);
            release();
        }
    }

    private int lookInSegment(Segment segment, int count) {
        long allowed = limit - segment.base;
        if (readIndex >= allowed) {
            return NOTHING;
        }
        int records = segment.mark == null ? count : count - 1;
        if (readIndex == records) {
            return MARK;
        }
        Object[] entries = segment.entries;
        if (entries == null) {
            residency.await();
            return NOTHING;
        }
        readEntries = entries;
        readStop = (int) Math.min(records, allowed);
        return RECORDS;
    }

    private RoundMark takeMark() {
        readIndex++;
        readStop = readIndex;
        return marks.take();
    }

    private void readSegment(Segment segment) {
        reading = segment;
        readEntries = segment.entries;
        readIndex = 0;
        readStop = 0;
        residency.readFrom(segment);
    }

    /** Lets go of the segments that have been read and that no pin holds. */
    private void release() {
        while (oldest != reading && !pinned(oldest)) {
            Segment segment = oldest;
            oldest = segment.next;
            residency.released(segment);
        }
    }

    private boolean pinned(Segment segment) {
        return pinned() && segment.end() > open.from;
    }

    /** Whether a snapshot is between its cut and its capture. */
    private boolean pinned() {
        return open != null && open.capture == null;
    }

    /** All has been read: the same memory again, instead of a walk through many segments. */
    private void reuseEmptySegment() {
        if (writeIndex == 0 || oldest != writing || pinned()) {
            return;
        }
        Arrays.fill(writeEntries, 0, writeIndex, null);
        residency.weighed(writing, -writing.weight);
        writing.base += writeIndex;
        writeIndex = 0;
        weighedTo = 0;
        writeStop = Math.min(writeEntries.length, WEIGH_EVERY);
        readIndex = 0;
        readStop = 0;
    }

    // Positions

    /** Where the next entry will be appended. */
    public long end() {
        return writing.base + writeIndex;
    }

    /** The first entry that has not been taken. */
    public long cursor() {
        return reading.base + readIndex;
    }

    /** How many entries have not been taken, whether the limit allows it or not. */
    public long backlog() {
        return end() - cursor();
    }

    /**
     * Nothing at this position or behind it is given out, until the limit is set anew: a channel parked behind a barrier, or a log that stands
     * still for a stop snapshot. {@link Long#MAX_VALUE} for none, which is where a log starts.
     */
    public void limit(long position) {
        if (position == end()) {
            closeAt(position); // a range may have to end here, and the entries behind it be in other chunks
        }
        limit = position;
        readStop = readIndex;
    }

    public long limit() {
        return limit;
    }

    /** The round mark that has not been taken, that of a restored log included; null if there is none. There is one at most (PROTOCOL). */
    public RoundMark unreadMark() {
        return marks.first();
    }

    // Snapshots

    /**
     * The cut of a snapshot: entries from here on are kept, though they go on being read, until {@link #capture} takes them or the snapshot is
     * aborted.
     *
     * @param from the first entry that has not been processed: the cursor, or before it if the records taken last by {@link #drain} have not
     *     all been processed
     * @throws IllegalStateException if the outcome of the snapshot before has not been told
     */
    public void pin(long from) {
        if (open != null) {
            throw new IllegalStateException(
                    "a snapshot begins before the outcome of the one before is known: " + open.id);
        }
        long first = Math.max(oldest.base, lastPinned);
        if (from < first || from > cursor()) {
            throw new IllegalArgumentException(
                    "position " + from + " cannot be pinned, only " + first + " to " + cursor());
        }
        lastPinned = from;
        open = new OpenSnapshot(from);
    }

    /**
     * The barrier is back: takes the range [from, to). From here on the capture holds what has to be kept.
     *
     * @param from the pinned position
     * @param to the position at which the barrier was appended
     */
    public LogCapture capture(SnapshotId snapshot, long from, long to) {
        if (open == null || open.capture != null || open.from != from) {
            throw new IllegalStateException("position " + from + " is not pinned, or has been captured");
        }
        long first = Math.max(from, leastEnd);
        if (to < first || to > end()) {
            throw new IllegalArgumentException("a range cannot end at " + to + ", only at " + first + " to " + end());
        }
        closeAt(to);
        open.id = snapshot;
        open.capture = LogCapture.of(io, snapshot, oldest, from, to, marks.unplaced());
        for (LogCapture.Piece piece : open.capture.added()) {
            residency.captured(piece.segment());
        }
        release();
        return open.capture;
    }

    /**
     * What the capture wrote is durable. Without effect if the snapshot has been aborted.
     *
     * @param chunks what {@link LogCapture#write} returned
     */
    public void uploaded(SnapshotId snapshot, List<LogChunk> chunks) {
        if (open == null || open.capture == null || open.chunks != null || !open.is(snapshot)) {
            return;
        }
        open.chunks = chunks;
        namedBytes = LogCapture.bytes(chunks);
        addedBytes = namedBytes - open.capture.bytesNamedAgain();
        letGo(open.capture);
    }

    /**
     * The snapshot is committed: its chunks may be named by later ones (R10).
     *
     * @throws IllegalStateException if it has not been uploaded
     */
    public void committed(SnapshotId snapshot) {
        if (open == null || open.chunks == null || !open.is(snapshot)) {
            throw new IllegalStateException(
                    "snapshot " + snapshot + " is committed without the log of " + options.name());
        }
        open.capture.remember(open.chunks);
        leastEnd = open.capture.to();
        open = null;
        decided = snapshot;
    }

    /**
     * The snapshot is aborted: nothing of it will be named (R9, I5). At any time after the cut, before the capture too; without effect if its
     * outcome was known already, or another snapshot has been captured.
     */
    public void aborted(SnapshotId snapshot) {
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
        release();
    }

    private void letGo(LogCapture capture) {
        for (LogCapture.Piece piece : capture.added()) {
            residency.uncaptured(piece.segment());
        }
    }

    // The rest

    /** What the log takes up in memory and on the local disk, in bytes. */
    public long bytes() {
        return residency.memoryBytes() + residency.diskBytes();
    }

    public LogGauges gauges() {
        long memory = residency.memoryBytes();
        return new LogGauges(
                backlog(),
                memory,
                Math.max(0, memory - options.memoryBudget()),
                residency.diskBytes(),
                residency.spilledBytes(),
                namedBytes,
                addedBytes);
    }

    /** Removes what is on the local disk. A capture under way fails. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            residency.end();
            io.close();
        }
    }
}
