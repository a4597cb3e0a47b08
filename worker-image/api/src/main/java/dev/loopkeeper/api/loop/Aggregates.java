package dev.loopkeeper.api.loop;

/** The global aggregates of one round. */
public interface Aggregates {

    /** The aggregate's value, or its identity where nobody contributed. */
    long get(LongAggregate aggregate);

    /** The aggregate's value, or its identity where nobody contributed. */
    double get(DoubleAggregate aggregate);
}
