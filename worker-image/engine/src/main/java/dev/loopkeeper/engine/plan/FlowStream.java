package dev.loopkeeper.engine.plan;

import dev.loopkeeper.api.ConnectedStreams;
import dev.loopkeeper.api.KeyedStream;
import dev.loopkeeper.api.ProcessedStream;
import dev.loopkeeper.api.Stream;
import dev.loopkeeper.api.function.Collector;
import dev.loopkeeper.api.function.OutputTag;
import dev.loopkeeper.api.function.Partitioner;
import dev.loopkeeper.api.function.ProcessFunction;
import dev.loopkeeper.api.sink.Sink;
import dev.loopkeeper.engine.ProgramException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A stream under construction: the branches that its records come by. A partitioning is a property of the branches, taken up by whatever
 * reads the stream; asked for again, the last one counts.
 */
final class FlowStream<T> implements ProcessedStream<T> {

    private static final Partitioning FORWARD = new Partitioning.Forward();

    private final GraphBuilder graph;
    private final Class<T> type;
    private final List<Branch> branches;

    private FlowStream(GraphBuilder graph, Class<T> type, List<Branch> branches) {
        this.graph = graph;
        this.type = type;
        this.branches = List.copyOf(branches);
    }

    /** The stream of an operator's output. */
    static <T> FlowStream<T> of(GraphBuilder graph, int producer, String tag, Class<T> type) {
        return new FlowStream<>(graph, type, List.of(new Branch(producer, tag, type, FORWARD)));
    }

    /** A stream that the program gave, which must be one of this graph. */
    static <T> FlowStream<T> require(GraphBuilder graph, @Nullable Stream<T> stream, String user) {
        if (GraphBuilder.given(stream, "a stream that is given to " + user) instanceof FlowStream<T> ours
                && ours.graph == graph) {
            return ours;
        }
        throw new ProgramException("a stream of another dataflow is given to " + user + " (" + CallSite.find()
                + "); use streams of the dataflow being defined");
    }

    List<Branch> branches() {
        return branches;
    }

    @Override
    public Class<T> type() {
        return type;
    }

    @Override
    public <R> Stream<R> map(String name, Class<R> newType, Function<? super T, ? extends R> function) {
        return add(name, newType, new OperatorSpec.MapRecords(Untyped.cast(function(name, function))));
    }

    @Override
    public Stream<T> filter(String name, Predicate<? super T> predicate) {
        return add(name, type, new OperatorSpec.FilterRecords(Untyped.cast(function(name, predicate))));
    }

    @Override
    public <R> Stream<R> flatMap(String name, Class<R> newType, BiConsumer<? super T, ? super Collector<R>> function) {
        return add(name, newType, new OperatorSpec.FlatMapRecords(Untyped.cast(function(name, function))));
    }

    @Override
    public <R> ProcessedStream<R> process(
            String name, Class<R> newType, Supplier<? extends ProcessFunction<T, R>> function) {
        return add(name, newType, new OperatorSpec.Process(Untyped.cast(function(name, function))));
    }

    @Override
    public void write(String name, Sink<? super T> sink) {
        OperatorSpec spec = new OperatorSpec.Write(Untyped.cast(GraphBuilder.given(sink, "the sink of " + name)));
        graph.add(name, spec, void.class, List.of(branches));
    }

    @Override
    public <K> KeyedStream<K, T> keyBy(Class<K> keyType, Function<? super T, ? extends K> key) {
        return new FlowKeyedStream<>(
                graph, this, FlowKeyedStream.keyType(keyType), Untyped.cast(FlowKeyedStream.key(key)));
    }

    @Override
    public <U> ConnectedStreams<T, U> connect(Stream<U> other) {
        return new FlowConnectedStreams<>(graph, this, require(graph, other, "connect"));
    }

    @Override
    public Stream<T> union(Stream<T> other) {
        FlowStream<T> second = require(graph, other, "union");
        if (second.type != type) {
            throw new ProgramException("a union of streams of different types, " + type.getSimpleName() + " and "
                    + second.type.getSimpleName() + " (" + CallSite.find() + "); map them to one type first");
        }
        List<Branch> all = new ArrayList<>(branches);
        all.addAll(second.branches);
        return new FlowStream<>(graph, type, all);
    }

    @Override
    public Stream<T> broadcast() {
        return partitioned(new Partitioning.Broadcast());
    }

    @Override
    public Stream<T> rebalance() {
        return partitioned(new Partitioning.Rebalance());
    }

    @Override
    public Stream<T> partition(Partitioner<? super T> partitioner) {
        return partitioned(
                new Partitioning.Chosen(Untyped.cast(GraphBuilder.given(partitioner, "the partitioner of a stream"))));
    }

    @Override
    public <S> Stream<S> output(OutputTag<S> tag) {
        OutputTag<S> given = GraphBuilder.given(tag, "the tag of an output");
        Branch branch = branches.getFirst();
        if (branches.size() != 1 || !branch.tag().isEmpty() || !branch.forward()) {
            throw new ProgramException(
                    "output " + given.name() + " is asked of a stream that no process function returned ("
                            + CallSite.find() + "); ask the stream that process returned");
        }
        graph.addSideOutput(branch.producer(), given.name(), given.type());
        return of(graph, branch.producer(), given.name(), given.type());
    }

    /** The same records, dealt out in another way. */
    FlowStream<T> partitioned(Partitioning partitioning) {
        return new FlowStream<>(
                graph,
                type,
                branches.stream().map(branch -> branch.with(partitioning)).toList());
    }

    private <R> FlowStream<R> add(String name, Class<R> newType, OperatorSpec spec) {
        return of(graph, graph.add(name, spec, newType, List.of(branches)), "", newType);
    }

    private static <F> F function(String name, @Nullable F function) {
        return GraphBuilder.given(function, "the function of " + name);
    }
}
