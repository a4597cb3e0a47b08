package dev.loopkeeper.api.function;

/** An operator on a keyed stream: during a call the state handles are those of the record's key. */
public interface KeyedFunction<K, T, R> extends OperatorFunction<R> {

    void process(K key, T record, Output<R> output);
}
