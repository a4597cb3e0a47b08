package dev.loopkeeper.engine.control;

import dev.loopkeeper.engine.message.WorkerMessage;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps what a coordinator hears. */
final class RecordingCoordinator implements ControlListener {

    record Heard(String worker, WorkerMessage message) {}

    final List<Heard> heard = new CopyOnWriteArrayList<>();
    final List<String> disconnected = new CopyOnWriteArrayList<>();

    @Override
    public void message(String worker, WorkerMessage message) {
        heard.add(new Heard(worker, message));
    }

    @Override
    public void disconnected(String worker, String reason) {
        disconnected.add(worker + ": " + reason);
    }

    List<WorkerMessage> from(String worker) {
        return heard.stream()
                .filter(one -> one.worker().equals(worker))
                .map(Heard::message)
                .toList();
    }
}
