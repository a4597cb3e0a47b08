package dev.loopkeeper.engine.store;

import java.io.Serial;

/** A call to the store that did not succeed. The message is one line that says what, where and what to do; it never holds a secret. */
public final class StoreException extends Exception {

    /** Why, as far as it matters to what the caller does next. */
    public enum Kind {
        /** The store cannot be reached or is overloaded; nothing was changed. Worth trying again later. */
        UNAVAILABLE,
        /** A write whose outcome is unknown: a time-out, a lost answer, an error after sending. Read back before deciding (R12). */
        UNCLEAR,
        /** The credentials were refused or lack a right. */
        DENIED,
        /** The bucket does not exist. */
        NO_BUCKET,
        /** The object, the range or the upload is not there. */
        MISSING,
        /** What was sent or read is not what it should be (R14). */
        CORRUPT,
        /** The store cannot do this, or refuses the request as such. */
        UNSUPPORTED
    }

    @Serial
    private static final long serialVersionUID = 1L;

    private final Kind kind;

    public StoreException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public StoreException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
