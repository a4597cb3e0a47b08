package dev.loopkeeper.launcher.child;

import dev.loopkeeper.engine.control.CoordinatorAddress;
import dev.loopkeeper.engine.http.BearerToken;
import dev.loopkeeper.engine.worker.WorkerConfig;
import dev.loopkeeper.engine.worker.WorkerExit;
import dev.loopkeeper.engine.worker.WorkerProcess;
import dev.loopkeeper.provider.WorkerName;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;

/** A worker of a local run, in a process of its own or in threads of the launcher's. */
public final class Worker {

    private static final String NODE = "local";

    private final WorkerProcess process;
    private final JobEnvironment environment;

    /**
     * A worker that has not begun.
     *
     * @param loader has the program's classes
     * @param uid what it registers with
     */
    public Worker(ChildConfig config, ClassLoader loader, WorkerName name, String uid) {
        this.environment = new JobEnvironment(
                loader, config.store()::open, new JobFiles(config.store().settings()));
        this.process = new WorkerProcess(workerConfig(config, name, uid), environment);
    }

    private static WorkerConfig workerConfig(ChildConfig config, WorkerName name, String uid) {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        return new WorkerConfig(
                name.toString(),
                Integer.parseInt(name.region().substring(1)),
                name.worker(),
                name.attempt(),
                uid,
                NODE,
                config.settings().uid(),
                new CoordinatorAddress.InFile(Path.of(config.controlAddress())),
                new BearerToken(config.token()),
                new InetSocketAddress(loopback, 0),
                loopback.getHostAddress(),
                Path.of(config.spillFolder()),
                WorkerMemory.logBytes(config.workerHeap()),
                Duration.ofMillis(config.settings().heartbeatTimeoutMillis()),
                WorkerConfig.DEFAULT_LONELINESS,
                config.className(),
                config.parameters(),
                config.parallelism(),
                null);
    }

    /** Works until its end. */
    public WorkerExit run() {
        try {
            return process.run();
        } finally {
            environment.close();
        }
    }

    /** Ends it at once, as a {@code kill -9} does. Any thread. */
    public void abort() {
        process.abort();
    }
}
