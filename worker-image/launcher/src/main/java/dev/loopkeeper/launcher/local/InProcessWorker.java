package dev.loopkeeper.launcher.local;

import dev.loopkeeper.provider.WantedWorker;

/** A worker that runs in threads of the launcher. */
public interface InProcessWorker {

    /**
     * Works until it is done or aborted.
     *
     * @return the exit code that a process would have ended with
     * @throws Exception whatever would have ended a process with an error
     */
    int run() throws Exception;

    /**
     * Makes {@link #run} end at once, without a stop snapshot or a farewell to anyone: what a {@code kill -9} is to a process.
     * Called from other threads, also before {@code run} and more than once.
     */
    void abort();

    /** Makes workers. */
    @FunctionalInterface
    interface Factory {
        /** A worker that registers with this uid, and has not begun. */
        InProcessWorker create(WantedWorker worker, String uid);
    }
}
