package dev.loopkeeper.engine.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loopkeeper.engine.snapshot.Control.RoundMark;
import dev.loopkeeper.engine.snapshot.LogChunk;
import dev.loopkeeper.engine.snapshot.LogPart;
import dev.loopkeeper.engine.snapshot.SnapshotId;
import dev.loopkeeper.engine.work.BackgroundWork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CancellationException;

/** One random life of a feedback log, with crashes and restores, beside a plain list. */
final class RandomSchedule {

    private final Random random;
    private final Path directory;
    private final LogOptions options;
    private final int longest;
    private final MemoryStore store = new MemoryStore();
    private final double spillFault;
    private final double loadFault;
    private final double uploadFault;

    /** What was committed last, and what it stands for. */
    private LogPart committed = LogPart.EMPTY;

    private List<Object> committedEntries = List.of();
    private boolean committedIsForeign;

    // One incarnation
    private LaterWork work;
    private FeedbackLog<Object> log;
    private final List<Object> model = new ArrayList<>();
    private int cursor;
    /** From where on the records taken last may still be pinned. */
    private int lastTaken;

    private int lastPin;
    /** Where a range can end without being in the middle of a segment. */
    private final Set<Integer> parkedAt = new HashSet<>();

    private long limit;
    private boolean awake;
    private Exception failure;
    /** Where the next range may end at the earliest: barriers come back in order. */
    private long leastEnd;

    /** Up to where entries are in the chunks of the last committed snapshot. */
    private long inStoreTo;

    private long nextNumber;
    private int nextRound;
    private long counter;
    private Snapshot open;

    /** What happened, to see that schedules reach what they should. */
    static final class Coverage {
        long commits;
        long aborts;
        long restores;
        long failures;
        long spilled;
        long namedAgain;
        long waits;
        long copies;
        long marksCaptured;
    }

    private final Coverage coverage;

    private static final class Snapshot {
        SnapshotId id;
        int from;
        LogCapture capture;
        int to;
        MemoryStore.Writer writer;
        LogPart part;
        boolean failed;
        boolean whole;
    }

    RandomSchedule(long seed, Path directory, Coverage coverage) {
        this.random = new Random(seed);
        this.directory = directory;
        this.coverage = coverage;
        int smallest = 1 << random.nextInt(4);
        int largest = smallest << random.nextInt(4);
        long[] budgets = {1, 60, 300, 300, 2000, 1 << 20};
        long[] weights = {1, 100, 400, 5000};
        options = new LogOptions(
                "the loop under test",
                budgets[random.nextInt(budgets.length)],
                directory,
                smallest,
                largest,
                weights[random.nextInt(weights.length)]);
        longest = random.nextBoolean() ? 0 : 100;
        spillFault = random.nextInt(4) == 0 ? 0.02 : 0;
        loadFault = random.nextInt(4) == 0 ? 0.02 : 0;
        uploadFault = random.nextInt(2) == 0 ? 0.2 : 0;
    }

    void run() throws IOException {
        begin();
        int steps = 50 + random.nextInt(400);
        int appendBias = 1 + random.nextInt(8);
        int readBias = 1 + random.nextInt(8);
        for (int i = 0; i < steps; i++) {
            step(appendBias, readBias);
            if (failure != null) {
                coverage.failures++;
                restart();
            }
            check();
        }
        finish();
    }

    private void step(int appendBias, int readBias) throws IOException {
        int choice = random.nextInt(appendBias + readBias + 12);
        if (choice < appendBias) {
            append();
        } else if (choice < appendBias + readBias) {
            read();
        } else {
            switch (choice - appendBias - readBias) {
                case 0 -> mark();
                case 1 -> changeLimit();
                case 2, 3 -> snapshot();
                case 4 -> abort();
                case 5 -> {
                    if (random.nextInt(20) == 0) {
                        restart();
                    }
                }
                default -> work.step(random);
            }
        }
    }

    // Appending and reading

    private void append() {
        int count = 1 + random.nextInt(20);
        if (random.nextBoolean()) {
            for (int i = 0; i < count; i++) {
                Item item = Item.of(nextNumber++, longest);
                log.append(item);
                model.add(item);
            }
        } else {
            Object[] batch = new Object[count + 2];
            for (int i = 1; i <= count; i++) {
                batch[i] = Item.of(nextNumber++, longest);
                model.add(batch[i]);
            }
            log.append(batch, 1, count + 1);
        }
    }

