package dev.loopkeeper.launcher.local;

import dev.loopkeeper.provider.WantedWorker;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Workers as threads of the launcher. */
public final class ThreadWorkerHost implements WorkerHost {

    /** An aborted worker whose thread goes on for longer is given up; it is fenced as a frozen process is (R15). */
    private static final Duration ABORT_TIME = Duration.ofSeconds(5);

    private static final int ERROR = 1;

    private final InProcessWorker.Factory workers;

    public ThreadWorkerHost(InProcessWorker.Factory workers) {
        this.workers = workers;
    }

    @Override
    public ChildHandle start(WantedWorker wanted, String uid) {
        Running running = new Running(wanted.name(), workers.create(wanted, uid));
        running.thread.start();
        return running;
    }

    private static final class Running implements ChildHandle {
        private final InProcessWorker worker;
        private final CompletableFuture<ChildExit> exit = new CompletableFuture<>();
        private final Thread thread;
        private volatile boolean killed;

        Running(String name, InProcessWorker worker) {
            this.worker = worker;
            this.thread = Thread.ofPlatform().daemon().name(name).unstarted(this::run);
        }

        private void run() {
            ChildExit end;
            try {
                end = new ChildExit(worker.run(), "");
            } catch (Exception | LinkageError | StackOverflowError | OutOfMemoryError e) {
                end = new ChildExit(ERROR, trace(e));
            }
            exit.complete(killed ? new ChildExit(ChildExit.KILLED, "") : end);
        }

        private static String trace(Throwable e) {
            StringWriter text = new StringWriter();
            e.printStackTrace(new PrintWriter(text));
            // Once more at the end, because it is the end that is kept.
            return text + "ended by " + e;
        }

        @Override
        public OptionalLong pid() {
            return OptionalLong.empty();
        }

        @Override
        public void kill() {
            if (!exit.isDone()) {
                killed = true;
                worker.abort();
                thread.interrupt();
                exit.completeOnTimeout(
                        new ChildExit(ChildExit.KILLED, ""), ABORT_TIME.toMillis(), TimeUnit.MILLISECONDS);
            }
        }

        @Override
        public CompletableFuture<ChildExit> onExit() {
            return exit;
        }
    }
}
