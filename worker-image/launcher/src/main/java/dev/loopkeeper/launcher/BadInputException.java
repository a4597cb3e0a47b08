package dev.loopkeeper.launcher;

import org.jspecify.annotations.Nullable;

/** What a user gave cannot be used. The message is what the user reads: usually one line that says what, where, and what to do. */
public final class BadInputException extends Exception {

    private static final long serialVersionUID = 1L;

    public BadInputException(String message) {
        super(message);
    }

    public BadInputException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** The message, which is never missing. */
    public String line() {
        return String.valueOf(getMessage());
    }
}
