package dev.loopkeeper.launcher.local;

import java.io.IOException;
import java.io.InputStream;
import java.util.function.IntConsumer;

/**
 * Ends a child when its launcher has gone. The launcher holds the other end of the child's standard input and never writes to
 * it; however the launcher dies, the system closes that end, and reading meets the end of the stream. Only for children of a
 * launcher: a container has no standard input to begin with.
 */
public final class ParentWatch {

    /** The exit code of a child whose launcher has gone. */
    public static final int EXIT_CODE = 143;

    private ParentWatch() {}

    /** Watches the standard input of this process, in a daemon thread, and halts it at the end. First call of a child's main. */
    public static void start() {
        start(System.in, Runtime.getRuntime()::halt);
    }

    static Thread start(InputStream parent, IntConsumer halt) {
        return Thread.ofPlatform().daemon().name("parent-watch").start(() -> {
            byte[] ignored = new byte[64];
            try {
                while (parent.read(ignored) >= 0) {
                    // What a launcher writes means nothing.
                }
            } catch (IOException _) {
                // As good as its end.
            }
            // Halt, not exit: a shutdown hook that hangs would keep the child, and its work is fenced as after a kill
            // -9.
            halt.accept(EXIT_CODE);
        });
    }
}
