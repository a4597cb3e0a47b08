package dev.loopkeeper.api.loop;

/** An aggregate of floating-point numbers, reduced in the order of the tasks, so that every run gives the same bits. */
public record DoubleAggregate(String name, Reduction reduction) implements Aggregate {

    public static DoubleAggregate sum(String name) {
        return new DoubleAggregate(name, Reduction.SUM);
    }

    public static DoubleAggregate min(String name) {
        return new DoubleAggregate(name, Reduction.MIN);
    }

    public static DoubleAggregate max(String name) {
        return new DoubleAggregate(name, Reduction.MAX);
    }

    /** The value of a round that nobody contributed to. */
    public double identity() {
        return switch (reduction) {
            case SUM -> 0;
            case MIN -> Double.POSITIVE_INFINITY;
            case MAX -> Double.NEGATIVE_INFINITY;
        };
    }

    public double reduce(double left, double right) {
        return switch (reduction) {
            case SUM -> left + right;
            case MIN -> Math.min(left, right);
            case MAX -> Math.max(left, right);
        };
    }
}
