package dev.loopkeeper.api.loop;

/** An aggregate of whole numbers. Sums wrap around as {@code long} does. */
public record LongAggregate(String name, Reduction reduction) implements Aggregate {

    public static LongAggregate sum(String name) {
        return new LongAggregate(name, Reduction.SUM);
    }

    public static LongAggregate min(String name) {
        return new LongAggregate(name, Reduction.MIN);
    }

    public static LongAggregate max(String name) {
        return new LongAggregate(name, Reduction.MAX);
    }

    /** The value of a round that nobody contributed to. */
    public long identity() {
        return switch (reduction) {
            case SUM -> 0;
            case MIN -> Long.MAX_VALUE;
            case MAX -> Long.MIN_VALUE;
        };
    }

    public long reduce(long left, long right) {
        return switch (reduction) {
            case SUM -> left + right;
            case MIN -> Math.min(left, right);
            case MAX -> Math.max(left, right);
        };
    }
}
