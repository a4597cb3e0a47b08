package dev.loopkeeper.api;

import dev.loopkeeper.api.function.KeyedTwoInputFunction;
import java.util.function.Supplier;

/** Two streams that share their keys: an operator sees the records of one key from both, beside one state. */
public interface KeyedConnectedStreams<K, A, B> {

    <R> ProcessedStream<R> process(
            String name, Class<R> type, Supplier<? extends KeyedTwoInputFunction<K, A, B, R>> function);
}
