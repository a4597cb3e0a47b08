package dev.loopkeeper.engine.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loopkeeper.engine.codec.CorruptDataException;
import dev.loopkeeper.engine.snapshot.ChunkReader;
import dev.loopkeeper.engine.snapshot.ChunkRef;
import dev.loopkeeper.engine.snapshot.LogChunk;
import dev.loopkeeper.engine.snapshot.LogPart;
import dev.loopkeeper.engine.snapshot.SnapshotId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;

/** A feedback log as the log of a loop: ranges of snapshots, what they name and upload, restored prefixes. */
final class FeedbackLogSnapshotTest extends FeedbackLogFixture {

    @Test
    void recordsTakenLastCanStillBePinned() throws IOException {
        FeedbackLog<Object> log = open(1 << 20, LogPrefix.NONE);
        append(log, 0, 16);
        assertThat(log.read(8, ALL)).isEqualTo(8);
        log.pin(5);
        takeAll(log, 8, 16);
        LogPart part = log.capture(FIRST, 5, 16).write(store.writer());
        assertThat(store.entries(part.chunks(), Item.codec())).hasSize(11).startsWith(Item.of(5, 0));
    }

    /** R10, traps 5 and 8: a snapshot in the middle of the replay names the rest of the restored chunks again and uploads what is new. */
    @Test
    void aRestoredLogIsReadPieceByPieceAndNamedAgain() throws IOException {
        FeedbackLog<Object> before = open(1 << 20, LogPrefix.NONE);
        append(before, 0, 4000);
        LogPart part = snapshot(before, FIRST);
        assertThat(before.gauges().addedBytes())
                .isEqualTo(before.gauges().namedBytes())
                .isPositive();

        FeedbackLog<Object> log = open(2000, LogPrefix.of(part));
        assertThat(log.backlog()).isEqualTo(4000);
        assertThat(store.reads).isZero();
        work.runAll();
        assertThat(store.reads).as("segments read ahead").isBetween(1, 15);
        append(log, 4000, 4010);
        for (int i = 0; i < 100; i++) {
            if (i % 8 == 0) {
                work.runAll();
            }
            assertThat(log.poll()).isEqualTo(Item.of(i, 0));
        }
        LogPart again = snapshot(log, SECOND);
        assertThat(store.entries(again.chunks(), Item.codec()))
                .hasSize(3910)
                .startsWith(Item.of(100, 0))
                .endsWith(Item.of(4009, 0));
        assertThat(again.chunks().getFirst())
                .isEqualTo(new LogChunk(part.chunks().get(12).chunk(), 4, 4));
        assertThat(log.gauges().namedBytes() - log.gauges().addedBytes())
                .isEqualTo(part.chunks().stream()
                        .skip(12)
                        .mapToLong(chunk -> chunk.chunk().length())
                        .sum());
        assertThat(log.gauges().addedBytes()).as("ten records").isLessThan(100);
        takeAll(log, 100, 4010);
    }

    @Test
    void theMarkOfARestoredLogIsKnownBeforeItIsRead() throws IOException {
        FeedbackLog<Object> before = open(1 << 20, LogPrefix.NONE);
        append(before, 0, 1000);
        before.append(mark(3));
        append(before, 1000, 1100);
        LogPart part = snapshot(before, FIRST);
        assertThat(part.mark()).isEqualTo(before.unreadMark());

        FeedbackLog<Object> log = open(100, LogPrefix.of(part));
        assertThat(log.unreadMark().round()).isEqualTo(3);
        LogPart again = snapshot(log, SECOND);
        assertThat(again.mark()).usingRecursiveComparison().isEqualTo(part.mark());
        assertThat(again.chunks()).isEqualTo(part.chunks());
        for (int i = 0; i < 1000; i++) {
            assertThat(next(log)).isEqualTo(Item.of(i, 0));
        }
        assertThat(log.poll()).usingRecursiveComparison().isEqualTo(mark(3));
        assertThat(log.unreadMark()).isNull();
    }

    @Test
    void aMarkThatTheSnapshotDoesNotKnowOrDoesNotHaveIsFound() throws IOException {
        FeedbackLog<Object> before = open(1 << 20, LogPrefix.NONE);
        append(before, 0, 3);
        LogPart without = snapshot(before, FIRST);
        before.append(mark(3));
        LogPart with = snapshot(before, SECOND);

        open(100, LogPrefix.of(new LogPart(with.chunks(), null)));
        work.runAll();
        assertThat(failures).hasSize(1);
        assertThat(failures.removeFirst())
                .isInstanceOf(CorruptDataException.class)
                .hasMessageContaining("mark of round 3");

        open(100, LogPrefix.of(new LogPart(without.chunks(), mark(3))));
        work.runAll();
        assertThat(failures).hasSize(1);
        assertThat(failures.removeFirst())
                .isInstanceOf(CorruptDataException.class)
                .hasMessageContaining("does not find the mark of round 3");
    }

