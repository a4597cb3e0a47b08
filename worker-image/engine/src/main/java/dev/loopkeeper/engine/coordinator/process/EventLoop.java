package dev.loopkeeper.engine.coordinator.process;

import dev.loopkeeper.engine.work.BackgroundWork;
import java.util.concurrent.Callable;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The one thread that owns a coordinator: everything that comes from outside is an action in its queue, timers too. Actions of one thread keep
 * their order. The first action that fails is the last one: what it left behind cannot be trusted.
 */
final class EventLoop implements BackgroundWork, AutoCloseable {

    private final ScheduledThreadPoolExecutor owner;
    private final Consumer<Throwable> broken;

    /**
     * @param broken told, on the owner's thread, what an action has failed with; nothing runs after it
     */
    EventLoop(String name, Consumer<Throwable> broken) {
        this.broken = broken;
        this.owner = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name(name).factory());
        owner.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        owner.setContinueExistingPeriodicTasksAfterShutdownPolicy(false);
        owner.setRejectedExecutionHandler((_, _) -> {
            // Closed: nobody is there any more for whom it could matter.
        });
    }

    /** Runs an action on the owner's thread, behind what is queued. Any thread. */
    void execute(Runnable action) {
        owner.execute(() -> run(action));
    }

    /** Runs an action on the owner's thread after a delay. Any thread. */
    void after(long millis, Runnable action) {
        var _ = owner.schedule(() -> run(action), millis, TimeUnit.MILLISECONDS);
    }

    private void run(Runnable action) {
        if (owner.isShutdown()) {
            return;
        }
        try {
            action.run();
        } catch (RuntimeException | Error e) {
            owner.shutdownNow();
            broken.accept(e);
        }
    }

    @Override
    public <T> void start(String name, Callable<T> work, Completion<T> done) {
        Thread.ofVirtual().name(name).start(() -> {
            T result;
            try {
                result = work.call();
            } catch (Exception e) {
                execute(() -> done.failed(e));
                return;
            } catch (Error e) {
                execute(() -> {
                    throw e;
                });
                return;
            }
            execute(() -> done.succeeded(result));
        });
    }

    /** Runs no further action; one that runs ends. */
    @Override
    public void close() {
        owner.shutdownNow();
    }
}
