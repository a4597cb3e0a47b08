package dev.loopkeeper.engine.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loopkeeper.engine.codec.CorruptDataException;
import dev.loopkeeper.engine.snapshot.Control.RoundMark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** A feedback log as a queue: reading, limits, round marks, and what is beyond the memory budget. */
final class FeedbackLogTest extends FeedbackLogFixture {

    @Test
    void nothingIsTakenBehindTheLimit() {
        FeedbackLog<Object> log = open(1 << 20, LogPrefix.NONE);
        append(log, 0, 20);
        log.limit(3);
        assertThat(log.read(2, ALL)).isEqualTo(2);
        assertThat(log.read(30, ALL)).isEqualTo(1);
        assertThat(log.read(30, ALL)).isZero();
        assertThat(log.poll()).isNull();
        assertThat(log.backlog()).isEqualTo(17);
        log.limit(Long.MAX_VALUE);
        takeAll(log, 3, 20);
    }

    @Test
    void aLimitInTheMiddleOfABatchHoldsAtOnce() {
        FeedbackLog<Object> log = open(1 << 20, LogPrefix.NONE);
        append(log, 0, 6);
        assertThat(log.poll()).isEqualTo(Item.of(0, 0));
        log.limit(1);
        assertThat(log.poll()).isNull();
    }

    @Test
    void readingStopsBeforeAMarkAndPollGivesIt() {
        FeedbackLog<Object> log = open(1 << 20, LogPrefix.NONE);
        append(log, 0, 3);
        log.append(mark(7));
        append(log, 3, 5);
        assertThat(log.unreadMark().round()).isEqualTo(7);
        assertThat(log.read(30, ALL)).isEqualTo(3);
        assertThat(log.read(30, ALL)).isZero();
        assertThat(((RoundMark) log.poll()).round()).isEqualTo(7);
        assertThat(log.unreadMark()).isNull();
        assertThat(log.read(30, ALL)).isEqualTo(2);
    }

    @Test
    void whatIsBeyondTheBudgetIsOnDiskAndComesBackInTime() throws IOException {
        FeedbackLog<Object> log = open(2000, LogPrefix.NONE);
        append(log, 0, 10_000);
        assertThat(log.gauges().overBudgetBytes())
                .as("appending does not wait for the disk")
                .isPositive();
        work.runAll();
        assertThat(log.gauges().memoryBytes()).isLessThanOrEqualTo(2000);
        assertThat(log.gauges().overBudgetBytes()).isZero();
        assertThat(log.gauges().diskBytes()).isPositive();
        int waits = 0;
        for (int i = 0; i < 10_000; i++) {
            Object entry = log.poll();
            if (entry == null) {
                waits++;
                work.runAll();
                entry = log.poll();
            }
            assertThat(entry).isEqualTo(Item.of(i, 0));
            assertThat(log.gauges().memoryBytes()).isLessThanOrEqualTo(2000 + 8 * 28);
            if (i % 8 == 0) {
                work.runAll();
            }
        }
        assertThat(waits).as("the disk is read before the reader comes").isZero();
        assertThat(log.poll()).isNull();
        work.runAll();
        assertThat(log.gauges().diskBytes()).isZero();
        log.close();
        try (var files = Files.list(directory.resolve("spill"))) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void aReaderThatWaitsIsWokenOnce() {
        FeedbackLog<Object> log = open(1, LogPrefix.NONE);
        append(log, 0, 100);
        work.runAll();
        log.limit(0);
        assertThat(log.poll()).isNull();
        log.limit(Long.MAX_VALUE);
        for (int i = 0; i < 100; i++) {
            Object entry = log.poll();
            if (entry == null) {
                assertThat(log.poll()).isNull();
                int before = wakes;
                work.runAll();
                assertThat(wakes).isEqualTo(before + 1);
                entry = log.poll();
            }
            assertThat(entry).isEqualTo(Item.of(i, 0));
        }
        assertThat(wakes).isPositive();
    }

    @Test
    void aDiskThatCannotBeWrittenIsOneClearLine() throws IOException {
        Files.writeString(directory.resolve("spill"), "a file where the directory should be");
        FeedbackLog<Object> log = open(100, LogPrefix.NONE);
        append(log, 0, 100);
        work.runAll();
        append(log, 100, 200);
        work.runAll();
        assertThat(failures).hasSize(1);
        assertThat(failures.getFirst())
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("The feedback log of loop \"test\", head 0 cannot spill to "
                        + directory.resolve("spill") + ": ")
                .hasMessageEndingWith("Free space there, or give the worker more disk or memory.")
                .message()
                .doesNotContain("\n");
    }

    @Test
    void aDamagedSpillFileIsFound() throws IOException {
        FeedbackLog<Object> log = open(100, LogPrefix.NONE);
        append(log, 0, 100);
        work.runAll();
        Path damaged;
        try (var files = Files.list(directory.resolve("spill"))) {
            damaged = files.filter(path -> path.toString().endsWith(".spill"))
                    .findFirst()
                    .orElseThrow();
        }
        byte[] bytes = Files.readAllBytes(damaged);
        for (int i = 4; i < bytes.length; i += 5) {
            bytes[i] ^= 1;
        }
        Files.write(damaged, bytes);
        while (log.poll() != null) {
            work.runAll();
        }
        work.runAll();
        assertThat(failures).hasSize(1);
        assertThat(failures.getFirst())
                .isInstanceOf(CorruptDataException.class)
                .hasMessageContaining(damaged.toString());
    }
}
