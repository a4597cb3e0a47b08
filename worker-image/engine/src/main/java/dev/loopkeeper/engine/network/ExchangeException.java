package dev.loopkeeper.engine.network;

/** An exchange that cannot be opened or used. The message is one line that says what, where and what to do. */
public final class ExchangeException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public ExchangeException(String message) {
        super(message);
    }

    public ExchangeException(String message, Throwable cause) {
        super(message, cause);
    }
}
