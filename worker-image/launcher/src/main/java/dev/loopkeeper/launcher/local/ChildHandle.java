package dev.loopkeeper.launcher.local;

import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;

/** A child that was started: a process, or threads that stand for one. Safe for all threads. */
public interface ChildHandle {

    /** The process's id; empty if the child is no process of its own. */
    OptionalLong pid();

    /** Ends the child at once, as {@code kill -9} does, with all that it started. Returns before it has ended; idempotent. */
    void kill();

    /** Completes, never with an error, when the child has ended. */
    CompletableFuture<ChildExit> onExit();
}
