package dev.loopkeeper.engine.log;

import dev.loopkeeper.engine.codec.CorruptDataException;
import dev.loopkeeper.engine.snapshot.ChunkRef;
import dev.loopkeeper.engine.work.BackgroundWork;
import java.util.ArrayList;
import java.util.List;

/**
 * Decides which segments are in memory. Over the budget, closed segments go to the local disk, those farthest from the reader first; those
 * just before the reader are brought back before it comes to them. Belongs to the log's owner and never blocks it.
 */
final class Residency<T> {

    /** The most bytes, as codecs weigh, and segments that one piece of background work writes. */
    private static final long SPILL_BYTES = 4 << 20;

    private static final int SPILL_SEGMENTS = 64;

    /** How many segments are looked at before the reader, and how many are being loaded at a time. */
    private static final int WINDOW_SEGMENTS = 64;

    private static final int LOADS = 8;

    private final LogOptions options;
    private final SegmentIo<T> io;
    private final BackgroundWork work;
    private final LogOwner owner;
    private final SegmentPool pool;
    private final RoundMarks marks;
    private final UnspilledSegments unspilled = new UnspilledSegments();

    /** Where the reader is. */
    private Segment reading;
    /** Unread segments that are not in memory. */
    private long absent;

    private int loads;
    private boolean spilling;
    private boolean readerWaits;
    private boolean ended;

    private long memoryBytes;
    private long diskBytes;
    private long spilledBytes;

    Residency(
            LogOptions options,
            SegmentIo<T> io,
            BackgroundWork work,
            LogOwner owner,
            SegmentPool pool,
            RoundMarks marks) {
        this.options = options;
        this.io = io;
        this.work = work;
        this.owner = owner;
        this.pool = pool;
        this.marks = marks;
    }

    long memoryBytes() {
        return memoryBytes;
    }

    long diskBytes() {
        return diskBytes;
    }

    long spilledBytes() {
        return spilledBytes;
    }

    /** A segment in memory has become heavier, or lighter. */
    void weighed(Segment segment, long more) {
        segment.weight += more;
        memoryBytes += more;
    }

    /** A segment of the restored prefix is in the log. */
    void restored(Segment segment) {
        if (segment.absent()) {
            absent++;
        }
    }

    /** Nothing will be appended to a segment any more. */
    void closed(Segment segment) {
        unspilled.add(segment);
        if (memoryBytes > options.memoryBudget()) {
            spill();
        }
    }

    /** The reader is in another segment now. */
    void readFrom(Segment segment) {
        reading = segment;
        if (absent > 0) {
            load();
        }
    }

    boolean readsFrom(Segment segment) {
        return reading == segment;
    }

    /** The reader cannot go on before its segment is in memory. */
    void await() {
        if (!readerWaits) {
            readerWaits = true;
            load();
        }
    }

    /** The reader has left a segment. What is kept elsewhere is not kept in memory too. */
    void passed(Segment segment) {
        segment.passed = true;
        if (segment.slot != null || segment.stored != null) {
            leaveMemory(segment);
        }
    }

    /** A segment that the reader has left is needed by captures only. */
    void released(Segment segment) {
        segment.released = true;
        endIfUnused(segment);
    }

    void captured(Segment segment) {
        segment.captures++;
        segment.shared = true;
    }

    void uncaptured(Segment segment) {
        segment.captures--;
        endIfUnused(segment);
    }

    /** The log is closed, or has failed: nothing more is started, what comes in is ignored. */
    void end() {
        ended = true;
    }

    private void endIfUnused(Segment segment) {
        if (!segment.released || segment.captures > 0 || segment.spilling) {
            return;
        }
        unspilled.remove(segment);
        boolean clean = !segment.shared && !segment.restored && segment.slot == null && segment.stored == null;
        if (segment.entries != null) {
            memoryBytes -= segment.weight;
            if (clean) {
                pool.give(segment);
                return;
            }
            segment.entries = null;
        }
        SpillSlot slot = segment.slot;
        if (slot != null) {
            segment.slot = null;
            unuse(slot.file());
        }
    }

    private void leaveMemory(Segment segment) {
        if (segment.entries == null || segment.spilling) {
            return; // what is being spilled leaves when that is done
        }
        unspilled.remove(segment);
        memoryBytes -= segment.weight;
        segment.entries = null;
        if (!segment.passed && segment.absent()) {
            absent++;
        }
    }

    // Spilling

    private void spill() {
        if (spilling || ended) {
            return;
        }
        List<Segment> chosen = chooseToSpill();
        if (chosen.isEmpty()) {
            return;
        }
        for (Segment segment : chosen) {
            unspilled.remove(segment);
            segment.spilling = true;
            segment.shared = true;
        }
        spilling = true;
        work.start("spill feedback log", () -> io.spill(chosen), new BackgroundWork.Completion<>() {
            @Override
            public void succeeded(List<SpillSlot> slots) {
                spilled(chosen, slots);
            }

            @Override
            public void failed(Exception cause) {
                fail(cause);
            }
        });
    }

