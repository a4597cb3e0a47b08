package dev.loopkeeper.api.function;

/** An operator with two inputs keyed alike: both see the same state of a key. */
public interface KeyedTwoInputFunction<K, A, B, R> extends OperatorFunction<R> {

    void processFirst(K key, A record, Output<R> output);

    void processSecond(K key, B record, Output<R> output);
}
