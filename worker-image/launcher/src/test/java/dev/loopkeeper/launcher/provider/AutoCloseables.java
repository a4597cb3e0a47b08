package dev.loopkeeper.launcher.provider;

import java.util.ArrayDeque;
import java.util.Deque;

/** Closes what a test has opened, last first. */
final class AutoCloseables {

    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    <T extends AutoCloseable> T add(T closeable) {
        open.push(closeable);
        return closeable;
    }

    void close() {
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (Exception e) {
                throw new AssertionError("closing failed", e);
            }
        }
    }
}
