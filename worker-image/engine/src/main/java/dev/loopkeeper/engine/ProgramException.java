package dev.loopkeeper.engine;

import org.jspecify.annotations.Nullable;

/**
 * An error of the user's program, found when its graph is built. The message is one line that says what is wrong, where, and what to do; it
 * stands for itself, without a stack trace.
 */
public final class ProgramException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public ProgramException(String message) {
        super(message);
    }

    /** With the cause in the program's own code, for those who want its stack trace. */
    public ProgramException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
