package dev.loopkeeper.engine.coordinator.restore;

/** What a job is to start from cannot be used; only people can mend that. */
public final class NotRestorableException extends Exception {

    private static final long serialVersionUID = 1L;

    /** @param message one line: what, where, what to do */
    public NotRestorableException(String message) {
        super(message);
    }
}
