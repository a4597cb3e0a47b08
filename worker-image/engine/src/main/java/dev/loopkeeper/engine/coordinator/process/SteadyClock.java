package dev.loopkeeper.engine.coordinator.process;

import java.util.concurrent.TimeUnit;

/**
 * Milliseconds since the epoch that only ever rise as time passes: where the machine's clock is set while a job runs, no heartbeat is late for
 * it. Safe for all threads.
 */
final class SteadyClock {

    private final long startMillis = System.currentTimeMillis();
    private final long startNanos = System.nanoTime();

    long millis() {
        return startMillis + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos);
    }
}