    @Test
    void oldLogsAreJoinedAtARescalingAndTheirMarksDropped() throws IOException {
        List<LogPart> parts = new ArrayList<>();
        for (int head = 0; head < 3; head++) {
            FeedbackLog<Object> old = open(1 << 20, LogPrefix.NONE);
            append(old, head * 10L, head * 10L + 10);
            old.append(mark(4));
            parts.add(snapshot(old, FIRST));
        }
        FeedbackLog<Object> log = open(100, new LogPrefix(parts, true, true));
        assertThat(log.backlog()).isEqualTo(30);
        assertThat(log.unreadMark()).isNull();
        log.append(mark(4));
        LogPart again = snapshot(log, SECOND);
        assertThat(again.entries()).isEqualTo(31);

        FeedbackLog<Object> later = open(100, LogPrefix.of(again));
        for (FeedbackLog<Object> reader : List.of(log, later)) {
            for (int i = 0; i < 30; i++) {
                assertThat(next(reader)).isEqualTo(Item.of(i, 0));
            }
            assertThat(next(reader)).usingRecursiveComparison().isEqualTo(mark(4));
        }
        assertThat(failures).isEmpty();
        assertThatThrownBy(() -> new LogPrefix(parts, false, true)).hasMessageContaining("one round mark");
    }

    @Test
    void chunksOfAnotherJobAreCopiedOnce() throws IOException {
        FeedbackLog<Object> other = open(1 << 20, LogPrefix.NONE);
        append(other, 0, 100);
        LogPart foreign = snapshot(other, FIRST);
        FeedbackLog<Object> log = open(100, new LogPrefix(List.of(foreign), false, false));
        LogPart own = snapshot(log, FIRST);
        assertThat(own.chunks()).noneMatch(chunk -> foreign.chunks().contains(chunk));
        assertThat(store.entries(own.chunks(), Item.codec())).isEqualTo(store.entries(foreign.chunks(), Item.codec()));
        assertThat(snapshot(log, SECOND)).isEqualTo(own);
    }

    @Test
    void aChunkThatIsMissingOrDamagedIsNamed() throws IOException {
        FeedbackLog<Object> before = open(1 << 20, LogPrefix.NONE);
        append(before, 0, 3);
        LogPart part = snapshot(before, FIRST);
        ChunkReader missing = chunk -> {
            throw new IOException("no object " + chunk.object());
        };
        open(100, LogPrefix.of(part), missing);
        work.runAll();
        assertThat(failures.removeFirst()).hasMessage("no object chunks/0");

        open(100, LogPrefix.of(part), chunk -> new byte[] {1, 0, 9});
        work.runAll();
        assertThat(failures.removeFirst())
                .isInstanceOf(CorruptDataException.class)
                .hasMessageStartingWith("The feedback log of loop \"test\", head 0 cannot be read from chunks/0: ");
        assertThatThrownBy(() -> open(
                        100, LogPrefix.of(new LogPart(List.of(new LogChunk(new ChunkRef("x", 0, 1, 0), -1, 2)), null))))
                .isInstanceOf(CorruptDataException.class);
    }

    /** R10, trap 13: what was first uploaded for a snapshot that was given up is not named by a later one. */
    @Test
    void anAbortedSnapshotLeavesNothing() throws IOException {
        FeedbackLog<Object> log = open(1 << 20, LogPrefix.NONE);
        append(log, 0, 100);
        long from = log.cursor();

        log.pin(from);
        log.aborted(FIRST);
        log.aborted(FIRST);

        log.pin(from);
        LogCapture cancelled = log.capture(SECOND, from, log.end());
        log.aborted(SECOND);
        assertThatThrownBy(() -> cancelled.write(store.writer())).isInstanceOf(CancellationException.class);

        SnapshotId third = SECOND.next();
        log.pin(from);
        log.aborted(SECOND); // late: heard of again after the next cut
        LogPart lost = log.capture(third, from, log.end()).write(store.writer());
        log.uploaded(third, lost.chunks());
        log.aborted(third);

        LogPart part = snapshot(log, third.next());
        assertThat(part.chunks()).noneMatch(chunk -> lost.chunks().contains(chunk));
        takeAll(log, 0, 100);
        work.runAll();
        assertThat(log.gauges().memoryBytes()).isZero();
    }

    @Test
    void aPinnedRangeIsKeptThoughItIsReadAndGoesToTheDiskLikeTheRest() throws IOException {
        FeedbackLog<Object> log = open(500, LogPrefix.NONE);
        append(log, 0, 1000);
        log.pin(0);
        takeAll(log, 0, 1000);
        append(log, 1000, 1100);
        work.runAll();
        assertThat(log.gauges().memoryBytes()).isLessThanOrEqualTo(500);
        LogCapture capture = log.capture(FIRST, 0, log.end());
        takeAll(log, 1000, 1100);
        LogPart part = capture.write(store.writer());
        List<Object> entries = store.entries(part.chunks(), Item.codec());
        assertThat(entries).hasSize(1100);
        for (int i = 0; i < 1100; i++) {
            assertThat(entries.get(i)).isEqualTo(Item.of(i, 0));
        }
        log.uploaded(FIRST, part.chunks());
        work.runAll();
        log.poll();
        assertThat(log.bytes()).isZero();
    }

    @Test
    void rangesAndPinsThatMakeNoSenseAreRefused() {
        FeedbackLog<Object> log = open(1 << 20, LogPrefix.NONE);
        append(log, 0, 10);
        assertThatThrownBy(() -> log.pin(1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> log.capture(FIRST, 0, 10)).isInstanceOf(IllegalStateException.class);
        log.pin(0);
        assertThatThrownBy(() -> log.pin(0)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> log.capture(FIRST, 0, 11)).isInstanceOf(IllegalArgumentException.class);
        log.capture(FIRST, 0, 10);
        assertThatThrownBy(() -> log.capture(FIRST, 0, 10)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> log.committed(FIRST)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> log.append((Object) null)).isInstanceOf(NullPointerException.class);
    }
}
