package dev.loopkeeper.engine.control;

import dev.loopkeeper.engine.http.BearerToken;
import dev.loopkeeper.engine.message.CoordinatorMessage;
import dev.loopkeeper.engine.message.WorkerMessage;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A worker's client that registers whenever it is connected, and keeps what it hears. */
final class RecordingWorker implements ControlClientListener, AutoCloseable {

    final List<CoordinatorMessage> heard = new CopyOnWriteArrayList<>();
    final List<String> disconnected = new CopyOnWriteArrayList<>();
    final AtomicInteger connections = new AtomicInteger();
    final AtomicInteger replaced = new AtomicInteger();
    final ControlClient client;
    private final WorkerMessage.Register register;

    RecordingWorker(String name, String uid, BearerToken token, Duration silence, CoordinatorAddress address) {
        this(name, uid, ControlClientOptions.of(token, silence), address);
    }

    RecordingWorker(String name, String uid, ControlClientOptions options, CoordinatorAddress address) {
        register = new WorkerMessage.Register(name, 0, 0, 1, uid, "", "127.0.0.1:1", "hash", false);
        client = new ControlClient(options, address, this);
        client.start();
    }

    WorkerMessage.Register registration() {
        return register;
    }

    @Override
    public void connected() {
        connections.incrementAndGet();
        client.send(register);
    }

    @Override
    public void message(CoordinatorMessage message) {
        heard.add(message);
    }

    @Override
    public void disconnected(String reason) {
        disconnected.add(reason);
    }

    @Override
    public void replaced() {
        replaced.incrementAndGet();
    }

    @Override
    public void close() {
        client.close();
    }
}
