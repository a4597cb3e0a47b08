package dev.loopkeeper.launcher.child;

import dev.loopkeeper.api.io.Fence;
import dev.loopkeeper.api.io.FileEntry;
import dev.loopkeeper.api.io.FileSystem;
import dev.loopkeeper.api.io.PendingFile;
import dev.loopkeeper.api.io.TransactionalFiles;
import dev.loopkeeper.storage.S3FileSystem;
import dev.loopkeeper.storage.S3Settings;
import dev.loopkeeper.storage.S3TransactionalFiles;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Files at the job's store. Its clients are made when the first file is asked for: most jobs read and write none there, and a client takes its
 * time to be made. Safe for all threads.
 */
final class StoreFiles implements FileSystem, TransactionalFiles, AutoCloseable {

    private final S3Settings settings;
    private @Nullable S3FileSystem inputs;
    private @Nullable S3TransactionalFiles outputs;

    StoreFiles(S3Settings settings) {
        this.settings = settings;
    }

    private synchronized S3FileSystem inputs() {
        S3FileSystem made = inputs == null ? S3FileSystem.open(settings) : inputs;
        inputs = made;
        return made;
    }

    private synchronized S3TransactionalFiles outputs() {
        S3TransactionalFiles made = outputs == null ? S3TransactionalFiles.open(settings) : outputs;
        outputs = made;
        return made;
    }

    @Override
    public List<FileEntry> list(String uri) throws IOException {
        return inputs().list(uri);
    }

    @Override
    public InputStream open(String uri, long offset) throws IOException {
        return inputs().open(uri, offset);
    }

    @Override
    public boolean remote(String uri) {
        return inputs().remote(uri);
    }

    @Override
    public void check(String directory, String owner, boolean overwriting) throws IOException {
        outputs().check(directory, owner, overwriting);
    }

    @Override
    public void clear(String directory, String owner) throws IOException {
        outputs().clear(directory, owner);
    }

    @Override
    public PendingFile create(String directory, String name, String owner, Fence fence) throws IOException {
        return outputs().create(directory, name, owner, fence);
    }

    @Override
    public void commit(String transaction) throws IOException {
        outputs().commit(transaction);
    }

    @Override
    public void sweep(String directory, String owner, Predicate<Fence> stale) throws IOException {
        outputs().sweep(directory, owner, stale);
    }

    @Override
    public synchronized void close() {
        if (inputs != null) {
            inputs.close();
        }
        if (outputs != null) {
            outputs.close();
        }
    }
}
