package dev.loopkeeper.engine.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loopkeeper.engine.snapshot.Control.RoundMark;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** One incarnation of a feedback log, from its opening to its end, beside a plain list of what must be in it. */
final class LogUnderTest {

    private final Random random;
    private final ScheduleCoverage coverage;
    final LaterWork work;
    final FeedbackLog<Object> log;
    /** What the log must hold, from position 0 on. */
    final List<Object> model;

    private int cursor;
    /** From where on the records taken last may still be pinned. */
    private int lastTaken;

    private long limit = Long.MAX_VALUE;
    /** Where a range can end without being in the middle of a segment. */
    private final Set<Integer> parkedAt = new HashSet<>();

    private boolean awake;
    private boolean dead;
    private Exception failure;

    LogUnderTest(
            Random random,
            ScheduleCoverage coverage,
            LogOptions options,
            LaterWork work,
            SpillStorage spill,
            MemoryStore store,
            LogPrefix prefix,
            List<Object> restored) {
        this.random = random;
        this.coverage = coverage;
        this.work = work;
        model = new ArrayList<>(restored);
        log = FeedbackLog.open(options, Item::codec, work, spill, store, new Owner(), prefix);
        assertThat(log.cursor()).isZero();
        assertThat(log.end()).isEqualTo(restored.size());
    }

    int cursor() {
        return cursor;
    }

    int end() {
        return model.size();
    }

    long limit() {
        return limit;
    }

    boolean failed() {
        return failure != null;
    }

    // Appending

    void append(List<Item> items) {
        if (random.nextBoolean()) {
            items.forEach(log::append);
        } else {
            Object[] batch = new Object[items.size() + 2];
            for (int i = 0; i < items.size(); i++) {
                batch[i + 1] = items.get(i);
            }
            log.append(batch, 1, items.size() + 1);
        }
        model.addAll(items);
    }

    void append(RoundMark mark) {
        log.append(mark);
        model.add(mark);
    }

    boolean hasMarkFrom(int position) {
        return model.subList(position, model.size()).stream().anyMatch(RoundMark.class::isInstance);
    }

    // Reading

    void read() {
        if (random.nextBoolean()) {
            int count = random.nextInt(20);
            for (int i = 0; i < count && takeOne(); i++) {}
        } else {
            readSeveral(1 + random.nextInt(32));
        }
    }

    private void readSeveral(int max) {
        lastTaken = cursor;
        int taken = log.read(max, (records, from, to) -> {
            assertThat(to - from).isBetween(1, max);
            int end = from + random.nextInt(to - from + 1);
            for (int i = from; i < end; i++) {
                assertThat(records[i]).isNotInstanceOf(RoundMark.class);
                same(records[i], model.get(cursor++));
            }
            return end;
        });
        assertThat((long) taken).isEqualTo(cursor - lastTaken);
        if (taken == 0) {
            takeOne();
        }
    }

    private boolean takeOne() {
        awake = false;
        lastTaken = cursor;
        Object entry = log.poll();
        if (entry == null) {
            if (cursor < model.size() && cursor < limit) {
                assertThat(work.waiting("load feedback log"))
                        .as("something is being loaded when nothing can be read")
                        .isTrue();
                coverage.waits++;
            }
            return false;
        }
        assertThat((long) cursor).isLessThan(limit);
        same(entry, model.get(cursor++));
        if (entry instanceof RoundMark) {
            lastTaken = cursor; // processed at once
        }
        return true;
    }

    /** Everything comes out in the end. */
    void readAll() {
        limit = Long.MAX_VALUE;
        log.limit(limit);
        while (cursor < model.size()) {
            if (!takeOne()) {
                work.runAll();
                assertThat(awake).as("woken").isTrue();
            }
        }
        work.runAll();
        assertThat(log.poll()).isNull();
        work.runAll();
    }

    // Positions

    void changeLimit() {
        limit = switch (random.nextInt(3)) {
            case 0 -> model.size();
            case 1 -> cursor + random.nextInt(1 + model.size() - cursor);
            default -> Long.MAX_VALUE;
        };
        if (limit == model.size()) {
            parkedAt.add(model.size());
        }
        log.limit(limit);
    }

    /** The cursor, or before it, among the records taken last. */
    int somewhereToPin() {
        return random.nextBoolean() ? cursor : lastTaken + random.nextInt(1 + cursor - lastTaken);
    }

    /** Whether a range that ends here can end with a chunk. */
    boolean endsASegment(int position) {
        return position == model.size() || parkedAt.contains(position);
    }

    // Checks

    void check() {
        assertThat(log.cursor()).isEqualTo(cursor);
        assertThat(log.end()).isEqualTo(model.size());
        assertThat(log.backlog()).isEqualTo(model.size() - cursor);
        assertThat(log.gauges().memoryBytes()).isNotNegative();
        assertThat(log.gauges().diskBytes()).isNotNegative();
        Object mark = mark(model.subList(cursor, model.size()));
        if (mark == null) {
            assertThat(log.unreadMark()).isNull();
        } else {
            same(log.unreadMark(), mark);
        }
    }

    /** The first round mark among entries, or null. */
    static Object mark(List<Object> entries) {
        return entries.stream().filter(RoundMark.class::isInstance).findFirst().orElse(null);
    }

    static void sameAll(List<Object> actual, List<Object> expected) {
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < actual.size(); i++) {
            same(actual.get(i), expected.get(i));
        }
    }

    static void same(Object actual, Object expected) {
        if (expected instanceof RoundMark) {
            assertThat(actual).usingRecursiveComparison().isEqualTo(expected);
        } else if (!expected.equals(actual)) {
            assertThat(actual).isEqualTo(expected);
        }
    }

    /** Once another incarnation has followed, nothing may come. */
    void dead() {
        dead = true;
    }

    private final class Owner implements LogOwner {

        @Override
        public void wake() {
            assertThat(dead).as("something is told by a log that is closed").isFalse();
            awake = true;
        }

        @Override
        public void failed(Exception cause) {
            assertThat(dead).as("something is told by a log that is closed").isFalse();
            assertThat(failure).as("told once").isNull();
            assertThat(cause).hasMessageStartingWith("injected into");
            failure = cause;
        }
    }
}