    /** The farthest from the reader first, and last those that it has left; a little more than needed, so that writes are not tiny. */
    private List<Segment> chooseToSpill() {
        long windowEnd = windowEnd();
        long target = options.memoryBudget() - options.memoryBudget() / 8;
        long excess = memoryBytes - target;
        List<Segment> chosen = new ArrayList<>();
        long bytes = 0;
        for (Segment segment = unspilled.last(); segment != null; segment = segment.unspilledBefore) {
            if (bytes >= excess || bytes >= SPILL_BYTES || chosen.size() == SPILL_SEGMENTS) {
                break;
            }
            if (segment.base >= windowEnd || segment.passed) {
                chosen.add(segment);
                bytes += segment.weight;
            }
        }
        return chosen;
    }

    private void spilled(List<Segment> segments, List<SpillSlot> slots) {
        spilling = false;
        if (ended) {
            return;
        }
        SpillFile file = slots.getFirst().file();
        file.uses = segments.size();
        diskBytes += file.length;
        spilledBytes += file.length;
        long windowEnd = windowEnd();
        for (int i = 0; i < segments.size(); i++) {
            Segment segment = segments.get(i);
            segment.spilling = false;
            segment.slot = slots.get(i);
            if (segment.passed || segment.base >= windowEnd) {
                leaveMemory(segment);
            }
            endIfUnused(segment);
        }
        if (memoryBytes > options.memoryBudget()) {
            spill();
        }
    }

    private void unuse(SpillFile file) {
        if (--file.uses > 0) {
            return;
        }
        diskBytes -= file.length;
        if (ended) {
            return;
        }
        work.start(
                "delete spilled feedback",
                () -> {
                    io.delete(file);
                    return null;
                },
                new BackgroundWork.Completion<Void>() {
                    @Override
                    public void succeeded(Void nothing) {}

                    @Override
                    public void failed(Exception cause) {
                        // Deleting reports by itself what it could not do; no record depends on it.
                    }
                });
    }

    // Loading

    /** The position up to which segments are wanted in memory: half of the budget from the reader on, two segments at least. */
    private long windowEnd() {
        long bytes = 0;
        Segment segment = reading;
        for (int i = 0; segment.next != null && inWindow(i, bytes); i++) {
            bytes += segment.weight;
            segment = segment.next;
        }
        return segment.base;
    }

    private boolean inWindow(int segments, long bytes) {
        return segments < 2 || segments < WINDOW_SEGMENTS && bytes < options.memoryBudget() / 2;
    }

    private void load() {
        long bytes = 0;
        Segment segment = reading;
        for (int i = 0; segment != null && inWindow(i, bytes) && loads < LOADS && !ended; i++) {
            if (segment.absent() && !segment.loading) {
                load(segment);
            }
            bytes += segment.weight;
            segment = segment.next;
        }
    }

    private void load(Segment segment) {
        segment.loading = true;
        loads++;
        SpillSlot slot = segment.slot;
        ChunkRef chunk = segment.stored;
        int skip = segment.storedShift;
        int count = segment.count;
        work.start(
                "load feedback log",
                () -> slot != null ? io.load(slot, count) : io.load(chunk, skip, count),
                new BackgroundWork.Completion<>() {
                    @Override
                    public void succeeded(SegmentIo.Loaded content) {
                        loaded(segment, content);
                    }

                    @Override
                    public void failed(Exception cause) {
                        loadFailed(segment, chunk, cause);
                    }
                });
    }

    private void loadFailed(Segment segment, ChunkRef chunk, Exception cause) {
        loads--;
        segment.loading = false;
        if (!ended && segment.stored != chunk) {
            load(segment); // it has been copied meanwhile, and where it was before, it may be gone
        } else {
            fail(cause);
        }
    }

    private void loaded(Segment segment, SegmentIo.Loaded content) {
        loads--;
        segment.loading = false;
        if (ended) {
            return;
        }
        if (segment.restored && !segment.read) {
            segment.read = true;
            segment.mark = content.mark();
            try {
                marks.read(segment);
            } catch (CorruptDataException e) {
                fail(e);
                return;
            }
        }
        segment.weight = content.weight();
        segment.entries = content.records(); // last: a capture that sees them has to see the mark too
        memoryBytes += segment.weight;
        absent--;
        if (absent > 0) {
            load();
        }
        if (memoryBytes > options.memoryBudget()) {
            spill();
        }
        if (readerWaits && segment == reading) {
            readerWaits = false;
            owner.wake();
        }
    }

    private void fail(Exception cause) {
        if (!ended) {
            ended = true;
            owner.failed(cause);
        }
    }
}
