package dev.loopkeeper.api.source;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.LongFunction;

/**
 * Makes records from their numbers, 0, 1, 2 and so on, for ever or up to a bound, as fast as they are taken or at a rate. The numbers are dealt
 * out to a fixed number of splits, each of which goes through its own in rising order; so the parallelism changes nothing in what is made.
 */
public final class Generator<T> implements Source<T> {

    private static final int DEFAULT_SPLITS = 8;

    /** A source at its rate or faster has a second's worth to catch up at most. */
    private static final double MOST_SAVED_SECONDS = 1;

    private final Class<T> type;
    private final LongFunction<? extends T> function;
    private final long count;
    private final double perSecond;
    private final int splits;

    private Generator(Class<T> type, LongFunction<? extends T> function, long count, double perSecond, int splits) {
        this.type = type;
        this.function = function;
        this.count = count;
        this.perSecond = perSecond;
        this.splits = splits;
    }

    /** An endless source without a rate. The function must be pure: after a failure it is asked for the same numbers again. */
    public static <T> Generator<T> of(Class<T> type, LongFunction<? extends T> function) {
        return new Generator<>(
                Objects.requireNonNull(type, "type"),
                Objects.requireNonNull(function, "function"),
                Long.MAX_VALUE,
                Double.POSITIVE_INFINITY,
                DEFAULT_SPLITS);
    }

    /** The same source, ended behind so many records. */
    public Generator<T> count(long records) {
        if (records < 0) {
            throw new IllegalArgumentException("a generator makes 0 records or more, not " + records);
        }
        return new Generator<>(type, function, records, perSecond, splits);
    }

    /** The same source at a rate: so many records in a second, over all splits. */
    public Generator<T> perSecond(double records) {
        if (!(records > 0)) {
            throw new IllegalArgumentException("a generator's rate is more than 0 records per second, not " + records);
        }
        return new Generator<>(type, function, count, records, splits);
    }

    /** The same source in another number of splits: the greatest number of tasks that it can keep busy. 8 if never said. */
    public Generator<T> splits(int number) {
        if (number < 1) {
            throw new IllegalArgumentException("a generator has 1 split or more, not " + number);
        }
        return new Generator<>(type, function, count, perSecond, number);
    }

    @Override
    public Class<T> type() {
        return type;
    }

    @Override
    public List<Split> splits(SourceContext context) {
        List<Split> list = new ArrayList<>();
        for (int index = 0; index < splits; index++) {
            // Both are in the id, so that a job that is restored goes on as it was dealt out.
            list.add(new Split(index + "/" + splits, Long.toString(index)));
        }
        return list;
    }

    /** All: an endless split would keep the ones behind it waiting for ever. */
    @Override
    public int splitsAtOnce() {
        return Integer.MAX_VALUE;
    }

    @Override
    public SplitReader<T> open(Split split, SourceContext context) {
        int slash = split.id().indexOf('/');
        int index = Integer.parseInt(split.id().substring(0, slash));
        int step = Integer.parseInt(split.id().substring(slash + 1));
        double rate = perSecond / step;
        RateLimit limit = Double.isInfinite(rate)
                ? RateLimit.NONE
                // Splits take turns: each one's first record comes a little behind that of the one before.
                : new RateLimit(rate, Math.max(1, rate * MOST_SAVED_SECONDS), 1 - (index + 1.0) / step, context);
        return new GeneratorReader<>(function, Long.parseLong(split.position()), step, count, limit);
    }

    @Override
    public String toString() {
        return "generator of " + type.getSimpleName();
    }
}
