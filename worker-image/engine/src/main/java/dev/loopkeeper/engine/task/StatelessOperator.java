package dev.loopkeeper.engine.task;

import dev.loopkeeper.api.function.Collector;
import dev.loopkeeper.engine.plan.Operator;
import dev.loopkeeper.engine.plan.OperatorSpec;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;

/** Map, filter and flatMap. */
abstract sealed class StatelessOperator extends OperatorRuntime {

    private StatelessOperator(Operator operator) {
        super(operator);
    }

    static StatelessOperator map(Operator operator, OperatorSpec.MapRecords spec) {
        return new Mapping(operator, spec.function());
    }

    static StatelessOperator filter(Operator operator, OperatorSpec.FilterRecords spec) {
        return new Filtering(operator, spec.predicate());
    }

    static StatelessOperator flatMap(Operator operator, OperatorSpec.FlatMapRecords spec) {
        return new FlatMapping(operator, spec.function());
    }

    private static final class Mapping extends StatelessOperator {

        private final Function<Object, Object> function;

        Mapping(Operator operator, Function<Object, Object> function) {
            super(operator);
            this.function = function;
        }

        @Override
        void process(int input, Object record) {
            output.emit(function.apply(record));
        }
    }

    private static final class Filtering extends StatelessOperator {

        private final Predicate<Object> predicate;

        Filtering(Operator operator, Predicate<Object> predicate) {
            super(operator);
            this.predicate = predicate;
        }

        @Override
        void process(int input, Object record) {
            if (predicate.test(record)) {
                output.emit(record);
            }
        }
    }

    private static final class FlatMapping extends StatelessOperator {

        private final BiConsumer<Object, Collector<Object>> function;

        FlatMapping(Operator operator, BiConsumer<Object, Collector<Object>> function) {
            super(operator);
            this.function = function;
        }

        @Override
        void process(int input, Object record) {
            function.accept(record, output);
        }
    }
}
