package dev.loopkeeper.engine.control;

import io.grpc.Status;

/** Why a call ended, in one line. */
final class StatusText {

    private StatusText() {}

    static String of(Throwable failure) {
        Status status = Status.fromThrowable(failure);
        String text = status.getDescription() == null ? status.getCode().toString() : status.getDescription();
        Throwable cause = status.getCause();
        return (cause == null || cause.getMessage() == null ? text : text + ": " + cause.getMessage())
                .replaceAll("\\s+", " ");
    }
}
