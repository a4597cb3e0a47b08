package dev.loopkeeper.benchmarks.hops;

import dev.loopkeeper.api.function.KeyedFunction;
import dev.loopkeeper.api.function.OperatorContext;
import dev.loopkeeper.api.function.Output;
import dev.loopkeeper.api.function.OutputTag;
import dev.loopkeeper.api.state.ValueState;

/** The body of the loop: counts the visits of each key and sends the token on, unless it has arrived. */
@SuppressWarnings("NullAway.Init") // set by open
final class CountVisits implements KeyedFunction<Integer, Token, Token> {

    static final OutputTag<Visits> VISITS = OutputTag.of("visits", Visits.class);
    static final OutputTag<Stopwatch.Window> WINDOWS = OutputTag.of("windows", Stopwatch.Window.class);

    private final Stopwatch stopwatch;
    private long hops;
    private OperatorContext context;
    private ValueState<Long> visits;

    /** @param warmUpSeconds how long hops are not measured */
    CountVisits(long warmUpSeconds) {
        this.stopwatch = new Stopwatch(warmUpSeconds);
    }

    /** How often a key was visited. */
    record Visits(int key, long count) {}

    @Override
    public void open(OperatorContext operator) {
        context = operator;
        visits = operator.value("visits", Long.class);
    }

    @Override
    public void process(Integer key, Token token, Output<Token> output) {
        hops++;
        Long before = visits.get();
        visits.set(before == null ? 1 : before + 1);
        if (token.last()) {
            stopwatch.arrived(System.nanoTime(), hops);
        } else {
            output.emit(token.next());
        }
    }

    @Override
    public void onEnd(Output<Token> output) {
        context.forEachKey(Integer.class, key -> output.emit(VISITS, new Visits(key, visits.get())));
        output.emit(WINDOWS, stopwatch.window());
    }
}
