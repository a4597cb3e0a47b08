package dev.loopkeeper.engine.plan;

import dev.loopkeeper.api.KeyedStream;
import dev.loopkeeper.api.ProcessedStream;
import dev.loopkeeper.api.function.KeyedFunction;
import dev.loopkeeper.engine.ProgramException;
import dev.loopkeeper.engine.codec.KeyTypes;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A keyed stream under construction. */
record FlowKeyedStream<K, T>(
        GraphBuilder graph, FlowStream<T> stream, Class<K> keyType, Function<Object, Object> selector)
        implements KeyedStream<K, T> {

    @Override
    public <R> ProcessedStream<R> process(
            String name, Class<R> type, Supplier<? extends KeyedFunction<K, T, R>> function) {
        OperatorSpec spec = new OperatorSpec.ProcessKeyed(
                keyType, selector, Untyped.cast(GraphBuilder.given(function, "the function of " + name)));
        List<Branch> input =
                stream.partitioned(new Partitioning.ByKey(keyType, selector)).branches();
        return FlowStream.of(graph, graph.add(name, spec, type, List.of(input)), "", type);
    }

    /** A key type that the program gave, if it can be one. */
    static <K> Class<K> keyType(@Nullable Class<K> keyType) {
        Class<K> given = GraphBuilder.given(keyType, "the key type of keyBy");
        try {
            KeyTypes.check(given);
        } catch (ProgramException e) {
            throw new ProgramException("keyBy (" + CallSite.find() + "): " + e.getMessage(), e);
        }
        return given;
    }

    static <F> F key(@Nullable F selector) {
        return GraphBuilder.given(selector, "the key function of keyBy");
    }
}
