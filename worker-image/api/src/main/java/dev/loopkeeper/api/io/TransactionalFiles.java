package dev.loopkeeper.api.io;

import java.io.IOException;
import java.util.function.Predicate;

/** Files that appear whole and once, when they are committed. May be used from any thread; calls block. */
public interface TransactionalFiles {

    /**
     * Begins a file that nobody sees before it is committed.
     *
     * @param directory the URI of the directory or prefix that the file will be in
     * @param name the file's name there, unique for all attempts
     * @param owner names the job and the operator, so that left-overs can be told from those of others
     */
    PendingFile create(String directory, String name, String owner, Fence fence) throws IOException;

    /** Makes a prepared file visible; success as well when it is already there with the same content. */
    void commit(String transaction) throws IOException;

    /** Removes what the owner began under fences that the test accepts and did not commit. */
    void sweep(String directory, String owner, Predicate<Fence> stale) throws IOException;
}
