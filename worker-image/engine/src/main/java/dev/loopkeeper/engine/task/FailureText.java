package dev.loopkeeper.engine.task;

/** A failure in one line: what people read first. */
public final class FailureText {

    private static final int LIMIT = 1_000;

    private FailureText() {}

    /** The message of the failure and of what caused it, where that says more; the type where there is no message. */
    public static String of(Throwable failure) {
        StringBuilder text = new StringBuilder();
        Throwable current = failure;
        for (int depth = 0; current != null && depth < 4; depth++) {
            String message = current.getMessage();
            String part = message == null || message.isBlank()
                    ? current.getClass().getSimpleName()
                    : current instanceof java.io.IOException || current instanceof IllegalStateException
                            ? message
                            : current.getClass().getSimpleName() + ": " + message;
            if (text.indexOf(message == null ? part : message) < 0) {
                text.append(text.isEmpty() ? "" : ": ").append(part);
            }
            current = current.getCause();
        }
        String line = text.toString().replaceAll("\\s+", " ").trim();
        return line.length() <= LIMIT ? line : line.substring(0, LIMIT) + "...";
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
            if (!type.startsWith("java.") && !type.startsWith("jdk.") && !type.startsWith("dev.loopkeeper.api.")) {
                return " (" + frame.getFileName() + ":" + frame.getLineNumber() + ")";
            }
        }
        return "";
    }
}
