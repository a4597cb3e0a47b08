package dev.loopkeeper.benchmarks;

import java.util.function.Consumer;

/** Something that is measured, together with what it is measured against. */
public interface Benchmark {

    /** What it is called on the command line and in reports. */
    String name();

    /**
     * Measures. Takes a minute or so.
     *
     * @param progress told in lines how it gets on
     * @throws BenchmarkException if it cannot be measured, or the result of what was measured is wrong
     */
    Measurement measure(Consumer<String> progress) throws BenchmarkException, InterruptedException;
}
