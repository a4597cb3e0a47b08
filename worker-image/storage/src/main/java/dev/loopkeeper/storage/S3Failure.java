package dev.loopkeeper.storage;

import dev.loopkeeper.engine.store.StoreException;

/**
 * What went wrong in one attempt.
 *
 * @param kind as for a call that changes nothing
 * @param retryable whether the same call may succeed a little later
 * @param neverSent whether it is certain that the store did not get the request
 * @param status of HTTP, or 0 where there was no answer
 * @param code of S3, such as {@code NoSuchKey}, or empty
 * @param message one line, with place and remedy, without secrets
 */
record S3Failure(
        StoreException.Kind kind, boolean retryable, boolean neverSent, int status, String code, String message) {

    /** The same where other keys are to be had: nothing was done, and trying again is right. */
    S3Failure withOtherKeys() {
        return new S3Failure(
                StoreException.Kind.UNAVAILABLE, true, true, status, code, message + "; others are asked for");
    }

    /** Whether a write may have been done although this was the outcome. */
    boolean mayBeDone() {
        // What is retryable is a time-out, a lost answer, a conflict or an error of the server: none of them says that
        // nothing was written.
        return retryable && !neverSent;
    }
}
