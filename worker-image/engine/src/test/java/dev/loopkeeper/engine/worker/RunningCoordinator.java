package dev.loopkeeper.engine.worker;

import dev.loopkeeper.api.io.Fence;
import dev.loopkeeper.api.io.FileSystem;
import dev.loopkeeper.api.io.TransactionalFiles;
import dev.loopkeeper.api.sink.SinkContext;
import dev.loopkeeper.api.source.SourceContext;
import dev.loopkeeper.engine.control.ControlListener;
import dev.loopkeeper.engine.control.ControlServer;
import dev.loopkeeper.engine.control.ControlServerOptions;
import dev.loopkeeper.engine.control.HostPort;
import dev.loopkeeper.engine.coordinator.JobCoordinator;
import dev.loopkeeper.engine.coordinator.port.CoordinatorPorts;
import dev.loopkeeper.engine.coordinator.port.JobSettings;
import dev.loopkeeper.engine.files.LocalFileSystem;
import dev.loopkeeper.engine.message.CoordinatorMessage;
import dev.loopkeeper.engine.message.WorkerMessage;
import dev.loopkeeper.engine.plan.Plan;
import dev.loopkeeper.engine.runtime.BackgroundThreads;
import dev.loopkeeper.engine.runtime.OwnerThread;
import dev.loopkeeper.engine.runtime.ThreadedBackgroundWork;
import dev.loopkeeper.engine.store.ObjectStore;
import dev.loopkeeper.engine.work.BackgroundWork;
import dev.loopkeeper.provider.Observations;
import dev.loopkeeper.provider.Verdict;
import dev.loopkeeper.provider.WantedWorker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;

/** The real core of a coordinator behind a real socket, as a process would have it. */
final class RunningCoordinator implements CoordinatorPorts, ControlListener, AutoCloseable {

    final CompletableFuture<Verdict> verdict = new CompletableFuture<>();
    final List<String> events = new CopyOnWriteArrayList<>();
    final List<Throwable> errors = new CopyOnWriteArrayList<>();
    private final String job;
    private final ObjectStore store;
    private final Consumer<List<WantedWorker>> wanted;
    private final BackgroundThreads threads = new BackgroundThreads("coordinator");
    private final OwnerThread owner = new OwnerThread("coordinator", errors::add);
    private final ThreadedBackgroundWork background = threads.of(owner);
    private final ControlServer server;
    private final JobCoordinator core;
    private final List<Runnable> early = new ArrayList<>();
    private boolean serving;

    /**
     * @param addressFile where workers look for its address
     * @param wanted told, on the coordinator's thread, which workers shall exist
     */
    RunningCoordinator(
            Plan plan,
            JobSettings settings,
            ObjectStore store,
            ControlServerOptions control,
            Path addressFile,
            Consumer<List<WantedWorker>> wanted)
            throws IOException {
        this.job = settings.uid();
        this.store = store;
        this.wanted = wanted;
        this.core = new JobCoordinator(plan, parallelism -> plan, settings, this);
        this.server = ControlServer.start(control, this);
        Path temporary = addressFile.resolveSibling(addressFile.getFileName() + ".new");
        Files.writeString(temporary, HostPort.of(server.address()) + "\n");
        Files.move(temporary, addressFile, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        owner.execute(core::start);
    }

    long ask(ToLongFunction<JobCoordinator> question) {
        CompletableFuture<Long> answer = new CompletableFuture<>();
        owner.execute(() -> answer.complete(question.applyAsLong(core)));
        return answer.join();
    }

    void observe(Observations observations) {
        owner.execute(() -> core.observe(observations));
    }

    /** Workers that are there already register before the job is claimed, and only once. */
    private void whenServing(Runnable action) {
        if (serving) {
            action.run();
        } else {
            early.add(action);
        }
    }

    @Override
    public void message(String worker, WorkerMessage message) {
        owner.execute(() -> whenServing(() -> core.message(worker, message)));
    }

    @Override
    public void disconnected(String worker, String reason) {
        owner.execute(() -> whenServing(() -> core.disconnected(worker)));
    }

    @Override
    public long now() {
        return System.currentTimeMillis();
    }

    @Override
    public double random() {
        return ThreadLocalRandom.current().nextDouble();
    }

    @Override
    public String nonce() {
        return UUID.randomUUID().toString();
    }

    @Override
    public void after(long millis, Runnable action) {
        owner.after(Duration.ofMillis(millis), action);
    }

    @Override
    public BackgroundWork background() {
        return background;
    }

    @Override
    public ObjectStore store() {
        return store;
    }

    @Override
    public void send(String worker, CoordinatorMessage message) {
        server.send(worker, message);
    }

    @Override
    public SourceContext sourceContext() {
        return new SourceContext() {
            @Override
            public FileSystem files() {
                return new LocalFileSystem();
            }

            @Override
            public long currentTimeMillis() {
                return System.currentTimeMillis();
            }

            @Override
            public void wake() {}
        };
    }

    private record Context(String jobUid, String operatorName, int taskIndex, Fence fence, TransactionalFiles files)
            implements SinkContext {}

    @Override
    public SinkContext sinkContext(String operator, long claim, int attempt) {
        return new Context(job, operator, -1, new Fence(claim, attempt), null);
    }

    @Override
    public void changed() {
        wanted.accept(core.wanted());
        if (!serving && !core.regionStatuses().isEmpty()) {
            serving = true;
            owner.execute(() -> early.forEach(Runnable::run));
        }
    }

    @Override
    public void event(String region, String text) {
        events.add(region + ": " + text);
    }

    @Override
    public void ended(Verdict end) {
        verdict.complete(end);
    }

    @Override
    public void fenced(String reason) {
        verdict.completeExceptionally(new IllegalStateException("fenced: " + reason));
    }

    @Override
    public void refused(String reason) {
        verdict.completeExceptionally(new IllegalStateException("refused: " + reason));
    }

    /** Ends as a killed process does: nobody is told anything. */
    @Override
    public void close() {
        owner.close();
        server.close();
        background.close();
        threads.close();
    }
}
