package dev.loopkeeper.engine.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loopkeeper.engine.runtime.SpillDirectory;
import dev.loopkeeper.engine.snapshot.ChunkReader;
import dev.loopkeeper.engine.snapshot.Control.RoundMark;
import dev.loopkeeper.engine.snapshot.LogPart;
import dev.loopkeeper.engine.snapshot.SnapshotId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

/** Logs with segments of eight records, background work on the test's own thread and a store in memory. */
abstract class FeedbackLogFixture {

    static final SnapshotId FIRST = new SnapshotId(1, 1);
    static final SnapshotId SECOND = new SnapshotId(1, 2);

    @TempDir
    Path directory;

    final LaterWork work = new LaterWork();
    final MemoryStore store = new MemoryStore();
    final List<Exception> failures = new ArrayList<>();
    int wakes;

    final LogOwner owner = new LogOwner() {
        @Override
        public void wake() {
            wakes++;
        }

        @Override
        public void failed(Exception cause) {
            failures.add(cause);
        }
    };

    /** Segments of 8 records, each record of 28 bytes in memory. */
    final FeedbackLog<Object> open(long budget, LogPrefix prefix) {
        return open(budget, prefix, store);
    }

    final FeedbackLog<Object> open(long budget, LogPrefix prefix, ChunkReader reader) {
        LogOptions options = new LogOptions("loop \"test\", head 0", budget, 8, 8, 1 << 20);
        return FeedbackLog.open(
                options, Item::codec, work, new SpillDirectory(directory.resolve("spill")), reader, owner, prefix);
    }

    static void append(FeedbackLog<Object> log, long from, long to) {
        for (long i = from; i < to; i++) {
            log.append(Item.of(i, 0));
        }
    }

    /** Takes whatever it is given. */
    static final FeedbackLog.Reader ALL = (records, from, to) -> to;

    /** Takes all that there is, and checks that the records are these. */
    final void takeAll(FeedbackLog<Object> log, long from, long to) {
        for (long i = from; i < to; i++) {
            assertThat(next(log)).isEqualTo(Item.of(i, 0));
        }
        assertThat(log.poll()).isNull();
    }

    /** The next entry, loaded if it has to be. */
    final Object next(FeedbackLog<Object> log) {
        Object entry = log.poll();
        while (entry == null && !work.idle()) {
            work.runAll();
            entry = log.poll();
        }
        return entry;
    }

    final LogPart snapshot(FeedbackLog<Object> log, SnapshotId id) throws IOException {
        long from = log.cursor();
        log.pin(from);
        LogPart part = log.capture(id, from, log.end()).write(store.writer());
        log.uploaded(id, part.chunks());
        log.committed(id);
        return part;
    }

    static RoundMark mark(int round) {
        return new RoundMark(0, round, new long[] {round}, new long[0], 5);
    }
}
