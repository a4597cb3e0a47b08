package dev.loopkeeper.api.function;

/**
 * What all functions with a life of their own share. Each task makes its own instance; all calls come from that task's thread, and may
 * use the state handles of the context, never a field, for what must survive a failure.
 */
public interface OperatorFunction<R> {

    /** Called once in each attempt, before any record; the place to declare state. */
    default void open(OperatorContext context) {}

    /**
     * Called in a loop that runs in rounds when this task has seen all records of a round. What it emits is input of the next round,
     * what it contributes to aggregates counts for this one.
     */
    default void onRoundEnd(Round round, Output<R> output) {}

    /** Called when no record will come any more, on no input. The place to emit results. */
    default void onEnd(Output<R> output) {}
}
