package dev.loopkeeper.launcher.command;

import dev.loopkeeper.engine.worker.WorkerExit;
import dev.loopkeeper.launcher.child.ChildConfig;
import dev.loopkeeper.launcher.child.ChildFailure;
import dev.loopkeeper.launcher.child.Worker;
import dev.loopkeeper.launcher.local.ParentWatch;
import dev.loopkeeper.provider.WorkerName;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The process of a worker; the launcher starts it. */
@Command(name = "worker", hidden = true, description = "A worker of a job; started by run.")
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class WorkerChildCommand implements Callable<Integer> {

    @Option(names = "--config", required = true, description = "What the launcher has written for its processes.")
    private Path config;

    @Option(names = "--name", required = true, description = "The worker's name.")
    private String name;

    @Option(names = "--uid", required = true, description = "What it registers with.")
    private String uid;

    @Override
    public Integer call() throws IOException {
        ParentWatch.start();
        Worker worker =
                new Worker(ChildConfig.read(config), ClassLoader.getSystemClassLoader(), WorkerName.parse(name), uid);
        WorkerExit exit = worker.run();
        if (exit.code() != WorkerExit.Code.DONE) {
            ChildFailure.tell(exit.reason());
        }
        return exit.code().number();
    }
}
