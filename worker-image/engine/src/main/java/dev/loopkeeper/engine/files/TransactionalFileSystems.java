package dev.loopkeeper.engine.files;

import dev.loopkeeper.api.io.Fence;
import dev.loopkeeper.api.io.PendingFile;
import dev.loopkeeper.api.io.TransactionalFiles;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Sends each directory to the files of its scheme; what has none is a path on the local disk. Transactions begin with the scheme. */
public final class TransactionalFileSystems implements TransactionalFiles {

    private final TransactionalFiles local;
    private final Map<String, TransactionalFiles> byScheme;

    /**
     * @param local for plain paths and {@code file:} URIs
     * @param byScheme the others, by scheme in lower case
     */
    public TransactionalFileSystems(TransactionalFiles local, Map<String, TransactionalFiles> byScheme) {
        this.local = local;
        this.byScheme = new TreeMap<>(byScheme);
    }

    @Override
    public void check(String directory, String owner, boolean overwriting) throws IOException {
        of(directory).check(directory, owner, overwriting);
    }

    @Override
    public void clear(String directory, String owner) throws IOException {
        of(directory).clear(directory, owner);
    }

    @Override
    public PendingFile create(String directory, String name, String owner, Fence fence) throws IOException {
        return of(directory).create(directory, name, owner, fence);
    }

    @Override
    public void commit(String transaction) throws IOException {
        of(transaction).commit(transaction);
    }

    @Override
    public void sweep(String directory, String owner, Predicate<Fence> stale) throws IOException {
        of(directory).sweep(directory, owner, stale);
    }

    private TransactionalFiles of(String uri) throws IOException {
        return UriScheme.choose(uri, local, byScheme);
    }
}
