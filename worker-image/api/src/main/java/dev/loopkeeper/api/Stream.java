package dev.loopkeeper.api;

import dev.loopkeeper.api.function.Collector;
import dev.loopkeeper.api.function.Partitioner;
import dev.loopkeeper.api.function.ProcessFunction;
import dev.loopkeeper.api.sink.Sink;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * A stream of immutable records of one type.
 *
 * <p>Record types are Java records, sealed interfaces of records, enums, strings, boxed primitives, arrays of primitives, and lists and maps
 * of these. Functions given as lambdas must not keep state between calls; an operator with state is a
 * {@linkplain ProcessFunction process function}, of which each task has its own instance.
 */
public interface Stream<T> {

    Class<T> type();

    <R> Stream<R> map(String name, Class<R> type, Function<? super T, ? extends R> function);

    Stream<T> filter(String name, Predicate<? super T> predicate);

    <R> Stream<R> flatMap(String name, Class<R> type, BiConsumer<? super T, ? super Collector<R>> function);

    /** Sends all records of one key to one task. The selector must be a pure function of the record. */
    <K> KeyedStream<K, T> keyBy(Class<K> keyType, Function<? super T, ? extends K> key);

    /** The records of this stream and of another of the same type, in no particular order between the two. */
    Stream<T> union(Stream<T> other);

    /** Sends every record to every task of what follows. */
    Stream<T> broadcast();

    /** Spreads the records evenly over the tasks of what follows. */
    Stream<T> rebalance();

    /** Sends each record to the task that the partitioner chooses. */
    Stream<T> partition(Partitioner<? super T> partitioner);

    /** Pairs this stream with another one, for an operator with two inputs. */
    <U> ConnectedStreams<T, U> connect(Stream<U> other);

    <R> ProcessedStream<R> process(String name, Class<R> type, Supplier<? extends ProcessFunction<T, R>> function);

    /** Ends the stream in a sink. */
    void write(String name, Sink<? super T> sink);
}
