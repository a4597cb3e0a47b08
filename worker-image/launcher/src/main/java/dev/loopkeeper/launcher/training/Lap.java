package dev.loopkeeper.launcher.training;

import dev.loopkeeper.api.function.KeyedFunction;
import dev.loopkeeper.api.function.OperatorContext;
import dev.loopkeeper.api.function.Output;
import dev.loopkeeper.api.function.OutputTag;
import dev.loopkeeper.api.state.ListState;
import dev.loopkeeper.api.state.ValueState;

/** Counts a runner's laps and lets those out who have run them all. */
@SuppressWarnings("NullAway.Init") // open comes first
final class Lap implements KeyedFunction<Long, Runner, Runner> {

    static final OutputTag<Runner> ARRIVED = OutputTag.of("arrived", Runner.class);

    private static final int LAPS = 20;

    private ValueState<Integer> laps;
    private ListState<String> seen;

    @Override
    public void open(OperatorContext context) {
        laps = context.value("laps", Integer.class);
        seen = context.list("seen", String.class);
    }

    @Override
    public void process(Long key, Runner runner, Output<Runner> output) {
        laps.set(laps.get() == null ? 1 : laps.get() + 1);
        if (runner.lap() == 0) {
            seen.add(runner.name());
        }
        if (runner.lap() == LAPS) {
            output.emit(ARRIVED, runner);
        } else {
            output.emit(new Runner(runner.number(), runner.name(), runner.lap() + 1));
        }
    }
}
