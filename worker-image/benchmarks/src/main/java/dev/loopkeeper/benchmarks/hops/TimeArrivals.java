package dev.loopkeeper.benchmarks.hops;

import dev.loopkeeper.api.function.Output;
import dev.loopkeeper.api.function.ProcessFunction;
import java.util.concurrent.TimeUnit;

/**
 * Measures how fast tokens arrive at a task behind the loop, from the end of the warm-up to the last of them. Here and not outside of the job:
 * so neither starting nor ending it is measured, and nothing is asked for each hop.
 */
final class TimeArrivals implements ProcessFunction<Token, TimeArrivals.Window> {

    private final long warmUpNanos;
    private long arrived;
    private long beganAt;
    private long warmAt;
    private long warmArrived;
    private long lastAt;

    /** @param warmUpSeconds from the first arrival on */
    TimeArrivals(long warmUpSeconds) {
        this.warmUpNanos = TimeUnit.SECONDS.toNanos(warmUpSeconds);
    }

    /**
     * What was measured in one task.
     *
     * @param all how many tokens arrived, in the warm-up and after it
     * @param measured how many after the warm-up
     * @param nanos how long that took
     */
    record Window(long all, long measured, long nanos) {}

    @Override
    public void process(Token token, Output<Window> output) {
        lastAt = System.nanoTime();
        if (arrived++ == 0) {
            beganAt = lastAt;
        }
        if (warmArrived == 0 && lastAt - beganAt >= warmUpNanos) {
            warmAt = lastAt;
            warmArrived = arrived;
        }
    }

    @Override
    public void onEnd(Output<Window> output) {
        boolean warm = warmArrived > 0;
        output.emit(new Window(arrived, warm ? arrived - warmArrived : 0, warm ? lastAt - warmAt : 0));
    }
}
