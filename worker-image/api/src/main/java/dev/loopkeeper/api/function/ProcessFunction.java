package dev.loopkeeper.api.function;

/** An operator with one input that is not keyed. */
public interface ProcessFunction<T, R> extends OperatorFunction<R> {

    void process(T record, Output<R> output);
}
