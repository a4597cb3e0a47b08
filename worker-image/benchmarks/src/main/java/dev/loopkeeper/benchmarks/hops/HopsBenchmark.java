package dev.loopkeeper.benchmarks.hops;

import dev.loopkeeper.benchmarks.Benchmark;
import dev.loopkeeper.benchmarks.BenchmarkException;
import dev.loopkeeper.benchmarks.Measurement;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Hops a second of the engine, beside those of {@link BareLoop}. */
public final class HopsBenchmark implements Benchmark {

    private static final String AGAINST = "hand-written loop of two threads";
    private static final String UNIT = "hops/s";
    private static final int BARE_WARM_UP_SECONDS = 5;

    private final String name;
    private final EngineRun run;

    private HopsBenchmark(String name, EngineRun run) {
        this.name = name;
        this.run = run;
    }

    /** The benchmarks of this kind: in one process, over the network, and with snapshots. */
    public static List<Benchmark> all() {
        // A job without snapshots takes the one at its end all the same.
        return List.of(
                new HopsBenchmark("hops", new EngineRun(true, 1, "1h")),
                new HopsBenchmark("hops-processes", new EngineRun(false, 2, "1h")),
                new HopsBenchmark("hops-snapshots", new EngineRun(true, 1, "500ms")));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Measurement measure(Consumer<String> progress) throws BenchmarkException, InterruptedException {
        progress.accept(AGAINST + ", for " + (BARE_WARM_UP_SECONDS + EngineRun.MEASURED_SECONDS) + " s");
        double bare = bare();
        progress.accept(String.format(Locale.ROOT, "%,.0f %s; the engine", bare, UNIT));
        double engine = run.hopsPerSecond();
        progress.accept(String.format(Locale.ROOT, "%,.0f %s", engine, UNIT));
        return new Measurement(name, engine, UNIT, AGAINST, bare);
    }

    /** Whole laps until the time is over: those of the first seconds are the warm-up. */
    private static double bare() throws BenchmarkException, InterruptedException {
        BareLoop loop = new BareLoop();
        int warmUp = laps(loop, BARE_WARM_UP_SECONDS);
        long begun = System.nanoTime();
        int measured = laps(loop, EngineRun.MEASURED_SECONDS);
        double seconds = (System.nanoTime() - begun) / 1e9;
        Visits.check(loop.visits(), warmUp + measured);
        return (double) measured * Course.RECORDS * Course.HOPS / seconds;
    }

    private static int laps(BareLoop loop, int seconds) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        int laps = 0;
        while (laps == 0 || System.nanoTime() < end) {
            loop.lap();
            laps++;
        }
        return laps;
    }
}
