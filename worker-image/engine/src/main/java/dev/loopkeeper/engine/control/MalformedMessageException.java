package dev.loopkeeper.engine.control;

import java.io.Serial;

/** A message that this version of the program cannot understand. The message is one line. */
public final class MalformedMessageException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    MalformedMessageException(String message) {
        super(message);
    }
}
