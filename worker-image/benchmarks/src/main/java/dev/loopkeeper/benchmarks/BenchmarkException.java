package dev.loopkeeper.benchmarks;

import org.jspecify.annotations.Nullable;

/** A benchmark could not be measured, or computed something wrong. The message is one line. */
public final class BenchmarkException extends Exception {

    private static final long serialVersionUID = 1L;

    public BenchmarkException(String message) {
        super(message);
    }

    public BenchmarkException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
