package dev.loopkeeper.engine.log;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.loopkeeper.engine.runtime.SpillDirectory;
import dev.loopkeeper.engine.snapshot.LogPart;
import dev.loopkeeper.engine.snapshot.SnapshotId;
import dev.loopkeeper.engine.work.BackgroundWork;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The log with real background threads: what one thread leaves, another finds. */
final class FeedbackLogThreadsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final ExecutorService executor = Executors.newFixedThreadPool(3);
    private final BlockingQueue<Runnable> outcomes = new LinkedBlockingQueue<>();
    private final List<Exception> failures = new ArrayList<>();
    private final LogOwner owner = new LogOwner() {
        @Override
        public void wake() {}

        @Override
        public void failed(Exception cause) {
            failures.add(cause);
        }
    };

    private final BackgroundWork work = new BackgroundWork() {
        @Override
        public <T> void start(String name, Callable<T> task, Completion<T> done) {
            executor.execute(() -> {
                Runnable outcome;
                try {
                    T result = task.call();
                    outcome = () -> done.succeeded(result);
                } catch (Exception e) {
                    outcome = () -> done.failed(e);
                }
                outcomes.add(outcome);
            });
        }
    };

    private void takeOutcomes() {
        for (Runnable outcome = outcomes.poll(); outcome != null; outcome = outcomes.poll()) {
            outcome.run();
        }
    }

    private Object next(FeedbackLog<Object> log) throws InterruptedException {
        for (Object entry = log.poll(); ; entry = log.poll()) {
            if (entry != null) {
                return entry;
            }
            Runnable outcome = outcomes.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            assertThat(outcome).as("something happens").isNotNull();
            outcome.run();
            assertThat(failures).isEmpty();
        }
    }

    @Test
    @Timeout(180)
    void recordsGoOverTheDiskWhileSnapshotsAreTaken(@TempDir Path directory) throws Exception {
        int total = 2_000_000;
        MemoryStore store = new MemoryStore();
        LogOptions options = new LogOptions("threads", 1 << 20, 64, 1024, 1 << 15);
        FeedbackLog<Object> log = FeedbackLog.open(
                options, Item::codec, work, new SpillDirectory(directory), store, owner, LogPrefix.NONE);
        long appended = 0;
        long taken = 0;
        SnapshotId id = new SnapshotId(1, 0);
        BlockingQueue<List<Object>> ranges = new LinkedBlockingQueue<>();
        List<Long> from = new ArrayList<>();
        boolean open = false;
        while (taken < total) {
            // The backlog rises and falls, so that the head of the log is in memory at times and on the disk at others.
            long goal = Math.min(total, appended + (taken / 300_000 % 2 == 0 ? 3000 : 1500));
            while (appended < goal) {
                log.append(Item.of(appended++, 20));
            }
            for (int i = 0; i < 2000 && taken < appended; i++) {
                assertThat(((Item) next(log)).number()).isEqualTo(taken++);
            }
            takeOutcomes();
            if (!open && taken / 200_000 >= from.size()) {
                open = true;
                id = id.next();
                SnapshotId current = id;
                from.add(log.cursor());
                log.pin(log.cursor());
                LogCapture capture = log.capture(current, log.cursor(), log.end());
                work.start(
                        "upload",
                        () -> {
                            synchronized (store) {
                                return capture.write(store.writer());
                            }
                        },
                        new BackgroundWork.Completion<LogPart>() {
                            @Override
                            public void succeeded(LogPart part) {
                                log.uploaded(current, part.chunks());
                                log.committed(current);
                                try {
                                    synchronized (store) {
                                        ranges.add(store.entries(part.chunks(), Item.codec()));
                                    }
                                } catch (java.io.IOException e) {
                                    failures.add(e);
                                }
                            }

                            @Override
                            public void failed(Exception cause) {
                                failures.add(cause);
                            }
                        });
            }
            open = ranges.size() < from.size();
        }
        while (ranges.size() < from.size()) {
            Runnable outcome = outcomes.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            assertThat(outcome).isNotNull();
            outcome.run();
        }
        assertThat(failures).isEmpty();
        assertThat(log.gauges().spilledBytes()).isPositive();
        assertThat(from).hasSizeGreaterThan(3);
        for (long first : from) {
            long expected = first;
            for (Object entry : ranges.remove()) {
                assertThat(((Item) entry).number()).isEqualTo(expected++);
            }
        }
        log.close();
        executor.shutdown();
        assertThat(executor.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .isTrue();
    }

    @Test
    void aLoopWhoseReaderKeepsUpAllocatesNothing(@TempDir Path directory) {
        FeedbackLog<Object> log = FeedbackLog.open(
                LogOptions.of("allocation", 1 << 20),
                Item::codec,
                work,
                new SpillDirectory(directory),
                new MemoryStore(),
                owner,
                LogPrefix.NONE);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        Item item = Item.of(1, 5);
        long allocated = 0;
        for (int round = 0; round < 2; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 10_000; i++) {
                for (int k = 0; k < 300; k++) {
                    log.append(item);
                }
                while (log.read(512, FeedbackLogFixture.ALL) > 0) {}
            }
            allocated = threads.getCurrentThreadAllocatedBytes() - before;
        }
        assertThat(allocated).as("bytes for 3 million records").isLessThan(10_000);
        executor.shutdownNow();
    }
}
