package dev.loopkeeper.engine.log;

import dev.loopkeeper.engine.codec.Codec;
import dev.loopkeeper.engine.snapshot.ChunkReader;
import dev.loopkeeper.engine.snapshot.Control.RoundMark;
import dev.loopkeeper.engine.snapshot.LogChunk;
import dev.loopkeeper.engine.snapshot.SnapshotId;
import dev.loopkeeper.engine.work.BackgroundWork;
import java.io.IOException;
import java.util.List;
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

    private static final int NOTHING = 0;
    private static final int RECORDS = 1;
    private static final int MARK = 2;

    private final LogOptions options;
    private final SegmentIo<T> io;
    private final Residency<T> residency;
    private final RoundMarks marks;
    private final SegmentWriter<T> writer;
    private final LogSnapshots snapshots;

    private Segment reading;
    private Object[] readEntries;
    private int readIndex;
    /** Up to where in the segment records can be taken without a closer look. */
    private int readStop;

    /** The first segment that is kept: read already, if a pin or the last batch taken holds it. */
    private Segment oldest;

    private long limit = Long.MAX_VALUE;
    private boolean closed;

    private FeedbackLog(
            LogOptions options,
            Supplier<Codec<T>> codecs,
            BackgroundWork work,
            SpillStorage spill,
            ChunkReader store,
            LogOwner owner,
            RestoredSegments restored) {
        this.options = options;
        io = new SegmentIo<>(options.name(), codecs, store, spill);
        SegmentPool pool = new SegmentPool(options.smallestSegment(), options.largestSegment());
        marks = new RoundMarks(options.name());
        residency = new Residency<>(options, io, work, owner, pool, marks);
        writer = new SegmentWriter<>(options, pool, residency, marks, new Weigher<>(codecs.get()), restored.end());
        snapshots = new LogSnapshots(options.name(), io, residency, marks, restored.end());
        marks.restored(restored.mark(), restored.segments().size());
        oldest = link(restored.segments());
        readSegment(oldest);
    }

    /** Joins the segments of the restored prefix, and behind them the one that is written to; returns the first. */
    private Segment link(List<Segment> restored) {
        Segment next = writer.segment();
        for (Segment segment : restored.reversed()) {
            segment.next = next;
            next = segment;
            residency.restored(segment);
        }
        return next;
    }

    /**
     * Opens a log. What a dead process left where this log spills is removed in the background.
     *
     * @param codecs makes a codec of the records' type for each thread that needs one; called on any thread
     * @param spill where the log puts what is beyond the budget, and nobody else does; closed with the log
     * @param store reads the chunks of the prefix, piece by piece as the reader comes near them
     * @throws dev.loopkeeper.engine.codec.CorruptDataException if the parts of the prefix contradict themselves
     */
    public static <T> FeedbackLog<T> open(
            LogOptions options,
            Supplier<Codec<T>> codecs,
            BackgroundWork work,
            SpillStorage spill,
            ChunkReader store,
            LogOwner owner,
            LogPrefix prefix) {
        RestoredSegments restored = RestoredSegments.of(prefix, options.name());
        FeedbackLog<T> log = new FeedbackLog<>(options, codecs, work, spill, store, owner, restored);
        work.start("sweep spilled feedback", log::sweep, new BackgroundWork.Completion<Void>() {
            @Override
            public void succeeded(Void nothing) {}

            @Override
            public void failed(Exception cause) {
                // Files of dead processes cost space only. If the place is unusable, the first spill says so.
            }
        });
        return log;
    }

    private Void sweep() throws IOException {
        io.sweep();
        return null;
    }

    // Appending

    /** Appends a record. Never blocks. */
    public void append(T record) {
        writer.append(record);
    }

    /** Appends records [from, to) of an array, none of them null. Never blocks. */
    public void append(Object[] records, int from, int to) {
        writer.append(records, from, to);
    }

    /** Appends a round mark. Never blocks. */
    public void append(RoundMark mark) {
        writer.append(mark);
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

    /** Takes records where they stand, without a copy. */
    @FunctionalInterface
    public interface Reader {

        /**
         * Takes records [from, to) of an array, or only the first of them. May append to the log meanwhile, and do nothing else to it.
         *
         * @return the index of the first that was not taken
         */
        int read(Object[] records, int from, int to);
    }

    /**
     * Gives a reader several records at once; never a mark, and none behind one. When nothing is taken, {@link #poll} gives the mark, if there is
     * one. The records taken last can still be pinned until the next call of this or of {@link #poll}.
     *
     * @param max how many to give at most
     * @return how many were taken; fewer than could be, where segments meet
     */
    public int read(int max, Reader reader) {
        if (readIndex == readStop && look() != RECORDS) {
            return 0;
        }
        int from = readIndex;
        readIndex = reader.read(readEntries, from, Math.min(readStop, from + max));
        return readIndex - from;
    }

    /** Finds out what is next, and makes readStop so that it can be taken. */
    private int look() {
        while (true) {
            Segment segment = reading;
            boolean last = segment == writer.segment();
            int count = last ? writer.index() : segment.count;
            if (readIndex < count) {
                return lookInSegment(segment, count);
            }
            if (last) {
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
        while (oldest != reading && !snapshots.pins(oldest)) {
            Segment segment = oldest;
            oldest = segment.next;
            residency.released(segment);
        }
    }

    /** All has been read: the same memory again, instead of a walk through many segments. */
    private void reuseEmptySegment() {
        if (writer.index() == 0 || oldest != writer.segment() || snapshots.pinned()) {
            return;
        }
        writer.reuse();
        readIndex = 0;
        readStop = 0;
    }

    // Positions

    /** Where the next entry will be appended. */
    public long end() {
        return writer.end();
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
            writer.closeAt(position); // a range may have to end here, and the entries behind it be in other chunks
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
     * @param from the first entry that has not been processed: the cursor, or before it if the records taken last by {@link #read} have not
     *     all been processed
     * @throws IllegalStateException if the outcome of the snapshot before has not been told
     */
    public void pin(long from) {
        snapshots.pin(from, oldest.base, cursor());
    }

    /**
     * The barrier is back: takes the range [from, to). From here on the capture holds what has to be kept.
     *
     * @param from the pinned position
     * @param to the position at which the barrier was appended
     */
    public LogCapture capture(SnapshotId snapshot, long from, long to) {
        LogCapture capture = snapshots.capture(snapshot, from, to, oldest, writer);
        release();
        return capture;
    }

    /**
     * What the capture wrote is durable. Without effect if the snapshot has been aborted.
     *
     * @param chunks what {@link LogCapture#write} returned
     */
    public void uploaded(SnapshotId snapshot, List<LogChunk> chunks) {
        snapshots.uploaded(snapshot, chunks);
    }

    /**
     * The snapshot is committed: its chunks may be named by later ones (R10).
     *
     * @throws IllegalStateException if it has not been uploaded
     */
    public void committed(SnapshotId snapshot) {
        snapshots.committed(snapshot);
    }

    /**
     * The snapshot is aborted: nothing of it will be named (R9, I5). At any time after the cut, before the capture too; without effect if its
     * outcome was known already, or another snapshot has been captured.
     */
    public void aborted(SnapshotId snapshot) {
        snapshots.aborted(snapshot);
        release();
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
                snapshots.namedBytes(),
                snapshots.addedBytes());
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
