package dev.loopkeeper.launcher.local;

import dev.loopkeeper.provider.WantedWorker;
import java.io.IOException;

/** Where workers run: in processes or in threads. */
@FunctionalInterface
public interface WorkerHost {

    /**
     * Starts a worker.
     *
     * @param uid what the worker registers with, new for each start
     * @throws IOException if it cannot be started, with one line
     */
    ChildHandle start(WantedWorker worker, String uid) throws IOException;
}
