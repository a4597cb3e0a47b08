package dev.loopkeeper.engine.plan;

import dev.loopkeeper.api.function.Collector;
import dev.loopkeeper.api.function.KeyedFunction;
import dev.loopkeeper.api.function.KeyedTwoInputFunction;
import dev.loopkeeper.api.function.ProcessFunction;
import dev.loopkeeper.api.function.TwoInputFunction;
import dev.loopkeeper.api.sink.Sink;
import dev.loopkeeper.api.source.Source;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** What an operator does. */
public sealed interface OperatorSpec {

    /** Whether the program's own code is called at the end of a round or of the input. */
    default boolean hasCallbacks() {
        return switch (this) {
            case Process process -> true;
            case ProcessTwo process -> true;
            case ProcessKeyed process -> true;
            case ProcessKeyedTwo process -> true;
            case Read read -> false;
            case Head head -> false;
            case Tail tail -> false;
            case MapRecords map -> false;
            case FilterRecords filter -> false;
            case FlatMapRecords flatMap -> false;
            case Write write -> false;
        };
    }

    record Read(Source<?> source) implements OperatorSpec {}

    /** Where a loop variable enters the body: its outside input, and what is fed back. */
    record Head(int loop, int variable) implements OperatorSpec {}

    /** Where a loop variable is fed back. */
    record Tail(int loop, int variable) implements OperatorSpec {}

    record MapRecords(Function<Object, Object> function) implements OperatorSpec {}

    record FilterRecords(Predicate<Object> predicate) implements OperatorSpec {}

    record FlatMapRecords(BiConsumer<Object, Collector<Object>> function) implements OperatorSpec {}

    record Process(Supplier<? extends ProcessFunction<Object, Object>> function) implements OperatorSpec {}

    record ProcessTwo(Supplier<? extends TwoInputFunction<Object, Object, Object>> function) implements OperatorSpec {}

    record ProcessKeyed(
            Class<?> keyType,
            Function<Object, Object> key,
            Supplier<? extends KeyedFunction<Object, Object, Object>> function)
            implements OperatorSpec {}

    record ProcessKeyedTwo(
            Class<?> keyType,
            Function<Object, Object> firstKey,
            Function<Object, Object> secondKey,
            Supplier<? extends KeyedTwoInputFunction<Object, Object, Object, Object>> function)
            implements OperatorSpec {}

    record Write(Sink<Object> sink) implements OperatorSpec {}
}
