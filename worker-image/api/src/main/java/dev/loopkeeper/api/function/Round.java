package dev.loopkeeper.api.function;

import dev.loopkeeper.api.loop.Aggregates;
import dev.loopkeeper.api.loop.DoubleAggregate;
import dev.loopkeeper.api.loop.LongAggregate;

/** The round that ends, as an operator sees it in {@link OperatorFunction#onRoundEnd}. */
public interface Round {

    /** 0 for the round made of the loop's input from outside. */
    int number();

    /** The global aggregates of the round before; those of an empty round in round 0. */
    Aggregates previous();

    /** Contributes to a global aggregate of this round. */
    void contribute(LongAggregate aggregate, long value);

    /** Contributes to a global aggregate of this round. */
    void contribute(DoubleAggregate aggregate, double value);
}
