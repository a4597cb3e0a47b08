package dev.loopkeeper.benchmarks.hops;

import dev.loopkeeper.api.function.Collector;
import dev.loopkeeper.api.source.Source;
import dev.loopkeeper.api.source.SourceContext;
import dev.loopkeeper.api.source.Split;
import dev.loopkeeper.api.source.SplitReader;
import java.util.List;

/** All tokens of a lap, again and again, until a time has passed; whole laps only, so that all keys are visited equally often. */
final class Laps implements Source<Token> {

    private final long millis;

    /** @param millis how long it goes on, from its first record to the end of the lap that it is in then */
    Laps(long millis) {
        this.millis = millis;
    }

    @Override
    public Class<Token> type() {
        return Token.class;
    }

    @Override
    public List<Split> splits(SourceContext context) {
        return List.of(new Split("laps", "0"));
    }

    @Override
    public SplitReader<Token> open(Split split, SourceContext context) {
        return new Reader(context, Integer.parseInt(split.position()), context.currentTimeMillis() + millis);
    }

    private static final class Reader implements SplitReader<Token> {

        private final SourceContext context;
        private final long end;
        private int next;

        Reader(SourceContext context, int next, long end) {
            this.context = context;
            this.next = next;
            this.end = end;
        }

        @Override
        public Progress poll(Collector<Token> out, int limit) {
            for (int made = 0; made < limit; made++) {
                if (next == Course.RECORDS) {
                    if (context.currentTimeMillis() >= end) {
                        return Progress.ENDED;
                    }
                    next = 0;
                }
                out.emit(Token.start(next++));
            }
            return Progress.MORE;
        }

        @Override
        public String position() {
            return Integer.toString(next);
        }

        @Override
        public void close() {}
    }
}
