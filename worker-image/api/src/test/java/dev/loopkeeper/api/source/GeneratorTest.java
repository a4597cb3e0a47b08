package dev.loopkeeper.api.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.loopkeeper.api.io.FileSystem;
import dev.loopkeeper.api.source.SplitReader.Progress;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class GeneratorTest {

    private final Clock clock = new Clock();

    @Test
    void makesEachNumberOnce() throws Exception {
        for (long count : new long[] {0, 1, 7, 8, 9, 1000}) {
            Generator<Long> generator =
                    Generator.of(Long.class, number -> number).count(count);
            List<Long> made = new ArrayList<>();
            for (Split split : generator.splits(clock)) {
                read(generator, split, Integer.MAX_VALUE, made);
            }
            assertThat(made).containsExactlyInAnyOrderElementsOf(numbers(count));
        }
    }

    @Test
    void goesOnExactlyFromAnyPosition() throws Exception {
        for (long seed = 1; seed <= 100; seed++) {
            Random random = new Random(seed);
            long count = random.nextInt(200);
            Generator<Long> generator =
                    Generator.of(Long.class, number -> number).count(count).splits(1 + random.nextInt(10));
            List<Long> made = new ArrayList<>();
            for (Split split : generator.splits(clock)) {
                Split rest = split;
                for (int restart = 0; restart < 3; restart++) {
                    rest = read(generator, rest, random.nextInt(10), made);
                }
                read(generator, rest, Integer.MAX_VALUE, made);
            }
            assertThat(made).as("seed %d", seed).containsExactlyInAnyOrderElementsOf(numbers(count));
        }
    }

    @Test
    void keepsItsRateOverAllSplits() throws Exception {
        Generator<Long> generator = Generator.of(Long.class, number -> number).perSecond(50);
        List<SplitReader<Long>> readers = new ArrayList<>();
        for (Split split : generator.splits(clock)) {
            readers.add(generator.open(split, clock));
        }
        List<Long> made = new ArrayList<>();
        for (int milli = 1; milli <= 10_000; milli++) {
            clock.now++;
            for (SplitReader<Long> reader : readers) {
                assertThat(reader.poll(made::add, 10)).isEqualTo(Progress.IDLE);
            }
            double expected = milli * 50 / 1000.0;
            assertThat((double) made.size()).as("after %d ms", milli).isCloseTo(expected, within(1.01));
        }
        assertThat(made).startsWith(0L, 1L, 2L, 3L);
    }

    @Test
    void catchesUpOneSecondAtMost() throws Exception {
        Generator<Long> generator =
                Generator.of(Long.class, number -> number).perSecond(100).splits(1);
        SplitReader<Long> reader = generator.open(generator.splits(clock).getFirst(), clock);
        clock.now += 60_000;
        List<Long> made = new ArrayList<>();
        reader.poll(made::add, 1_000_000);
        assertThat(made).hasSize(100);
        clock.now -= 5_000;
        assertThat(reader.poll(made::add, 10)).isEqualTo(Progress.IDLE);
        assertThat(made).hasSize(100);
    }

    @Test
    void keepsTheNumberOfSplitsThatTheJobWasStartedWith() throws Exception {
        Generator<Long> before =
                Generator.of(Long.class, number -> number).count(20).splits(4);
        Generator<Long> after = before.splits(9);
        List<Long> made = new ArrayList<>();
        for (Split split : before.splits(clock)) {
            read(after, read(before, split, 2, made), Integer.MAX_VALUE, made);
        }
        assertThat(made).containsExactlyInAnyOrderElementsOf(numbers(20));
    }

    @Test
    void namesTheNumberThatFails() {
        Generator<String> throwing = Generator.<String>of(String.class, number -> {
            throw new IllegalStateException("no such order");
        });
        assertThatThrownBy(() -> read(throwing, throwing.splits(clock).getFirst(), 1, new ArrayList<>()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("number 0")
                .hasMessageContaining("no such order");
    }

    @Test
    void refusesImpossibleSettings() {
        Generator<Long> generator = Generator.of(Long.class, number -> number);
        assertThatThrownBy(() -> generator.count(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> generator.perSecond(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> generator.perSecond(Double.NaN)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> generator.splits(0)).isInstanceOf(IllegalArgumentException.class);
    }

    private <T> Split read(Generator<T> generator, Split split, int count, List<T> into) throws IOException {
        int wanted = count;
        try (SplitReader<T> reader = generator.open(split, clock)) {
            while (wanted > 0) {
                int before = into.size();
                Progress progress = reader.poll(into::add, Math.min(wanted, 3));
                wanted -= into.size() - before;
                if (progress == Progress.ENDED) {
                    break;
                }
            }
            return new Split(split.id(), reader.position());
        }
    }

    private static List<Long> numbers(long count) {
        return LongStream.range(0, count).boxed().toList();
    }

    private static final class Clock implements SourceContext {

        private long now = 1_000_000;

        @Override
        public FileSystem files() {
            throw new UnsupportedOperationException();
        }

        @Override
        public long currentTimeMillis() {
            return now;
        }

        @Override
        public void wake() {}
    }
}
