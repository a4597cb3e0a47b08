package dev.loopkeeper.engine.coordinator;

import dev.loopkeeper.api.io.Fence;
import dev.loopkeeper.api.io.FileSystem;
import dev.loopkeeper.api.io.TransactionalFiles;
import dev.loopkeeper.api.sink.SinkContext;
import dev.loopkeeper.api.source.SourceContext;
import dev.loopkeeper.engine.coordinator.port.CoordinatorPorts;
import dev.loopkeeper.engine.coordinator.port.RestoreOrigin;
import dev.loopkeeper.engine.message.CoordinatorMessage;
import dev.loopkeeper.engine.message.TaskCommand;
import dev.loopkeeper.engine.store.ObjectStore;
import dev.loopkeeper.engine.work.BackgroundWork;
import dev.loopkeeper.provider.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/** The world of a coordinator in a test: a store, a time that passes when the test says so, and a record of all that the coordinator says. */
final class ScriptedPorts implements CoordinatorPorts, BackgroundWork {

    private static final long WORK_MILLIS = 1;

    private final ObjectStore store;
    private final ScriptedTime time;
    private final List<Sent> sent = new ArrayList<>();
    private final List<String> events = new ArrayList<>();
    private RestoreOrigin origin;
    private long nonces;
    private int startedFromNothing;
    private Verdict verdict;
    private String refusal;
    private String fence;

    /** A message to a worker. */
    private record Sent(String worker, CoordinatorMessage message) {}

    ScriptedPorts(ObjectStore store, ScriptedTime time) {
        this.store = store;
        this.time = time;
    }

    // What the coordinator has said

    <C extends TaskCommand> List<C> commands(String worker, Class<C> kind) {
        return messages(worker, CoordinatorMessage.Command.class).stream()
                .map(CoordinatorMessage.Command::command)
                .filter(kind::isInstance)
                .map(kind::cast)
                .toList();
    }

    <M extends CoordinatorMessage> List<M> messages(String worker, Class<M> kind) {
        return sent.stream()
                .filter(message -> message.worker().equals(worker))
                .map(Sent::message)
                .filter(kind::isInstance)
                .map(kind::cast)
                .toList();
    }

    List<String> events() {
        return events;
    }

    Verdict verdict() {
        return verdict;
    }

    String refusal() {
        return refusal;
    }

    String fence() {
        return fence;
    }

    /** How often it was told that nothing of the job has run, and that it goes on from no other. */
    int startedFromNothing() {
        return startedFromNothing;
    }

    /** What the job goes on from; to be said before the start. */
    void startsFrom(RestoreOrigin other) {
        origin = other;
    }

    // What it asks and says

    @Override
    public <T> void start(String name, Callable<T> work, Completion<T> done) {
        after(WORK_MILLIS, () -> {
            T result;
            try {
                result = work.call();
            } catch (Exception failure) {
                done.failed(failure);
                return;
            }
            done.succeeded(result);
        });
    }

    @Override
    public long now() {
        return time.now();
    }

    @Override
    public double random() {
        return 0.5;
    }

    @Override
    public String nonce() {
        return "nonce-" + ++nonces + "-" + System.identityHashCode(this);
    }

    @Override
    public void after(long millis, Runnable action) {
        time.after(millis, action);
    }

    @Override
    public BackgroundWork background() {
        return this;
    }

    @Override
    public ObjectStore store() {
        return store;
    }

    @Override
    public void send(String worker, CoordinatorMessage message) {
        sent.add(new Sent(worker, message));
    }

    @Override
    public RestoreOrigin origin() {
        return origin;
    }

    @Override
    public void startsFromNothing() {
        startedFromNothing++;
    }

    @Override
    public SourceContext sourceContext() {
        return new SourceContext() {
            @Override
            public FileSystem files() {
                throw new UnsupportedOperationException();
            }

            @Override
            public long currentTimeMillis() {
                return time.now();
            }

            @Override
            public void wake() {}
        };
    }

    @Override
    public SinkContext sinkContext(String operator, long claim, int attempt) {
        record Context(String jobUid, String operatorName, int taskIndex, Fence fence, TransactionalFiles files)
                implements SinkContext {}
        return new Context("uid", operator, -1, new Fence(claim, attempt), null);
    }

    @Override
    public void changed() {}

    @Override
    public void event(String region, String text) {
        events.add(region + ": " + text);
    }

    @Override
    public void ended(Verdict end) {
        verdict = end;
    }

    @Override
    public void fenced(String reason) {
        fence = reason;
    }

    @Override
    public void refused(String reason) {
        refusal = reason;
    }
}
