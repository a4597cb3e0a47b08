package dev.loopkeeper.engine.runtime;

import dev.loopkeeper.engine.work.BackgroundWork;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/** The background work of one owner, whose thread gets the outcomes. After {@link #close} it gets none any more. */
public final class ThreadedBackgroundWork implements BackgroundWork, AutoCloseable {

    private final BackgroundThreads threads;
    private final Executor owner;
    private final Set<Work<?>> outstanding = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    ThreadedBackgroundWork(BackgroundThreads threads, Executor owner) {
        this.threads = threads;
        this.owner = owner;
    }

    @Override
    public <T> void start(String name, Callable<T> work, Completion<T> done) {
        if (closed) {
            return;
        }
        Work<T> started = new Work<>(name, work, done);
        outstanding.add(started);
        try {
            started.future = threads.submit(name, started);
        } catch (RejectedExecutionException ended) {
            outstanding.remove(started);
            return;
        }
        if (closed) {
            started.cancel();
        }
    }

    /** How much work has been started and is not done. */
    public int outstanding() {
        return outstanding.size();
    }

    /** Interrupts what runs; its outcomes are dropped. Does not wait. Any thread. */
    @Override
    public void close() {
        closed = true;
        outstanding.forEach(Work::cancel);
    }

    private void complete(Runnable completion) {
        owner.execute(() -> {
            if (!closed) {
                completion.run();
            }
        });
    }

    private final class Work<T> implements Callable<Boolean> {

        private final String name;
        private final Callable<T> work;
        private final Completion<T> done;
        private volatile @Nullable Future<?> future;

        Work(String name, Callable<T> work, Completion<T> done) {
            this.name = name;
            this.work = work;
            this.done = done;
        }

        @Override
        public Boolean call() {
            try {
                T result = work.call();
                complete(() -> done.succeeded(result));
            } catch (Exception e) {
                complete(() -> done.failed(e));
            } catch (StackOverflowError | OutOfMemoryError | LinkageError | AssertionError e) {
                // Told as a failure of the work: its owner must not wait for ever.
                complete(() -> done.failed(new IllegalStateException(name + " ended by " + e, e)));
            } finally {
                outstanding.remove(this);
            }
            return true;
        }

        void cancel() {
            Future<?> running = future;
            if (running != null) {
                running.cancel(true);
            }
        }
    }
}
