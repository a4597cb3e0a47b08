package dev.loopkeeper.engine.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loopkeeper.engine.runtime.SpillDirectory;
import dev.loopkeeper.engine.snapshot.Control.RoundMark;
import dev.loopkeeper.engine.snapshot.LogChunk;
import dev.loopkeeper.engine.snapshot.LogPart;
import dev.loopkeeper.engine.snapshot.SnapshotId;
import dev.loopkeeper.engine.work.BackgroundWork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;

/** One random life of a feedback log, with snapshots, faults, crashes and restores, beside a plain list. */
final class RandomSchedule {

    private final Random random;
    private final Path directory;
    private final ScheduleCoverage coverage;
    private final LogOptions options;
    private final int longest;
    private final MemoryStore store = new MemoryStore();
    private final double spillFault;
    private final double loadFault;
    private final double uploadFault;

    /** What was committed last, and what it stands for. */
    private LogPart committed = LogPart.EMPTY;

    private List<Object> committedEntries = List.of();

    private long nextNumber;
    private int nextRound;
    private long counter;

    // One incarnation
    private LogUnderTest log;
    private boolean committedIsForeign;
    private int lastPin;
    /** Where the next range may end at the earliest: barriers come back in order. */
    private int leastEnd;

    /** Up to where entries are in the chunks of the last committed snapshot. */
    private long inStoreTo;

    private Snapshot open;

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

    RandomSchedule(long seed, Path directory, ScheduleCoverage coverage) {
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
            if (log.failed()) {
                coverage.failures++;
                restart();
            }
            log.check();
        }
        finish();
    }

    private void step(int appendBias, int readBias) throws IOException {
        int choice = random.nextInt(appendBias + readBias + 12);
        if (choice < appendBias) {
            append();
        } else if (choice < appendBias + readBias) {
            log.read();
        } else {
            switch (choice - appendBias - readBias) {
                case 0 -> mark();
                case 1 -> log.changeLimit();
                case 2, 3 -> snapshot();
                case 4 -> abort();
                case 5 -> {
                    if (random.nextInt(20) == 0) {
                        restart();
                    }
                }
                default -> log.work.step(random);
            }
        }
    }

    private void append() {
        int count = 1 + random.nextInt(20);
        List<Item> items = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            items.add(Item.of(nextNumber++, longest));
        }
        log.append(items);
    }

    /** At most one mark is in the log at any time, and so in any range. */
    private void mark() {
        if (!log.hasMarkFrom(open != null && open.capture == null ? open.from : log.cursor())) {
            log.append(new RoundMark(1, nextRound++, new long[] {random.nextLong()}, new long[] {3, 4}, 77));
        }
    }

    // Snapshots

    private void snapshot() throws IOException {
        if (open == null) {
            open = new Snapshot();
            open.id = new SnapshotId(1, ++counter);
            open.from = Math.max(lastPin, log.somewhereToPin());
            lastPin = open.from;
            log.log.pin(open.from);
        } else if (open.capture == null) {
            capture();
        } else if (open.part != null) {
            commit();
        } else if (open.failed) {
            abort();
        } else {
            log.work.step(random);
        }
    }

    private void capture() {
        Snapshot snapshot = open;
        FeedbackLog<Object> own = log.log;
        boolean parked = log.limit() >= Math.max(leastEnd, snapshot.from) && log.limit() <= log.end();
        snapshot.to = parked && random.nextBoolean() ? (int) log.limit() : log.end();
        snapshot.whole = log.endsASegment(snapshot.to);
        snapshot.capture = own.capture(snapshot.id, snapshot.from, snapshot.to);
        snapshot.writer = store.writer();
        if (random.nextDouble() < uploadFault) {
            snapshot.writer.failAt = random.nextInt(3);
        }
        log.work.start("upload", () -> snapshot.capture.write(snapshot.writer), new BackgroundWork.Completion<>() {
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
        List<Object> expected = List.copyOf(log.model.subList(done.from, done.to));
        assertThat(done.part.entries()).isEqualTo(expected.size());
        LogUnderTest.sameAll(store.entries(done.part.chunks(), Item.codec()), expected);
        Object mark = LogUnderTest.mark(expected);
        if (mark == null) {
            assertThat(done.part.mark()).isNull();
        } else {
            LogUnderTest.same(done.part.mark(), mark);
            coverage.marksCaptured++;
        }
        checkCost(done);
        log.log.committed(done.id);
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
            log.log.aborted(id);
            if (random.nextBoolean()) {
                log.log.aborted(id);
            }
            coverage.aborts++;
        }
    }

    // Incarnations

    private void restart() throws IOException {
        List<LogChunk> named = committed.chunks();
        LogUnderTest before = log;
        coverage.spilled += before.log.gauges().spilledBytes();
        before.log.close();
        before.dead();
        open = null;
        store.retain(named);
        begin();
        coverage.restores++;
        before.work.faults = name -> null;
        before.work.runAll();
        store.retain(named);
    }

    private void begin() {
        committedIsForeign = random.nextInt(4) == 0 && !committed.chunks().isEmpty();
        LaterWork work = new LaterWork();
        work.faults = this::fault;
        LogPrefix prefix = new LogPrefix(List.of(committed), false, !committedIsForeign);
        log = new LogUnderTest(
                random, coverage, options, work, new SpillDirectory(directory), store, prefix, committedEntries);
        lastPin = 0;
        leastEnd = committedEntries.size();
        inStoreTo = committedIsForeign ? 0 : leastEnd;
    }

    private Exception fault(String name) {
        double probability = name.startsWith("spill") ? spillFault : name.startsWith("load") ? loadFault : 0;
        return random.nextDouble() < probability ? new IOException("injected into: " + name) : null;
    }

    /** Everything comes out in the end, and nothing is left. */
    private void finish() throws IOException {
        abort();
        log.work.runAll();
        while (log.failed()) {
            restart();
            log.work.runAll();
        }
        log.work.faults = name -> null;
        log.readAll();
        assertThat(log.log.gauges().memoryBytes()).isZero();
        assertThat(log.log.gauges().diskBytes()).isZero();
        assertThat(files(".spill")).isZero();
        coverage.spilled += log.log.gauges().spilledBytes();
        log.log.close();
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
}
