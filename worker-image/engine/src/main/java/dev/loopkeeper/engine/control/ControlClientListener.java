package dev.loopkeeper.engine.control;

import dev.loopkeeper.engine.message.CoordinatorMessage;

/** What a worker hears of its coordinator. Called on threads of the client, one call at a time; must not block. */
public interface ControlClientListener {

    /** A coordinator has admitted this worker, which has to register before it says anything else. */
    void connected();

    /** The coordinator says something. Only from the newest connection, in order. */
    void message(CoordinatorMessage message);

    /**
     * The connection is gone: what was sent and not answered may be lost. The client dials again by itself.
     *
     * @param reason one line
     */
    void disconnected(String reason);

    /**
     * Another process has connected under this worker's name: this one is not wanted any more. The client does not dial again, or the two would
     * push each other out for ever.
     */
    void replaced();
}
