package dev.loopkeeper.api.io;

import java.io.IOException;
import java.util.function.Predicate;

/** Files that appear whole and once, when they are committed. May be used from any thread; calls block. */
public interface TransactionalFiles {

    /**
     * Looks, before a job's first start, whether a directory can be written to and holds no output of another job, which would be mixed with this
     * one's. Other files do not matter.
     *
     * @param overwriting output of other jobs is about to be {@linkplain #clear cleared}, and so is no fault
     * @throws IOException with one line that names the directory and says what to do
     */
    default void check(String directory, String owner, boolean overwriting) throws IOException {}

    /**
     * Removes, before a job's first start, what other jobs' sinks have committed in a directory. Other files stay, and so does what another job has
     * begun: one that still runs there may commit it later.
     *
     * @throws IOException with one line that names the directory and says what is in the way
     */
    void clear(String directory, String owner) throws IOException;

    /**
     * Begins a file that nobody sees before it is committed.
     *
     * @param directory the URI of the directory or prefix that the file will be in
     * @param name the file's name there: an {@link OutputFileName}, so that it is unique for all attempts and what is left over can be told from
     *     what others have begun
     * @param owner the name's {@link OutputFileName#owner owner}
     */
    PendingFile create(String directory, String name, String owner, Fence fence) throws IOException;

    /** Makes a prepared file visible; success as well when it is already there with the same content. */
    void commit(String transaction) throws IOException;

    /** Removes what the owner began under fences that the test accepts and did not commit. */
    void sweep(String directory, String owner, Predicate<Fence> stale) throws IOException;
}
