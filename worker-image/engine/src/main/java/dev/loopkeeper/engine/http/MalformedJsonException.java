package dev.loopkeeper.engine.http;

import java.io.IOException;

/** A text that is not what the interface describes. The message is one line that says where and what. */
public final class MalformedJsonException extends IOException {

    private static final long serialVersionUID = 1L;

    private final String line;

    public MalformedJsonException(String line) {
        super(line);
        this.line = line;
    }

    /** One line: where in the text, and what is wrong there. */
    public String line() {
        return line;
    }
}