    /** At most one mark is in the log at any time, and so in any range. */
    private void mark() {
        int from = open != null && open.capture == null ? open.from : cursor;
        if (model.subList(from, model.size()).stream().anyMatch(RoundMark.class::isInstance)) {
            return;
        }
        RoundMark mark = new RoundMark(1, nextRound++, new long[] {random.nextLong()}, new long[] {3, 4}, 77);
        log.append(mark);
        model.add(mark);
    }

    private void read() {
        if (random.nextBoolean()) {
            int count = random.nextInt(20);
            for (int i = 0; i < count && takeOne(); i++) {}
        } else {
            Object[] target = new Object[32];
            int max = 1 + random.nextInt(32);
            lastTaken = cursor;
            int taken = log.drain(target, max);
            for (int i = 0; i < taken; i++) {
                assertThat(target[i]).isNotInstanceOf(RoundMark.class);
                same(target[i], model.get(cursor++));
            }
            if (taken == 0) {
                takeOne();
            }
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

    private void changeLimit() {
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

    // Snapshots

    private void snapshot() throws IOException {
        if (open == null) {
            open = new Snapshot();
            open.id = new SnapshotId(1, ++counter);
            open.from = Math.max(
                    lastPin, random.nextBoolean() ? cursor : lastTaken + random.nextInt(1 + cursor - lastTaken));
            lastPin = open.from;
            log.pin(open.from);
        } else if (open.capture == null) {
            capture();
        } else if (open.part != null) {
            commit();
        } else if (open.failed) {
            abort();
        } else {
            work.step(random);
        }
    }

    private void capture() {
        Snapshot snapshot = open;
        FeedbackLog<Object> own = log;
        boolean parked = limit >= Math.max(leastEnd, snapshot.from) && limit <= model.size();
        snapshot.to = parked && random.nextBoolean() ? (int) limit : model.size();
        snapshot.whole = snapshot.to == model.size() || parkedAt.contains(snapshot.to);
        snapshot.capture = log.capture(snapshot.id, snapshot.from, snapshot.to);
        snapshot.writer = store.writer();
        if (random.nextDouble() < uploadFault) {
            snapshot.writer.failAt = random.nextInt(3);
        }
        work.start("upload", () -> snapshot.capture.write(snapshot.writer), new BackgroundWork.Completion<>() {
            @Override
            public void succeeded(LogPart part) {
                if (open == snapshot) {
                    snapshot.part = part;
                }
                own.uploaded(snapshot.id, part.chunks());
            }

            @Override
            public void failed(Exception cause) {
                if (open == snapshot) {
                    assertThat(cause).hasMessage("the store is down");
                } else {
                    assertThat(cause).isInstanceOfAny(CancellationException.class, IOException.class);
                }
                snapshot.failed = true;
            }
        });
    }

    private void commit() throws IOException {
        Snapshot done = open;
        open = null;
        List<Object> expected = List.copyOf(model.subList(done.from, done.to));
        assertThat(done.part.entries()).isEqualTo(expected.size());
        sameAll(store.entries(done.part.chunks(), Item.codec()), expected);
        Object mark = expected.stream()
                .filter(RoundMark.class::isInstance)
                .findFirst()
                .orElse(null);
        if (mark == null) {
            assertThat(done.part.mark()).isNull();
        } else {
            same(done.part.mark(), mark);
            coverage.marksCaptured++;
        }
        checkCost(done);
        log.committed(done.id);
        leastEnd = done.to;
        inStoreTo = done.whole ? done.to : inStoreTo;
        store.retain(done.part.chunks());
        committed = done.part;
        committedEntries = expected;
        committedIsForeign = false;
        coverage.commits++;
    }

    /** R10: what the last committed snapshot has is not uploaded again. */
    private void checkCost(Snapshot done) {
        long added = 0;
        for (LogChunk chunk : done.part.chunks()) {
            added += chunk.chunk().object().equals(done.writer.object) ? chunk.count() : 0;
        }
        long range = done.to - done.from;
        long has = Math.max(0, Math.min(inStoreTo, done.to) - done.from);
        assertThat(added).as("entries uploaded").isLessThanOrEqualTo(range - has);
        if (committedIsForeign) {
            assertThat(added).isEqualTo(range);
            coverage.copies++;
        }
        coverage.namedAgain += range - added;
    }

    private void abort() {
        if (open != null) {
            SnapshotId id = open.id;
            if (open.writer != null) {
                store.delete(open.writer.object);
            }
            open = null;
            log.aborted(id);
            if (random.nextBoolean()) {
                log.aborted(id);
            }
            coverage.aborts++;
        }
    }

    // Incarnations

    private void restart() throws IOException {
        List<LogChunk> named = committed.chunks();
        coverage.spilled += log.gauges().spilledBytes();
        log.close();
        open = null;
        LaterWork zombies = work;
        store.retain(named);
        begin();
        coverage.restores++;
        zombies.faults = name -> null;
        zombies.runAll();
        store.retain(named);
    }

    private void begin() {
        work = new LaterWork();
        work.faults = this::fault;
        failure = null;
        awake = false;
        limit = Long.MAX_VALUE;
        committedIsForeign = random.nextInt(4) == 0 && !committed.chunks().isEmpty();
        model.clear();
        model.addAll(committedEntries);
        parkedAt.clear();
        cursor = 0;
        lastTaken = 0;
        lastPin = 0;
        leastEnd = model.size();
        inStoreTo = committedIsForeign ? 0 : leastEnd;
        LogPrefix prefix = new LogPrefix(List.of(committed), false, !committedIsForeign);
        log = FeedbackLog.open(options, Item::codec, work, store, new Owner(), prefix);
        assertThat(log.cursor()).isZero();
        assertThat(log.end()).isEqualTo(leastEnd);
    }

    private Exception fault(String name) {
        double probability = name.startsWith("spill") ? spillFault : name.startsWith("load") ? loadFault : 0;
        return random.nextDouble() < probability ? new IOException("injected into: " + name) : null;
    }

    private final class Owner implements LogOwner {

        private final LaterWork own = work;

        @Override
        public void wake() {
            assertThat(own).as("nothing is told by a log that is closed").isSameAs(work);
            awake = true;
        }

        @Override
        public void failed(Exception cause) {
            assertThat(own).isSameAs(work);
            assertThat(failure).as("told once").isNull();
            assertThat(cause).hasMessageStartingWith("injected into");
            failure = cause;
        }
    }

    // Checks

    private void check() {
        assertThat(log.cursor()).isEqualTo(cursor);
        assertThat(log.end()).isEqualTo(model.size());
        assertThat(log.backlog()).isEqualTo(model.size() - cursor);
        assertThat(log.gauges().memoryBytes()).isNotNegative();
        assertThat(log.gauges().diskBytes()).isNotNegative();
        Object mark = model.subList(cursor, model.size()).stream()
                .filter(RoundMark.class::isInstance)
                .findFirst()
                .orElse(null);
        if (mark == null) {
            assertThat(log.unreadMark()).isNull();
        } else {
            same(log.unreadMark(), mark);
        }
    }

    /** Everything comes out in the end, and nothing is left. */
    private void finish() throws IOException {
        abort();
        work.runAll();
        while (failure != null) {
            restart();
            work.runAll();
        }
        work.faults = name -> null;
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
        assertThat(log.gauges().memoryBytes()).isZero();
        assertThat(log.gauges().diskBytes()).isZero();
        assertThat(files(".spill")).isZero();
        coverage.spilled += log.gauges().spilledBytes();
        log.close();
        assertThat(files("")).isZero();
    }

    private long files(String end) throws IOException {
        if (!Files.exists(directory)) {
            return 0;
        }
        try (var list = Files.list(directory)) {
            return list.filter(path -> path.toString().endsWith(end)).count();
        }
    }

    private static void sameAll(List<Object> actual, List<Object> expected) {
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < actual.size(); i++) {
            same(actual.get(i), expected.get(i));
        }
    }

    private static void same(Object actual, Object expected) {
        if (expected instanceof RoundMark) {
            assertThat(actual).usingRecursiveComparison().isEqualTo(expected);
        } else if (!expected.equals(actual)) {
            assertThat(actual).isEqualTo(expected);
        }
    }
}
