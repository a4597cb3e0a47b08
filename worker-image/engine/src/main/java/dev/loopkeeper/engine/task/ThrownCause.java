package dev.loopkeeper.engine.task;

import dev.loopkeeper.engine.message.FailureCause;
import java.io.IOException;
import java.util.Locale;

/** Finds out what a throwable was caused by, so that failures can be compared whatever their messages say. Pure. */
public final class ThrownCause {

    private static final int DEPTH_LIMIT = 100;

    private ThrownCause() {}

    /** The cause: what was thrown first, where, and whether a full disk is behind it. */
    public static FailureCause of(Throwable failure) {
        boolean diskFull = false;
        Throwable root = failure;
        for (int depth = 0; depth < DEPTH_LIMIT; depth++) {
            diskFull |= root instanceof IOException && saysDiskFull(root.getMessage());
            if (root.getCause() == null) {
                break;
            }
            root = root.getCause();
        }
        return new FailureCause(root.getClass().getName() + place(root), diskFull);
    }

    /** Java has no type for it: these are the words of the system's errors ENOSPC and EDQUOT. */
    private static boolean saysDiskFull(String message) {
        String words = message == null ? "" : message.toLowerCase(Locale.ROOT);
        return words.contains("no space left on device") || words.contains("disk quota exceeded");
    }

    /** The innermost frame of a program, of a library or of the engine: the JDK's own are the same for many causes. */
    private static String place(Throwable root) {
        for (StackTraceElement frame : root.getStackTrace()) {
            if (frame.getModuleName() == null) {
                return " at " + frame.getClassName() + "." + frame.getMethodName() + ":" + frame.getLineNumber();
            }
        }
        return "";
    }
}
