package dev.loopkeeper.engine.worker;

import dev.loopkeeper.api.Dataflow;
import dev.loopkeeper.api.ProcessedStream;
import dev.loopkeeper.api.Program;
import dev.loopkeeper.api.Stream;
import dev.loopkeeper.api.function.KeyedFunction;
import dev.loopkeeper.api.function.OperatorContext;
import dev.loopkeeper.api.function.Output;
import dev.loopkeeper.api.function.OutputTag;
import dev.loopkeeper.api.loop.Loop;
import dev.loopkeeper.api.source.Generator;
import dev.loopkeeper.api.state.ValueState;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** Tokens that hop from key to key in an asynchronous loop; a counter for each key. */
public final class HopProgram implements Program {

    static final OutputTag<String> DONE = OutputTag.of("done", String.class);
    private static final int KEYS = 97;

    /** A token on its way. */
    public record Token(long id, int hopsLeft) {

        static Token first(long id, int hops) {
            return new Token(id, (int) (id % (hops + 1)));
        }

        long key() {
            return (id * 7 + hopsLeft * 13L) % KEYS;
        }
    }

    /** Counts visits; fails at a token of choice. */
    static final class CountingHop implements KeyedFunction<Long, Token, Token> {

        private final long poison;
        private OperatorContext context;
        private ValueState<Long> visits;

        CountingHop(long poison) {
            this.poison = poison;
        }

        @Override
        public void open(OperatorContext opened) {
            context = opened;
            visits = opened.value("visits", Long.class);
        }

        @Override
        public void process(Long key, Token token, Output<Token> output) {
            if (token.id() == poison) {
                throw new IllegalArgumentException("token " + poison + " is poisoned");
            }
            visits.set(visits.get() == null ? 1L : visits.get() + 1);
            if (token.hopsLeft() == 0) {
                output.emit(DONE, "token " + token.id());
            } else {
                output.emit(new Token(token.id(), token.hopsLeft() - 1));
            }
        }

        @Override
        public void onEnd(Output<Token> output) {
            context.forEachKey(Long.class, key -> output.emit(DONE, "key " + key + " " + visits.get()));
        }
    }

    @Override
    public void define(Dataflow flow) {
        long tokens = flow.parameter("tokens", 1_000);
        int hops = (int) flow.parameter("hops", 10);
        long rate = flow.parameter("rate", 0);
        long poison = flow.parameter("poison", -1);
        Generator<Token> generator =
                Generator.of(Token.class, id -> Token.first(id, hops)).count(tokens);
        Stream<Token> source = flow.read("tokens", rate > 0 ? generator.perSecond(rate) : generator);
        Stream<String> done = flow.iterate("hops", Loop.asynchronous(), loop -> {
            Stream<Token> token = loop.variable("token", source);
            ProcessedStream<Token> hop =
                    token.keyBy(Long.class, Token::key).process("hop", Token.class, () -> new CountingHop(poison));
            loop.feedback(token, hop);
            return hop.output(DONE);
        });
        done.write("done", new MemorySink());
    }

    /** What the program writes, worked out by a plain loop. Sorted. */
    static List<String> expected(long tokens, int hops) {
        TreeMap<Long, Long> visits = new TreeMap<>();
        List<String> lines = new ArrayList<>();
        for (long id = 0; id < tokens; id++) {
            for (int left = Token.first(id, hops).hopsLeft(); left >= 0; left--) {
                visits.merge(new Token(id, left).key(), 1L, Long::sum);
            }
            lines.add("token " + id);
        }
        visits.forEach((key, count) -> lines.add("key " + key + " " + count));
        return lines.stream().sorted().toList();
    }
}
