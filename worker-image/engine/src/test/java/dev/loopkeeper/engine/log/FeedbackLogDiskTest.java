package dev.loopkeeper.engine.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loopkeeper.engine.snapshot.LogPart;
import dev.loopkeeper.engine.snapshot.SnapshotId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.Test;

/** Trap 17: what a log takes on the local disk is bounded by what is still to be read or kept, however much has flowed through it. */
final class FeedbackLogDiskTest extends FeedbackLogFixture {

    private static final long BUDGET = 4_000;
    private static final int BACKLOG = 4_000;
    private static final int STEP = 200;
    private static final int STEPS = 500;

    /** What a spilled record takes at most. */
    private static final int RECORD_BYTES = 5;

    /** Lets records flow through a log that always has a backlog, most of it on disk; tells the position after every step. */
    private void flow(FeedbackLog<Object> log, LongConsumer afterStep) {
        append(log, 0, BACKLOG);
        work.runAll();
        for (int step = 0; step < STEPS; step++) {
            long from = log.cursor();
            append(log, log.end(), log.end() + STEP);
            for (long i = from; i < from + STEP; i++) {
                assertThat(next(log)).isEqualTo(Item.of(i, 0));
            }
            work.runAll();
            afterStep.accept(from + STEP);
        }
    }

    private long onDisk() {
        try (var files = Files.list(directory.resolve("spill"))) {
            long sum = 0;
            for (Path file : files.toList()) {
                sum += Files.size(file);
            }
            return sum;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void whatHasBeenReadLeavesTheDisk() {
        FeedbackLog<Object> log = open(BUDGET, LogPrefix.NONE);
        flow(log, position -> {
            assertThat(log.gauges().diskBytes()).isEqualTo(onDisk());
            assertThat(onDisk()).isLessThan(2L * BACKLOG * RECORD_BYTES);
        });
        assertThat(log.gauges().spilledBytes())
                .as("far more has been there")
                .isGreaterThan(15L * BACKLOG * RECORD_BYTES);
    }

    /** Whatever becomes of snapshots: the range of one whose upload never ends is let go by its abort, that of a committed one by its upload. */
    @Test
    void snapshotsKeepTheirRangesOnlyUntilTheirOutcome() {
        FeedbackLog<Object> log = open(BUDGET, LogPrefix.NONE);
        long[] number = {0};
        flow(log, position -> {
            long step = position / STEP;
            SnapshotId id = new SnapshotId(1, number[0]);
            if (step % 10 == 1) {
                number[0]++;
                log.pin(position);
            } else if (step % 10 == 3) {
                LogCapture capture = log.capture(id, log.cursor() - 2 * STEP, log.end());
                if (number[0] % 2 == 0) {
                    store(log, id, capture);
                }
            } else if (step % 10 == 7) {
                if (number[0] % 2 == 0) {
                    log.committed(id);
                } else {
                    log.aborted(id);
                }
            }
            work.runAll();
            assertThat(log.gauges().diskBytes()).isEqualTo(onDisk());
            assertThat(onDisk()).isLessThan(3L * BACKLOG * RECORD_BYTES);
        });
        assertThat(number[0]).isEqualTo(STEPS / 10);
    }

    private void store(FeedbackLog<Object> log, SnapshotId id, LogCapture capture) {
        try {
            LogPart part = capture.write(store.writer());
            log.uploaded(id, part.chunks());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A restored prefix is read from the store and is never written to the disk; nor is what a committed snapshot has. */
    @Test
    void whatTheStoreHasIsNotSpilled() throws IOException {
        FeedbackLog<Object> before = open(1 << 20, LogPrefix.NONE);
        append(before, 0, BACKLOG);
        LogPart part = snapshot(before, FIRST);
        before.close();
        FeedbackLog<Object> log = open(BUDGET, new LogPrefix(List.of(part), false, true));
        work.runAll();
        takeAll(log, 0, BACKLOG);
        assertThat(log.gauges().spilledBytes()).isZero();
    }
}
