package dev.loopkeeper.engine.state;

/** A snapshot holds state that the operator does not declare, or declares as something else. */
public final class StateMismatchException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public StateMismatchException(String message) {
        super(message);
    }
}
