package dev.loopkeeper.api.loop;

/** A value that all tasks of a loop contribute to in a round, and see in the round after. */
public sealed interface Aggregate permits LongAggregate, DoubleAggregate {

    String name();
}
