package dev.loopkeeper.storage;

/** What came of one attempt. */
sealed interface Outcome<T> {

    record Done<T>(T result) implements Outcome<T> {}

    record Failed<T>(S3Failure failure, Throwable cause) implements Outcome<T> {}
}
