package dev.loopkeeper.engine.runtime;

import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads of a process that may block: on disks, on the store, on encoding large state. Platform threads, so that an encoder takes turns
 * with a reader of spilled feedback; and as many as there is work, so that uploads that wait for a store that is down hold up nothing else.
 * How much work there is is bounded by those who start it: each task has one upload at a time, each log a few reads and writes.
 */
public final class BackgroundThreads implements AutoCloseable {

    private static final int IDLE_SECONDS = 20;
    private static final int CLOSE_SECONDS = 5;

    private final ThreadPoolExecutor executor;

    /** @param name what the threads are called while they have nothing to do */
    public BackgroundThreads(String name) {
        AtomicInteger count = new AtomicInteger();
        executor = new ThreadPoolExecutor(
                0,
                Integer.MAX_VALUE,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                task -> Thread.ofPlatform()
                        .daemon()
                        .name(name + "-" + count.incrementAndGet())
                        .unstarted(task));
    }

    /** Work whose outcomes are handed to one owner. */
    public ThreadedBackgroundWork of(Executor owner) {
        return new ThreadedBackgroundWork(this, owner);
    }

    /**
     * Runs work that nobody is called back for. Cancelling interrupts it.
     *
     * @param name what its thread is called meanwhile
     * @throws java.util.concurrent.RejectedExecutionException after {@link #close}
     */
    Future<?> submit(String name, Callable<?> work) {
        return executor.submit((Callable<Object>) () -> {
            Thread thread = Thread.currentThread();
            String idle = thread.getName();
            thread.setName(name);
            try {
                return work.call();
            } finally {
                thread.setName(idle);
            }
        });
    }

    /** Interrupts what runs and waits for its end, for some seconds. */
    @Override
    public void close() {
        executor.shutdownNow();
        try {
            executor.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
