package dev.loopkeeper.engine.worker;

import dev.loopkeeper.engine.ProgramException;
import dev.loopkeeper.engine.network.ExchangeServer;
import dev.loopkeeper.engine.plan.Plan;
import dev.loopkeeper.engine.plan.Planner;
import dev.loopkeeper.engine.runtime.BackgroundThreads;
import dev.loopkeeper.engine.runtime.OwnerThread;
import dev.loopkeeper.engine.store.ObjectStore;
import dev.loopkeeper.engine.task.FailureText;
import dev.loopkeeper.engine.worker.WorkerExit.Code;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A worker from its start to its end: all there is to a worker's process, or to the thread that stands for one. It makes the plan, takes data
 * connections, keeps in touch with the coordinator and runs the slots that it deploys here; it ends when it is dismissed, when its region is
 * done, or when no coordinator was heard of for a long time.
 */
public final class WorkerProcess {

    private static final Logger LOG = LoggerFactory.getLogger(WorkerProcess.class);

    private final WorkerConfig config;
    private final WorkerEnvironment environment;
    private final CompletableFuture<WorkerExit> exit = new CompletableFuture<>();
    private final CompletableFuture<Void> leaving = new CompletableFuture<>();

    public WorkerProcess(WorkerConfig config, WorkerEnvironment environment) {
        this.config = config;
        this.environment = environment;
    }

    /**
     * Works until the end; once. Everything it has started has ended when it returns, but for code of the program that does not come back.
     * An interrupt is taken as {@link #abort}, and its flag kept.
     *
     * @return why it has ended; {@code code().number()} is the exit code for a process. The reason has been logged.
     */
    public WorkerExit run() {
        CompletableFuture<WorkerExit> ended = new CompletableFuture<>();
        // On a thread that nobody interrupts: whoever does would break the end off, and leave ports and threads behind.
        Thread.ofPlatform().daemon().name("main-" + config.name()).start(() -> ended.complete(logged(guarded())));
        boolean interrupted = false;
        while (true) {
            try {
                WorkerExit end = ended.get();
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
                return end;
            } catch (InterruptedException e) {
                interrupted = true;
                abort();
            } catch (ExecutionException impossible) {
                throw new IllegalStateException("a worker's end never fails", impossible);
            }
        }
    }

    private WorkerExit guarded() {
        try {
            return work();
        } catch (RuntimeException | LinkageError | StackOverflowError | OutOfMemoryError e) {
            LOG.error("An error in the worker", e);
            return new WorkerExit(Code.BROKEN, "an error in the worker: " + FailureText.of(e));
        }
    }

    private WorkerExit logged(WorkerExit end) {
        if (end.code() == Code.DONE || end.code() == Code.ABORTED) {
            LOG.info("Worker {} ends: {}", config.name(), end.reason());
        } else {
            LOG.error("Worker {} ends: {}", config.name(), end.reason());
        }
        return end;
    }

    /** Makes {@link #run} end soon, without a word to the coordinator: what killing is to a process. Any thread, before or during the run. */
    public void abort() {
        exit.complete(new WorkerExit(Code.ABORTED, "it was told to"));
    }

    /**
     * Says that whoever runs this process wants it to go (K3). It works on until the coordinator, which hears of that elsewhere, has moved its
     * region; but it no longer waits for a coordinator that is away, since that one may have gone for good. Any thread, at any time.
     */
    public void leave() {
        leaving.complete(null);
    }

    private WorkerExit work() {
        Plan plan;
        try {
            plan = Planner.plan(
                    config.program(), environment.programClasses(), config.parameters(), config.parallelism());
        } catch (ProgramException e) {
            return new WorkerExit(Code.REFUSED, String.valueOf(e.getMessage()));
        }
        if (config.region() < 0 || config.region() >= plan.regions().size()) {
            return new WorkerExit(
                    Code.REFUSED,
                    "program " + config.program() + " has " + plan.regions().size() + " regions, and no region "
                            + config.region());
        }
        try (SpillSpace spill = new SpillSpace(config.workDirectory(), config.name());
                ObjectStore store = environment.openStore();
                ExchangeServer exchange = ExchangeServer.start(WorkerSecurity.exchange(config));
                BackgroundThreads threads = new BackgroundThreads("background-" + config.name());
                OwnerThread owner = new OwnerThread("worker-" + config.name(), this::broken)) {
            WorkerLoop loop =
                    new WorkerLoop(config, environment, plan, store, exchange, spill.directory(), threads, owner, exit);
            loop.start();
            leaving.thenRun(() -> owner.execute(loop::leave));
            try {
                return exit.join();
            } finally {
                loop.end();
            }
        } catch (IOException e) {
            return new WorkerExit(Code.BROKEN, FailureText.of(e));
        }
    }

    private void broken(Throwable failure) {
        LOG.error("An error in the worker", failure);
        exit.complete(new WorkerExit(Code.BROKEN, "an error in the worker: " + FailureText.of(failure)));
    }
}
