package dev.loopkeeper.engine.runtime;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The one thread that a core (of a worker, of a coordinator) belongs to. What is handed to it runs in the order it came. May be used from any
 * thread; after {@link #close} or {@link #abandon} what is handed over is dropped.
 */
public final class OwnerThread implements Executor, AutoCloseable {

    private static final long CLOSE_SECONDS = 5;

    private final ScheduledThreadPoolExecutor executor;
    private final Consumer<Throwable> failed;
    private final Thread thread;
    private volatile boolean abandoned;

    /** @param failed told, on this thread, what an action threw: an error of the program, after which its owner should end */
    public OwnerThread(String name, Consumer<Throwable> failed) {
        this.failed = failed;
        Thread[] made = new Thread[1];
        this.executor = new ScheduledThreadPoolExecutor(1, task -> {
            made[0] = Thread.ofPlatform().daemon().name(name).unstarted(task);
            return made[0];
        });
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        executor.setContinueExistingPeriodicTasksAfterShutdownPolicy(false);
        executor.setRemoveOnCancelPolicy(true);
        executor.prestartCoreThread();
        this.thread = made[0];
    }

    @Override
    public void execute(Runnable action) {
        try {
            executor.execute(guarded(action));
        } catch (RejectedExecutionException closed) {
            // Nobody is left whom it concerns.
        }
    }

    /** Runs an action once after a delay. */
    public void after(Duration delay, Runnable action) {
        try {
            executor.schedule(guarded(action), delay.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException closed) {
            // Nobody is left whom it concerns.
        }
    }

    /** Runs an action again and again, the first time after one interval. */
    public void every(Duration interval, Runnable action) {
        executor.scheduleWithFixedDelay(guarded(action), interval.toNanos(), interval.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Whether the caller is this thread. */
    public boolean isCurrent() {
        return Thread.currentThread() == thread;
    }

    /**
     * Begins no further action, also of those that wait; one that runs is interrupted. Does not wait. Called by what is told of a failed action,
     * it makes that action the last one.
     */
    public void abandon() {
        abandoned = true;
        executor.shutdownNow();
    }

    /** Ends the thread after what it has been handed, within seconds; waits for it unless called on it. */
    @Override
    public void close() {
        executor.shutdown();
        if (isCurrent()) {
            return;
        }
        try {
            if (!executor.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                executor.shutdownNow();
            }
        } catch (InterruptedException e) {
            executor.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    private Runnable guarded(Runnable action) {
        return () -> {
            if (abandoned) {
                return;
            }
            try {
                action.run();
            } catch (Throwable e) {
                failed.accept(e);
            }
        };
    }
}
