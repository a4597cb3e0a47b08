package dev.loopkeeper.engine.task;

import dev.loopkeeper.api.function.KeyedFunction;
import dev.loopkeeper.api.function.KeyedTwoInputFunction;
import dev.loopkeeper.engine.codec.KeyHash;
import dev.loopkeeper.engine.state.KeyedState;
import dev.loopkeeper.engine.state.KeysAhead;
import java.util.function.Function;

/** Calls a function of the program with records and their keys, whose state it makes current; looks for the state of some records ahead. */
abstract sealed class KeyedCall implements FunctionOperator.Call {

    private final KeyedState<Object> state;
    private final KeyHash<Object> hash;
    private final KeysAhead<Object> ahead;

    private KeyedCall(KeyedState<Object> state, KeyHash<Object> hash) {
        this.state = state;
        this.hash = hash;
        this.ahead = new KeysAhead<>(state);
    }

    static KeyedCall of(
            KeyedFunction<Object, Object, Object> function,
            Function<Object, Object> key,
            KeyedState<Object> state,
            KeyHash<Object> hash) {
        return new OneInput(function, key, state, hash);
    }

    static KeyedCall of(
            KeyedTwoInputFunction<Object, Object, Object, Object> function,
            Function<Object, Object> first,
            Function<Object, Object> second,
            KeyedState<Object> state,
            KeyHash<Object> hash) {
        return new TwoInputs(function, first, second, state, hash);
    }

    abstract Function<Object, Object> selector(int input);

    abstract void call(int input, Object key, Object record, OperatorOutput output);

    @Override
    public void process(int input, Object record, OperatorOutput output) {
        call(input, select(selector(input), record), record, output);
    }

    @Override
    public int process(
            int input, Object[] records, int from, int to, OperatorOutput output, Backpressure backpressure) {
        Function<Object, Object> selector = selector(input);
        int at = from;
        while (at < to && !backpressure.full()) {
            int first = at;
            int end = Math.min(to, first + KeysAhead.MOST);
            lookAhead(selector, records, first, end);
            while (at < end && !backpressure.full()) {
                Object record = records[at];
                Object key = ahead.select(at - first);
                at++;
                call(input, key == null ? select(selector, record) : key, record, output);
            }
        }
        return at;
    }

    private void lookAhead(Function<Object, Object> selector, Object[] records, int from, int to) {
        ahead.begin();
        for (int at = from; at < to; at++) {
            Object key = selector.apply(records[at]);
            ahead.find(at - from, key, hash.hash(key));
        }
    }

    private Object select(Function<Object, Object> selector, Object record) {
        Object key = selector.apply(record);
        state.select(key, hash.hash(key));
        return key;
    }

    private static final class OneInput extends KeyedCall {

        private final KeyedFunction<Object, Object, Object> function;
        private final Function<Object, Object> key;

        OneInput(
                KeyedFunction<Object, Object, Object> function,
                Function<Object, Object> key,
                KeyedState<Object> state,
                KeyHash<Object> hash) {
            super(state, hash);
            this.function = function;
            this.key = key;
        }

        @Override
        Function<Object, Object> selector(int input) {
            return key;
        }

        @Override
        void call(int input, Object selected, Object record, OperatorOutput output) {
            function.process(selected, record, output);
        }
    }

    private static final class TwoInputs extends KeyedCall {

        private final KeyedTwoInputFunction<Object, Object, Object, Object> function;
        private final Function<Object, Object> first;
        private final Function<Object, Object> second;

        TwoInputs(
                KeyedTwoInputFunction<Object, Object, Object, Object> function,
                Function<Object, Object> first,
                Function<Object, Object> second,
                KeyedState<Object> state,
                KeyHash<Object> hash) {
            super(state, hash);
            this.function = function;
            this.first = first;
            this.second = second;
        }

        @Override
        Function<Object, Object> selector(int input) {
            return input == 0 ? first : second;
        }

        @Override
        void call(int input, Object key, Object record, OperatorOutput output) {
            if (input == 0) {
                function.processFirst(key, record, output);
            } else {
                function.processSecond(key, record, output);
            }
        }
    }
}
