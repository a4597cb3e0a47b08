package dev.loopkeeper.engine.log;

import com.sun.management.ThreadMXBean;
import dev.loopkeeper.engine.runtime.SpillDirectory;
import dev.loopkeeper.engine.snapshot.SnapshotId;
import dev.loopkeeper.engine.work.BackgroundWork;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Locale;

/** Measures records through the log in one thread, by reference. A main program: {@code FeedbackLogThroughput [million records]}. */
final class FeedbackLogThroughput {

    private static final int BATCH = 1024;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private static long snapshotNumber;

    private FeedbackLogThroughput() {}

    private interface Run {

        /** Moves so many records and returns a sum that keeps the compiler honest. */
        long move(FeedbackLog<Object> log, long records);
    }

    public static void main(String[] arguments) {
        long records = (arguments.length == 0 ? 200 : Long.parseLong(arguments[0])) * 1_000_000;
        Object[] source = new Object[BATCH];
        for (int i = 0; i < BATCH; i++) {
            source[i] = Item.of(i, 0);
        }
        Run pollEach = (log, count) -> {
            long sum = 0;
            for (long done = 0; done < count; done++) {
                log.append(source[(int) done & BATCH - 1]);
                sum += ((Item) log.poll()).number();
            }
            return sum;
        };
        Run pollBatches = (log, count) -> {
            long sum = 0;
            for (long done = 0; done < count; done += BATCH) {
                for (int i = 0; i < BATCH; i++) {
                    log.append(source[i]);
                }
                for (int i = 0; i < BATCH; i++) {
                    sum += ((Item) log.poll()).number();
                }
            }
            return sum;
        };
        Run readBatches = (log, count) -> {
            long[] sum = new long[1];
            FeedbackLog.Reader reader = (entries, from, to) -> {
                for (int i = from; i < to; i++) {
                    sum[0] += ((Item) entries[i]).number();
                }
                return to;
            };
            for (long done = 0; done < count; done += BATCH) {
                log.append(source, 0, BATCH);
                for (int taken = 0; taken < BATCH; ) {
                    taken += log.read(BATCH, reader);
                }
            }
            return sum[0];
        };
        Run newRecords = (log, count) -> {
            long sum = 0;
            for (long done = 0; done < count; done += BATCH) {
                for (int i = 0; i < BATCH; i++) {
                    log.append(new Item(done + i, ""));
                }
                for (int i = 0; i < BATCH; i++) {
                    sum += ((Item) log.poll()).number();
                }
            }
            return sum;
        };
        Run snapshots = (log, count) -> {
            long sum = 0;
            for (long done = 0; done < count; done += 10_000 * BATCH) {
                snapshotNumber++;
                long from = log.cursor();
                log.pin(from);
                sum += pollBatches.move(log, 1000 * BATCH);
                SnapshotId id = new SnapshotId(1, snapshotNumber);
                log.capture(id, from, log.end());
                sum += pollBatches.move(log, 9000 * BATCH);
                log.aborted(id);
            }
            return sum;
        };
        measure("append 1, poll 1", records, 0, source, pollEach);
        measure("append 1024, poll 1024", records, 0, source, pollBatches);
        measure("append 1024, poll 1024, 1 million behind", records, 1_000_000, source, pollBatches);
        measure("append 1024 new records, poll 1024", records, 0, source, newRecords);
        measure("snapshots of 1 million, every 10 million", records, 0, source, snapshots);
        measure("append a batch, read a batch", records, 0, source, readBatches);
        measure("append a batch, read a batch, 1 million behind", records, 1_000_000, source, readBatches);
    }

    private static void measure(String name, long records, int backlog, Object[] source, Run run) {
        LogOptions options = LogOptions.of("loop", 1L << 32);
        BackgroundWork none = new LaterWork();
        try (FeedbackLog<Object> log = FeedbackLog.open(
                options,
                Item::codec,
                none,
                new SpillDirectory(Path.of(System.getProperty("java.io.tmpdir"), "feedback")),
                new MemoryStore(),
                new NoOwner(),
                LogPrefix.NONE)) {
            for (int i = 0; i < backlog; i++) {
                log.append(source[i & BATCH - 1]);
            }
            for (int i = 0; i < 5; i++) {
                run.move(log, records / 20);
            }
            long bytes = THREADS.getCurrentThreadAllocatedBytes();
            long begin = System.nanoTime();
            long sum = run.move(log, records);
            double seconds = (System.nanoTime() - begin) / 1e9;
            bytes = THREADS.getCurrentThreadAllocatedBytes() - bytes;
            System.out.printf(
                    Locale.ROOT,
                    "%-50s %7.1f million/s, %.4f bytes allocated per record (%d)%n",
                    name,
                    records / seconds / 1e6,
                    (double) bytes / records,
                    sum);
        }
    }

    private static final class NoOwner implements LogOwner {

        @Override
        public void wake() {}

        @Override
        public void failed(Exception cause) {
            throw new IllegalStateException(cause);
        }
    }
}
