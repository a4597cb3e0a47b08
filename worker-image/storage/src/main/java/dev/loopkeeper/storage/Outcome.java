package dev.loopkeeper.storage;

import dev.loopkeeper.engine.store.StoreException;
import java.util.Optional;

/** What came of one attempt. */
sealed interface Outcome<T> {

    record Done<T>(T result) implements Outcome<T> {}

    /**
     * It failed.
     *
     * @param cause left out where it would print what is secret
     */
    record Failed<T>(S3Failure failure, Optional<Throwable> cause) implements Outcome<T> {

        StoreException exception(StoreException.Kind kind, String message) {
            return cause.map(thrown -> new StoreException(kind, message, thrown))
                    .orElseGet(() -> new StoreException(kind, message));
        }
    }
}
