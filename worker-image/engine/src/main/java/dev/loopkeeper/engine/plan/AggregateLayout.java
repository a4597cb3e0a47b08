package dev.loopkeeper.engine.plan;

import dev.loopkeeper.api.loop.Aggregate;
import dev.loopkeeper.api.loop.Aggregates;
import dev.loopkeeper.api.loop.DoubleAggregate;
import dev.loopkeeper.api.loop.LongAggregate;
import dev.loopkeeper.api.loop.Loop;
import dev.loopkeeper.api.loop.Rounds;
import java.util.List;

/** A loop's aggregates as an array of raw bits, in the order of their declaration. */
public final class AggregateLayout {

    private final List<Aggregate> aggregates;

    private AggregateLayout(List<Aggregate> aggregates) {
        this.aggregates = aggregates;
    }

    public static AggregateLayout of(Loop loop) {
        return new AggregateLayout(loop instanceof Rounds rounds ? rounds.aggregates() : List.of());
    }

    /** The values of a round that nobody contributed to. A new array. */
    public long[] identity() {
        long[] bits = new long[aggregates.size()];
        for (int index = 0; index < bits.length; index++) {
            bits[index] = switch (aggregates.get(index)) {
                case LongAggregate whole -> whole.identity();
                case DoubleAggregate real -> Double.doubleToRawLongBits(real.identity());
            };
        }
        return bits;
    }

    public int index(Aggregate aggregate) {
        int index = aggregates.indexOf(aggregate);
        if (index < 0) {
            throw new IllegalArgumentException(
                    "the loop declares no aggregate \"" + aggregate.name() + "\"; declare it with Rounds.with(...)");
        }
        return index;
    }

    /** Brings two values of one aggregate together. */
    public long reduce(int index, long left, long right) {
        return switch (aggregates.get(index)) {
            case LongAggregate whole -> whole.reduce(left, right);
            case DoubleAggregate real ->
                Double.doubleToRawLongBits(real.reduce(Double.longBitsToDouble(left), Double.longBitsToDouble(right)));
        };
    }

    /** Brings two rounds' values together; a new array. */
    public long[] reduce(long[] left, long[] right) {
        long[] result = new long[aggregates.size()];
        for (int index = 0; index < result.length; index++) {
            result[index] = reduce(index, left[index], right[index]);
        }
        return result;
    }

    public Aggregates view(long[] bits) {
        return new Aggregates() {
            @Override
            public long get(LongAggregate aggregate) {
                return bits[index(aggregate)];
            }

            @Override
            public double get(DoubleAggregate aggregate) {
                return Double.longBitsToDouble(bits[index(aggregate)]);
            }
        };
    }
}
