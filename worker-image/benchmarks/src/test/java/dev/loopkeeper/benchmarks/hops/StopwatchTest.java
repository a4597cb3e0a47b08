package dev.loopkeeper.benchmarks.hops;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class StopwatchTest {

    private static final long START = 77;

    private final Stopwatch stopwatch = new Stopwatch(2);

    @Test
    void measuresFromTheEndOfTheWarmUpToTheLastArrival() {
        arrived(0, 1_000);
        arrived(1_999, 5_000);
        arrived(2_000, 6_000);
        arrived(2_500, 9_000);
        arrived(3_000, 16_000);
        assertThat(stopwatch.window()).isEqualTo(new Stopwatch.Window(5, 10_000, TimeUnit.SECONDS.toNanos(1)));
    }

    @Test
    void hasMeasuredNothingBeforeTheWarmUpIsOver() {
        assertThat(stopwatch.window()).isEqualTo(new Stopwatch.Window(0, 0, 0));
        arrived(0, 1_000);
        arrived(1_000, 2_000);
        assertThat(stopwatch.window()).isEqualTo(new Stopwatch.Window(2, 0, 0));
    }

    private void arrived(long millis, long hops) {
        stopwatch.arrived(START + TimeUnit.MILLISECONDS.toNanos(millis), hops);
    }
}
