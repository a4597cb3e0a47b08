package dev.loopkeeper.api.sink;

import dev.loopkeeper.api.io.Fence;
import java.io.IOException;
import java.util.function.Predicate;

/** Commits transactions. Called on the coordinator, off its thread; calls may block. */
public interface SinkCommitter {

    /** Makes a prepared transaction visible. Idempotent: committing one that is already visible is success. */
    void commit(String transaction) throws IOException;

    /**
     * Drops what was begun under a fence that the test accepts and has not been committed. Called when everything that a committed snapshot
     * names is committed.
     */
    default void sweep(Predicate<Fence> stale) throws IOException {}
}
