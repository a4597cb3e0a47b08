package dev.loopkeeper.engine.network;

/** Bytes from a peer that are not what the protocol allows; ends the connection. */
final class ProtocolViolationException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ProtocolViolationException(String message) {
        super(message);
    }
}
