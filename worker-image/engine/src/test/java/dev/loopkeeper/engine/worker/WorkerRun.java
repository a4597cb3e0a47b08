package dev.loopkeeper.engine.worker;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A worker in a thread of its own. */
final class WorkerRun implements AutoCloseable {

    final WorkerProcess process;
    private final CompletableFuture<WorkerExit> exit;
    private final Thread thread;

    WorkerRun(WorkerConfig config, WorkerEnvironment environment) {
        process = new WorkerProcess(config, environment);
        exit = new CompletableFuture<>();
        thread = Thread.ofPlatform().daemon().name("run-" + config.name()).start(() -> exit.complete(process.run()));
    }

    WorkerExit exit() {
        return exit.orTimeout(20, TimeUnit.SECONDS).join();
    }

    boolean ended() {
        return exit.isDone();
    }

    void interrupt() {
        thread.interrupt();
    }

    @Override
    public void close() {
        process.abort();
        exit();
    }
}
