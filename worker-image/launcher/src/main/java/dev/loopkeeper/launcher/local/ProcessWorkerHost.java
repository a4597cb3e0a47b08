package dev.loopkeeper.launcher.local;

import dev.loopkeeper.provider.WantedWorker;
import java.io.IOException;
import java.nio.file.Path;

/** Workers as child processes, each with its log file. */
public final class ProcessWorkerHost implements WorkerHost {

    private final WorkerCommand command;
    private final LogDirectory logs;

    /**
     * Workers started by these commands.
     *
     * @param logs where their logs go; made if need be
     */
    public ProcessWorkerHost(WorkerCommand command, Path logs) throws IOException {
        this.command = command;
        this.logs = new LogDirectory(logs);
    }

    @Override
    public ChildHandle start(WantedWorker worker, String uid) throws IOException {
        return ChildProcess.start(command.command(worker, uid), logs.log(worker.name()));
    }
}
