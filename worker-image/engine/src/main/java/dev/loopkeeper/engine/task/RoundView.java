package dev.loopkeeper.engine.task;

import dev.loopkeeper.api.function.Round;
import dev.loopkeeper.api.loop.Aggregate;
import dev.loopkeeper.api.loop.Aggregates;
import dev.loopkeeper.api.loop.DoubleAggregate;
import dev.loopkeeper.api.loop.LongAggregate;
import dev.loopkeeper.engine.plan.AggregateLayout;

/** The round that ends, as it is shown to an operator: the aggregates before it, and a place for contributions. */
final class RoundView implements Round {

    private final AggregateLayout layout;
    private final int number;
    private final long[] previous;
    private final long[] partial;

    RoundView(AggregateLayout layout, int number, long[] previous, long[] partial) {
        this.layout = layout;
        this.number = number;
        this.previous = previous;
        this.partial = partial.clone();
    }

    long[] partial() {
        return partial;
    }

    @Override
    public int number() {
        return number;
    }

    @Override
    public Aggregates previous() {
        return layout.view(previous);
    }

    @Override
    public void contribute(LongAggregate aggregate, long value) {
        reduce(aggregate, value);
    }

    @Override
    public void contribute(DoubleAggregate aggregate, double value) {
        reduce(aggregate, Double.doubleToRawLongBits(value));
    }

    private void reduce(Aggregate aggregate, long bits) {
        int index = layout.index(aggregate);
        partial[index] = layout.reduce(index, partial[index], bits);
    }
}
