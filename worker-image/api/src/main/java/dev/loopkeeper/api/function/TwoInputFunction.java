package dev.loopkeeper.api.function;

/** An operator with two inputs that are not keyed. */
public interface TwoInputFunction<A, B, R> extends OperatorFunction<R> {

    void processFirst(A record, Output<R> output);

    void processSecond(B record, Output<R> output);
}
