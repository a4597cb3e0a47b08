package dev.loopkeeper.launcher.cluster;

import dev.loopkeeper.engine.security.JobSecurity;
import dev.loopkeeper.engine.worker.WorkerConfig;
import dev.loopkeeper.engine.worker.WorkerExit;
import dev.loopkeeper.engine.worker.WorkerProcess;
import dev.loopkeeper.launcher.child.JobEnvironment;
import dev.loopkeeper.launcher.child.JobFiles;
import dev.loopkeeper.provider.WorkerName;
import dev.loopkeeper.storage.EtagForm;
import dev.loopkeeper.storage.S3ObjectStore;
import dev.loopkeeper.storage.S3Settings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;

/** A worker of a job on a cluster. */
final class ClusterWorker {

    private final WorkerProcess process;
    private final JobEnvironment environment;

    /**
     * A worker that has not begun.
     *
     * @param settings of the store
     * @param loader has the program's classes
     * @param uid of the pod, which it registers with
     * @param bind where it takes data connections; they are dialled at the pod's address
     * @throws IOException with one line, if it cannot prove who it is
     */
    ClusterWorker(
            ClusterConfig config,
            S3Settings settings,
            ClassLoader loader,
            WorkerName name,
            String uid,
            PodEnvironment pod,
            InetSocketAddress bind)
            throws IOException {
        // Conditional writes are the coordinator's: how this store wants its etags is nothing to a worker.
        this.environment =
                new JobEnvironment(loader, () -> S3ObjectStore.open(settings, EtagForm.QUOTED), new JobFiles(settings));
        this.process = new WorkerProcess(
                new WorkerConfig(
                        name.toString(),
                        Integer.parseInt(name.region().substring(1)),
                        name.worker(),
                        name.attempt(),
                        uid,
                        pod.node(),
                        config.name().uid(),
                        config.controlAddress(),
                        ClusterToken.of(config.name()),
                        bind,
                        pod.address(),
                        config.workFolder(),
                        pod.logBytes(),
                        Duration.ofMillis(config.settings().heartbeatTimeoutMillis()),
                        WorkerConfig.DEFAULT_LONELINESS,
                        config.className(),
                        config.parameters(),
                        config.parallelism(),
                        JobSecurity.of(config.identity(), config.name())),
                environment);
    }

    /** Works until its end. */
    WorkerExit run() {
        try {
            return process.run();
        } finally {
            environment.close();
        }
    }

    /** Says that the pod is to go: see {@link WorkerProcess#leave}. Any thread. */
    void leave() {
        process.leave();
    }

    /** Ends it at once, as a {@code kill -9} does. Any thread. */
    void abort() {
        process.abort();
    }
}
