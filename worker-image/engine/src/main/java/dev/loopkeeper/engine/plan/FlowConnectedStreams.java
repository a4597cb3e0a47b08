package dev.loopkeeper.engine.plan;

import dev.loopkeeper.api.ConnectedStreams;
import dev.loopkeeper.api.KeyedConnectedStreams;
import dev.loopkeeper.api.ProcessedStream;
import dev.loopkeeper.api.function.TwoInputFunction;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/** Two streams, for an operator under construction. */
record FlowConnectedStreams<A, B>(GraphBuilder graph, FlowStream<A> first, FlowStream<B> second)
        implements ConnectedStreams<A, B> {

    @Override
    public <K> KeyedConnectedStreams<K, A, B> keyBy(
            Class<K> keyType, Function<? super A, ? extends K> firstKey, Function<? super B, ? extends K> secondKey) {
        return new FlowKeyedConnectedStreams<>(
                this,
                FlowKeyedStream.keyType(keyType),
                Untyped.cast(FlowKeyedStream.key(firstKey)),
                Untyped.cast(FlowKeyedStream.key(secondKey)));
    }

    @Override
    public <R> ProcessedStream<R> process(
            String name, Class<R> type, Supplier<? extends TwoInputFunction<A, B, R>> function) {
        OperatorSpec spec =
                new OperatorSpec.ProcessTwo(Untyped.cast(GraphBuilder.given(function, "the function of " + name)));
        int operator = graph.add(name, spec, type, List.of(first.branches(), second.branches()));
        return FlowStream.of(graph, operator, "", type);
    }
}
