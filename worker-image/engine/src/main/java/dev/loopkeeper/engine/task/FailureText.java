package dev.loopkeeper.engine.task;

import dev.loopkeeper.engine.ProgramException;
import java.io.IOException;
import java.io.UncheckedIOException;

/** A failure in one line: what people read first. */
public final class FailureText {

    private static final int LIMIT = 1_000;

    private FailureText() {}

    /** A failure with where it was: the operator that threw, with the line of its code, or else what is given. */
    public static String located(String where, Throwable failure) {
        return failure instanceof OperatorFailure named
                ? "operator " + named.operator() + ": " + of(named.getCause()) + place(named)
                : where + ": " + of(failure) + place(failure);
    }

    /** The message of the failure and of what caused it, where that says more; the type where there is no message. */
    public static String of(Throwable failure) {
        StringBuilder text = new StringBuilder();
        Throwable current = failure;
        for (int depth = 0; current != null && depth < 4; depth++) {
            if (current instanceof UncheckedIOException wrapped) {
                current = wrapped.getCause();
            }
            String message = current.getMessage();
            String part = message == null || message.isBlank()
                    ? current.getClass().getSimpleName()
                    : speaksForItself(current) ? message : current.getClass().getSimpleName() + ": " + message;
            if (text.indexOf(message == null ? part : message) < 0) {
                text.append(text.isEmpty() ? "" : ": ").append(part);
            }
            current = current.getCause();
        }
        String line = text.toString().replaceAll("\\s+", " ").trim();
        return line.length() <= LIMIT ? line : line.substring(0, LIMIT) + "...";
    }

    /** Whose message needs no type before it. */
    private static boolean speaksForItself(Throwable failure) {
        return failure instanceof IOException
                || failure instanceof IllegalStateException
                || failure instanceof ProgramException;
    }

    /** The line of code that threw, in brackets, where it is not the engine's own; empty otherwise. */
    public static String place(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        for (StackTraceElement frame : root.getStackTrace()) {
            String type = frame.getClassName();
            if (type.startsWith("dev.loopkeeper.engine.")) {
                break;
            }
            boolean ofTheJdk = frame.getModuleName() != null;
            if (!ofTheJdk && !type.startsWith("dev.loopkeeper.api.")) {
                return " (" + frame.getFileName() + ":" + frame.getLineNumber() + ")";
            }
        }
        return "";
    }
}
