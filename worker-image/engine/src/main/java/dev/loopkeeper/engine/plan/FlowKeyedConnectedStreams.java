package dev.loopkeeper.engine.plan;

import dev.loopkeeper.api.KeyedConnectedStreams;
import dev.loopkeeper.api.ProcessedStream;
import dev.loopkeeper.api.function.KeyedTwoInputFunction;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/** Two streams keyed alike, for an operator under construction. */
record FlowKeyedConnectedStreams<K, A, B>(
        FlowConnectedStreams<A, B> streams,
        Class<K> keyType,
        Function<Object, Object> firstKey,
        Function<Object, Object> secondKey)
        implements KeyedConnectedStreams<K, A, B> {

    @Override
    public <R> ProcessedStream<R> process(
            String name, Class<R> type, Supplier<? extends KeyedTwoInputFunction<K, A, B, R>> function) {
        OperatorSpec spec = new OperatorSpec.ProcessKeyedTwo(
                keyType, firstKey, secondKey, Untyped.cast(GraphBuilder.given(function, "the function of " + name)));
        List<Branch> first = streams.first()
                .partitioned(new Partitioning.ByKey(keyType, firstKey))
                .branches();
        List<Branch> second = streams.second()
                .partitioned(new Partitioning.ByKey(keyType, secondKey))
                .branches();
        int operator = streams.graph().add(name, spec, type, List.of(first, second));
        return FlowStream.of(streams.graph(), operator, "", type);
    }
}
