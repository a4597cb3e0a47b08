package dev.loopkeeper.engine.http;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The server's threads: a virtual one per request, a bounded number of them, each with a deadline. The JDK's server knows no
 * time-out for reading or writing; but its channels close when the thread that waits in them is interrupted, so a watch
 * interrupts whoever is late. That covers a request that trickles in and an answer that nobody reads.
 */
final class ExchangeThreads implements Executor, AutoCloseable {

    private static final Duration WATCH_INTERVAL = Duration.ofMillis(100);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

    private final int limit;
    private final Duration requestTime;
    /** The deadline of each request's thread, by {@link System#nanoTime}; empty of a thread that may wait. */
    private final Map<Thread, Long> deadlines = new ConcurrentHashMap<>();

    private final Set<Thread> running = ConcurrentHashMap.newKeySet();
    private final AtomicLong counter = new AtomicLong();
    private final Thread watch;
    private volatile boolean closed;

    ExchangeThreads(int limit, Duration requestTime) {
        this.limit = limit;
        this.requestTime = requestTime;
        this.watch = Thread.ofVirtual().name("http-watch").start(this::watch);
    }

    /** Runs a request. Called by the server's dispatcher only, so that the count is exact. */
    @Override
    public void execute(Runnable exchange) {
        if (closed || running.size() >= limit) {
            // The dispatcher closes the connection.
            throw new RejectedExecutionException("more than " + limit + " requests at once");
        }
        Thread thread = Thread.ofVirtual()
                .name("http-" + counter.incrementAndGet())
                .unstarted(() -> {
                    try {
                        exchange.run();
                    } finally {
                        deadlines.remove(Thread.currentThread());
                        running.remove(Thread.currentThread());
                    }
                });
        running.add(thread);
        deadlines.put(thread, System.nanoTime() + requestTime.toNanos());
        thread.start();
        if (closed) {
            thread.interrupt();
        }
    }

    /** Gives the calling request this long until the next call of this or of {@link #mayWait}. */
    void within(Duration time) {
        deadlines.put(Thread.currentThread(), System.nanoTime() + time.toNanos());
    }

    /** The calling request waits for something inside the coordinator, with a time-out of its own. */
    void mayWait() {
        deadlines.remove(Thread.currentThread());
    }

    /** How many requests are being served. */
    int active() {
        return running.size();
    }

    private void watch() {
        while (!closed) {
            long now = System.nanoTime();
            deadlines.forEach((thread, deadline) -> {
                // Removed only if it is still the same: a request that has gone on in the meantime is not late.
                if (now - deadline > 0 && deadlines.remove(thread, deadline)) {
                    thread.interrupt();
                }
            });
            try {
                Thread.sleep(WATCH_INTERVAL);
            } catch (InterruptedException _) {
                return;
            }
        }
    }

    /** Interrupts every request; none starts any more. */
    void stop() {
        closed = true;
        running.forEach(Thread::interrupt);
    }

    /** Waits for the end of all requests, 5 s at most. */
    @Override
    public void close() {
        stop();
        watch.interrupt();
        long end = System.nanoTime() + CLOSE_TIMEOUT.toNanos();
        try {
            for (Thread thread : running) {
                thread.join(Duration.ofNanos(Math.max(1, end - System.nanoTime())));
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
