package dev.loopkeeper.engine.task;

import dev.loopkeeper.api.ProcessedStream;
import dev.loopkeeper.api.Program;
import dev.loopkeeper.api.Stream;
import dev.loopkeeper.api.function.Collector;
import dev.loopkeeper.api.function.KeyedFunction;
import dev.loopkeeper.api.function.OperatorContext;
import dev.loopkeeper.api.function.Output;
import dev.loopkeeper.api.function.OutputTag;
import dev.loopkeeper.api.function.Round;
import dev.loopkeeper.api.loop.LongAggregate;
import dev.loopkeeper.api.loop.Loop;
import dev.loopkeeper.api.loop.Rounds;
import dev.loopkeeper.api.sink.Sink;
import dev.loopkeeper.api.sink.SinkCommitter;
import dev.loopkeeper.api.sink.SinkContext;
import dev.loopkeeper.api.sink.SinkWriter;
import dev.loopkeeper.api.source.Source;
import dev.loopkeeper.api.source.SourceContext;
import dev.loopkeeper.api.source.Split;
import dev.loopkeeper.api.source.SplitReader;
import dev.loopkeeper.api.state.ValueState;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Callable;

/** Small programs whose records and callbacks can be followed one by one. */
final class SmallPrograms {

    private SmallPrograms() {}

    static final LongAggregate SEEN = LongAggregate.sum("seen");
    static final OutputTag<String> RESULT = OutputTag.of("result", String.class);

    /** A source that emits what a test has put in, and ends when it is told. */
    static final class Faucet implements Source<Long> {

        final Deque<Long> next = new ArrayDeque<>();
        boolean ended;

        @Override
        public Class<Long> type() {
            return Long.class;
        }

        @Override
        public List<Split> splits(SourceContext context) {
            return List.of(new Split("only", "0"));
        }

        @Override
        public SplitReader<Long> open(Split split, SourceContext context) {
            return new SplitReader<>() {
                private long emitted = Long.parseLong(split.position());

                @Override
                public Progress poll(Collector<Long> out, int limit) {
                    if (next.isEmpty()) {
                        return ended ? Progress.ENDED : Progress.IDLE;
                    }
                    for (int count = 0; count < limit && !next.isEmpty(); count++) {
                        out.emit(next.poll());
                        emitted++;
                    }
                    return Progress.MORE;
                }

                @Override
                public String position() {
                    return Long.toString(emitted);
                }

                @Override
                public void close() {}
            };
        }
    }

    /** A sink whose transactions are the records written since the last one. */
    static final class Ledger implements Sink<String> {

        @Override
        public SinkWriter<String> open(SinkContext context) {
            return new SinkWriter<>() {
                private final List<String> written = new ArrayList<>();

                @Override
                public void write(String record) {
                    written.add(record);
                }

                @Override
                public Callable<List<String>> prepare() {
                    List<String> transaction = List.copyOf(written);
                    written.clear();
                    return () -> transaction;
                }

                @Override
                public void close() {}
            };
        }

        @Override
        public SinkCommitter committer(SinkContext context) {
            throw new UnsupportedOperationException();
        }
    }

    /** Takes one off each number and feeds it back until nothing is left; tells of zeros. */
    static final class CountDown implements KeyedFunction<Long, Long, Long> {

        private OperatorContext context;
        private ValueState<Long> seen;

        @Override
        public void open(OperatorContext newContext) {
            context = newContext;
            seen = context.value("seen", Long.class);
        }

        @Override
        public void process(Long key, Long record, Output<Long> output) {
            seen.set(seen.get() == null ? 1 : seen.get() + 1);
            if (record > 0) {
                output.emit(record - 1);
            } else {
                output.emit(RESULT, "zero");
            }
        }

        @Override
        public void onEnd(Output<Long> output) {
            context.forEachKey(Long.class, key -> output.emit(RESULT, "key " + key + " seen " + seen.get()));
        }
    }

    /** Numbers that count down, all of one key. */
    static Program countDown(Source<Long> source) {
        return flow -> {
            Stream<Long> numbers = flow.read("numbers", source);
            Stream<String> done = flow.iterate("loop", Loop.asynchronous(), loop -> {
                Stream<Long> number = loop.variable("number", numbers);
                ProcessedStream<Long> next =
                        number.keyBy(Long.class, value -> 7L).process("body", Long.class, CountDown::new);
                loop.feedback(number, next);
                return next.output(RESULT);
            });
            done.write("ledger", new Ledger());
        };
    }

    /** In each round every number is emitted once more at the round's end, and counted by an aggregate. */
    static final class EveryRound implements KeyedFunction<Long, Long, Long> {

        private OperatorContext context;
        private ValueState<Long> count;

        @Override
        public void open(OperatorContext newContext) {
            context = newContext;
            count = context.value("count", Long.class);
        }

        @Override
        public void process(Long key, Long record, Output<Long> output) {
            count.set(count.get() == null ? 1 : count.get() + 1);
        }

        @Override
        public void onRoundEnd(Round round, Output<Long> output) {
            context.forEachKey(Long.class, key -> {
                output.emit(key);
                round.contribute(SEEN, 1);
                output.emit(
                        RESULT,
                        "round " + round.number() + " key " + key + " count " + count.get() + " before "
                                + round.previous().get(SEEN));
            });
        }
    }

    static Program rounds(Source<Long> source) {
        return flow -> {
            Stream<Long> numbers = flow.read("numbers", source);
            Stream<String> done = flow.iterate("loop", Rounds.limit(9).with(SEEN), loop -> {
                Stream<Long> number = loop.variable("number", numbers);
                ProcessedStream<Long> next =
                        number.keyBy(Long.class, value -> value).process("body", Long.class, EveryRound::new);
                loop.feedback(number, next);
                return next.output(RESULT);
            });
            done.write("ledger", new Ledger());
        };
    }

    /** Two loop variables that feed each other: what goes round as one comes back as the other. */
    static Program crossed(Source<Long> left, Source<Long> right) {
        return crossed(left, right, Loop.asynchronous());
    }

    static Program crossed(Source<Long> left, Source<Long> right, Loop kind) {
        return flow -> {
            Stream<Long> leftNumbers = flow.read("left-numbers", left);
            Stream<Long> rightNumbers = flow.read("right-numbers", right);
            Stream<String> done = flow.iterate("loop", kind, loop -> {
                Stream<Long> leftValue = loop.variable("left", leftNumbers);
                Stream<Long> rightValue = loop.variable("right", rightNumbers);
                ProcessedStream<Long> fromLeft =
                        leftValue.keyBy(Long.class, value -> 7L).process("left-body", Long.class, CountDown::new);
                ProcessedStream<Long> fromRight =
                        rightValue.keyBy(Long.class, value -> 7L).process("right-body", Long.class, CountDown::new);
                loop.feedback(leftValue, fromRight);
                loop.feedback(rightValue, fromLeft);
                return fromLeft.output(RESULT).union(fromRight.output(RESULT));
            });
            done.write("ledger", new Ledger());
        };
    }
}
