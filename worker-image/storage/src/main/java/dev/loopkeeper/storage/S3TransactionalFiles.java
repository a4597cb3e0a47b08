package dev.loopkeeper.storage;

import dev.loopkeeper.api.io.Fence;
import dev.loopkeeper.api.io.OutputFileName;
import dev.loopkeeper.api.io.PendingFile;
import dev.loopkeeper.api.io.TransactionalFiles;
import dev.loopkeeper.engine.files.OutputOfOthers;
import dev.loopkeeper.engine.store.MultipartStore.PendingUpload;
import dev.loopkeeper.engine.store.StoreException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;

/**
 * Output files in S3, as {@code s3://bucket/prefix} in any bucket of one store: uploads in parts, completed when they are committed. Until then
 * nobody sees them.
 */
public final class S3TransactionalFiles implements TransactionalFiles, AutoCloseable {

    private static final String PROBE = ".loopkeeper-probe";

    private final S3Connection connection;
    private final ExecutorService executor;

    private S3TransactionalFiles(S3Connection connection) {
        this.connection = connection;
        this.executor = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("s3-output-", 0).factory());
    }

    /** Sends nothing yet. Bucket and prefix of the settings are of no meaning here. */
    public static S3TransactionalFiles open(S3Settings settings) {
        return new S3TransactionalFiles(new S3Connection(settings));
    }

    @Override
    public void check(String directory, String owner, boolean overwriting) throws IOException {
        Folder folder = folder(directory);
        List<String> strange;
        try {
            strange = names(folder, name -> OutputOfOthers.isInTheWay(name, owner, overwriting));
            S3Uploads uploads = uploads(folder.bucket());
            String probe = folder.key() + PROBE;
            uploads.abort(probe, uploads.begin(probe));
        } catch (StoreException e) {
            throw new IOException("output directory " + directory + " cannot be written: " + e.getMessage(), e);
        }
        OutputOfOthers.refuse(directory, strange);
    }

    @Override
    public void clear(String directory, String owner) throws IOException {
        Folder folder = folder(directory);
        try {
            List<String> others = names(folder, name -> OutputOfOthers.isAnotherJobs(name, owner));
            new S3Bucket(connection, folder.bucket())
                    .delete(others.stream().map(name -> folder.key() + name).toList());
        } catch (StoreException e) {
            throw new IOException("output directory " + directory + " cannot be cleared: " + e.getMessage(), e);
        }
    }

    private List<String> names(Folder folder, Predicate<String> test) throws StoreException {
        List<String> names = new ArrayList<>();
        new S3Bucket(connection, folder.bucket()).listDirectory(folder.key() + "part-", entry -> {
            String name = entry.key().substring(folder.key().length());
            if (test.test(name)) {
                names.add(name);
            }
        });
        return names;
    }

    @Override
    public PendingFile create(String directory, String name, String owner, Fence fence) throws IOException {
        boolean telling = OutputFileName.parse(name)
                .filter(parsed -> parsed.owner().equals(owner) && parsed.fence().equals(fence))
                .isPresent();
        if (!telling) {
            // An upload has nothing but its key by which the sweep could know it.
            throw new IllegalArgumentException("the name " + name + " does not tell its owner and fence");
        }
        Folder folder = folder(directory);
        String key = folder.key() + name;
        return new S3PendingFile(
                folder.bucket(),
                key,
                new BackgroundUpload(uploads(folder.bucket()), key, executor),
                connection.settings().timeouts().total());
    }

    @Override
    public void commit(String transaction) throws IOException {
        S3Transaction upload = S3Transaction.parse(transaction);
        try {
            uploads(upload.bucket()).complete(upload.key(), upload.uploadId(), upload.parts());
        } catch (StoreException e) {
            throw new IOException(
                    "output s3://" + upload.bucket() + "/" + upload.key() + " cannot be committed: " + e.getMessage(),
                    e);
        }
    }

    @Override
    public void sweep(String directory, String owner, Predicate<Fence> stale) throws IOException {
        Folder folder = folder(directory);
        S3Uploads uploads = uploads(folder.bucket());
        try {
            List<PendingUpload> found = new ArrayList<>();
            uploads.list(folder.key() + OutputFileName.prefix(owner), upload -> {
                Optional<OutputFileName> name =
                        OutputFileName.parse(upload.key().substring(folder.key().length()));
                if (name.isPresent()
                        && name.get().owner().equals(owner)
                        && stale.test(name.get().fence())) {
                    found.add(upload);
                }
            });
            for (PendingUpload upload : found) {
                uploads.abort(upload.key(), upload.uploadId());
            }
        } catch (StoreException e) {
            throw new IOException("output directory " + directory + " cannot be swept: " + e.getMessage(), e);
        }
    }

    /** Stops what is on its way. */
    @Override
    public void close() {
        executor.shutdownNow();
        connection.close();
    }

    private S3Uploads uploads(String bucket) {
        return new S3Uploads(connection, bucket);
    }

    /** @param key empty, or with a slash at its end */
    private record Folder(String bucket, String key) {}

    private static Folder folder(String directory) throws IOException {
        S3Uri uri = S3Uri.parse(directory);
        String key = uri.key();
        return new Folder(uri.bucket(), key.isEmpty() || key.endsWith("/") ? key : key + "/");
    }
}
