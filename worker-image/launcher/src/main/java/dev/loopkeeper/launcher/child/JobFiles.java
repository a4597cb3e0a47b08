package dev.loopkeeper.launcher.child;

import dev.loopkeeper.api.io.FileSystem;
import dev.loopkeeper.api.io.TransactionalFiles;
import dev.loopkeeper.engine.files.FileSystems;
import dev.loopkeeper.engine.files.LocalFileSystem;
import dev.loopkeeper.engine.files.LocalTransactionalFiles;
import dev.loopkeeper.engine.files.TransactionalFileSystems;
import dev.loopkeeper.storage.S3Settings;
import java.util.Map;

/** The files that a job reads and writes: on this machine, and at the job's store under {@code s3://}. */
public final class JobFiles implements AutoCloseable {

    private static final String S3 = "s3";

    private final StoreFiles store;
    private final FileSystem inputs;
    private final TransactionalFiles outputs;

    /** Sends nothing yet. */
    public JobFiles(S3Settings settings) {
        this.store = new StoreFiles(settings);
        this.inputs = new FileSystems(new LocalFileSystem(), Map.of(S3, store));
        this.outputs = new TransactionalFileSystems(new LocalTransactionalFiles(), Map.of(S3, store));
    }

    public FileSystem inputs() {
        return inputs;
    }

    public TransactionalFiles outputs() {
        return outputs;
    }

    @Override
    public void close() {
        store.close();
    }
}
