package dev.loopkeeper.launcher.local;

import dev.loopkeeper.provider.WantedWorker;

/** Builds the command that starts a worker. */
@FunctionalInterface
public interface WorkerCommand {

    /**
     * The command of a worker's process, which calls {@link ParentWatch#start()} first.
     *
     * @param uid what the worker registers with
     */
    ProcessCommand command(WantedWorker worker, String uid);
}
