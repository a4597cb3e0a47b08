package dev.loopkeeper.engine.coordinator;

import dev.loopkeeper.api.sink.SinkContext;
import dev.loopkeeper.api.source.SourceContext;
import dev.loopkeeper.engine.coordinator.port.CoordinatorPorts;
import dev.loopkeeper.engine.message.CoordinatorMessage;
import dev.loopkeeper.engine.store.ObjectStore;
import dev.loopkeeper.engine.work.BackgroundWork;
import dev.loopkeeper.provider.Verdict;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.Callable;

/** Ports whose background work and timers run when a test says so, one after the other; names of writes count from 1 behind a prefix. */
public final class HandDrivenPorts implements CoordinatorPorts, BackgroundWork {

    private final ObjectStore store;
    private final String writer;
    private final Deque<Runnable> work = new ArrayDeque<>();
    private final PriorityQueue<Timer> timers = new PriorityQueue<>();
    private final List<Long> delays = new ArrayList<>();
    private final List<String> events = new ArrayList<>();
    private long now;
    private int nonces;

    private record Timer(long at, int order, Runnable action) implements Comparable<Timer> {

        @Override
        public int compareTo(Timer other) {
            return at != other.at ? Long.compare(at, other.at) : Integer.compare(order, other.order);
        }
    }

    public HandDrivenPorts(ObjectStore store, String writer) {
        this.store = store;
        this.writer = writer;
    }

    /** Runs the next piece of work and hands its outcome back. */
    public void workOnce() {
        work.remove().run();
    }

    public boolean idle() {
        return work.isEmpty() && timers.isEmpty();
    }

    /** Runs work and timers until nothing is left. */
    public void run() {
        for (int steps = 0; !idle(); steps++) {
            if (steps > 1_000) {
                throw new AssertionError("it does not come to rest");
            }
            if (!work.isEmpty()) {
                workOnce();
            } else {
                Timer timer = timers.remove();
                now = timer.at();
                timer.action().run();
            }
        }
    }

    /** The delays asked for so far, in milliseconds. */
    public List<Long> delays() {
        return delays;
    }

    public List<String> events() {
        return events;
    }

    @Override
    public <T> void start(String name, Callable<T> callable, Completion<T> done) {
        work.add(() -> {
            T result;
            try {
                result = callable.call();
            } catch (Exception failure) {
                done.failed(failure);
                return;
            }
            done.succeeded(result);
        });
    }

    @Override
    public long now() {
        return now;
    }

    /** Delays are asked for without jitter. */
    @Override
    public double random() {
        return 0.5;
    }

    @Override
    public String nonce() {
        return writer + ++nonces;
    }

    @Override
    public void after(long millis, Runnable action) {
        delays.add(millis);
        timers.add(new Timer(now + millis, delays.size(), action));
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
        throw new UnsupportedOperationException();
    }

    @Override
    public SourceContext sourceContext() {
        throw new UnsupportedOperationException();
    }

    @Override
    public SinkContext sinkContext(String operator, long claim, int attempt) {
        return null;
    }

    @Override
    public void changed() {}

    @Override
    public void event(String region, String text) {
        events.add(text);
    }

    @Override
    public void ended(Verdict verdict) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void fenced(String reason) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void refused(String reason) {
        throw new UnsupportedOperationException();
    }
}
