package dev.loopkeeper.storage;

import dev.loopkeeper.engine.store.StoreException.Kind;
import java.io.Serial;

/** There are no keys to sign a request with, so that none was sent. The message is one line without the action; it holds no secret. */
final class NoKeysException extends Exception {

    @Serial
    private static final long serialVersionUID = 1L;

    private final Kind kind;
    private final boolean retryable;

    private NoKeysException(Kind kind, boolean retryable, String line) {
        super(line);
        this.kind = kind;
        this.retryable = retryable;
    }

    /** It may well be otherwise in a while. */
    static NoKeysException forNow(String line) {
        return new NoKeysException(Kind.UNAVAILABLE, true, line);
    }

    /** No answer that says anything. */
    static NoKeysException unanswered(ConnectionFailures.Unanswered why) {
        return new NoKeysException(Kind.UNAVAILABLE, why.retryable(), why.line());
    }

    /** Someone has to change something. */
    static NoKeysException refused(Kind kind, String line) {
        return new NoKeysException(kind, false, line);
    }

    /** What it means for a request to the store. */
    S3Failure failure(String action) {
        // The status is the store's, and the store has not been asked.
        return new S3Failure(kind, retryable, true, 0, "", action + ": " + getMessage());
    }
}
