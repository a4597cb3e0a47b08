package dev.loopkeeper.engine.work;

import java.util.concurrent.Callable;

/**
 * Runs what blocks (uploads, disk, encoding of captured state) away from the owner's thread and hands the outcome back on it. The one way
 * by which a task or the coordinator waits for I/O, so that both stay deterministic state machines.
 */
public interface BackgroundWork {

    /**
     * Starts work on another thread.
     *
     * @param name for logs and thread dumps
     * @param done called on the owner's thread, exactly once unless the owner has ended
     */
    <T> void start(String name, Callable<T> work, Completion<T> done);

    /** Takes the outcome of background work, on the owner's thread. */
    interface Completion<T> {

        void succeeded(T result);

        void failed(Exception cause);
    }
}
