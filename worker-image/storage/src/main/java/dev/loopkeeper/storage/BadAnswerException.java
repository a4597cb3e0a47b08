package dev.loopkeeper.storage;

import java.io.IOException;
import java.io.Serial;

/** The store answered, but not with what belongs to the request; asking again may help. */
final class BadAnswerException extends IOException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final String what;

    /** @param what the rest of a sentence that begins with "the store" */
    BadAnswerException(String what) {
        super(what);
        this.what = what;
    }

    String what() {
        return what;
    }
}
