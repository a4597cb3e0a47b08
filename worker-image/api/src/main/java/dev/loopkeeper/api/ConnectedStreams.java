package dev.loopkeeper.api;

import dev.loopkeeper.api.function.TwoInputFunction;
import java.util.function.Function;
import java.util.function.Supplier;

/** Two streams that one operator reads. The order between the two inputs is not defined. */
public interface ConnectedStreams<A, B> {

    <K> KeyedConnectedStreams<K, A, B> keyBy(
            Class<K> keyType, Function<? super A, ? extends K> first, Function<? super B, ? extends K> second);

    <R> ProcessedStream<R> process(String name, Class<R> type, Supplier<? extends TwoInputFunction<A, B, R>> function);
}
