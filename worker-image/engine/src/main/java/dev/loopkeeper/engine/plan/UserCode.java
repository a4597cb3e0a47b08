package dev.loopkeeper.engine.plan;

import dev.loopkeeper.engine.ProgramException;
import java.util.concurrent.Callable;

/** Runs the program's own code and turns what it throws into one line. */
final class UserCode {

    private UserCode() {}

    static void run(Class<?> program, String doing, Runnable code) {
        call(program, doing, () -> {
            code.run();
            return program;
        });
    }

    static <T> T call(Class<?> program, String doing, Callable<T> code) {
        try {
            return code.call();
        } catch (ProgramException e) {
            throw e;
        } catch (Exception | LinkageError | StackOverflowError | AssertionError e) {
            throw new ProgramException(describe(program, doing, e), e);
        }
    }

    private static String describe(Class<?> program, String doing, Throwable thrown) {
        StringBuilder message = new StringBuilder("program ")
                .append(program.getName())
                .append(" failed when ")
                .append(doing)
                .append(": ")
                .append(thrown.getClass().getSimpleName());
        if (thrown.getMessage() != null) {
            message.append(": ").append(thrown.getMessage().strip().replaceAll("\\R\\s*", " "));
        }
        for (StackTraceElement frame : thrown.getStackTrace()) {
            if (sameFile(frame.getClassName(), program.getName())) {
                return message.append(" (")
                        .append(frame.getFileName())
                        .append(':')
                        .append(frame.getLineNumber())
                        .append(')')
                        .toString();
            }
        }
        return message.toString();
    }

    private static boolean sameFile(String className, String program) {
        return outermost(className).equals(outermost(program));
    }

    private static String outermost(String className) {
        int nested = className.indexOf('$');
        return nested < 0 ? className : className.substring(0, nested);
    }
}
