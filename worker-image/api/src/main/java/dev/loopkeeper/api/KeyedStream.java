package dev.loopkeeper.api;

import dev.loopkeeper.api.function.KeyedFunction;
import java.util.function.Supplier;

/** A stream whose records of one key meet in one task. */
public interface KeyedStream<K, T> {

    <R> ProcessedStream<R> process(String name, Class<R> type, Supplier<? extends KeyedFunction<K, T, R>> function);
}
