package dev.loopkeeper.engine.control;

import dev.loopkeeper.engine.message.WorkerMessage;

/**
 * What the coordinator hears of its workers. Called on threads of the server, one call at a time; must not block. A worker that connects
 * again under its name replaces its older stream: of that one nothing is heard any more, and the newer one begins with a
 * {@link WorkerMessage.Register}.
 */
public interface ControlListener {

    /** A worker says something. Messages of one stream come in order. */
    void message(String worker, WorkerMessage message);

    /**
     * A worker's stream has ended and no newer one has taken its place: the earliest sign of its loss, though it may connect again.
     *
     * @param reason one line
     */
    void disconnected(String worker, String reason);
}
