package dev.loopkeeper.launcher.child;

import java.util.Optional;

/** The one line by which a child process says to its launcher why it ended: the last of its kind in its log. */
public final class ChildFailure {

    private static final String MARK = "loopkeeper: ended: ";

    private ChildFailure() {}

    /** Says it, on standard error, which is the log. */
    public static void tell(String message) {
        System.err.println(text(message));
        System.err.flush();
    }

    /** How it is said. */
    static String text(String message) {
        return MARK + message.lines().findFirst().orElse("");
    }

    /** What the end of a log says of it; empty if the process did not come to say anything. */
    public static Optional<String> read(String logTail) {
        return logTail.lines()
                .filter(line -> line.startsWith(MARK))
                .reduce((first, second) -> second)
                .map(line -> line.substring(MARK.length()));
    }
}
