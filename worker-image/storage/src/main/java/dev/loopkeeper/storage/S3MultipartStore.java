package dev.loopkeeper.storage;

import dev.loopkeeper.engine.store.MultipartStore;
import dev.loopkeeper.engine.store.StoreException;
import dev.loopkeeper.engine.store.StoreException.Kind;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Consumer;

/**
 * Uploads in parts over S3. An upload carries a random identity as user metadata, which its object keeps, and its id here is both: so a committer
 * that finds the upload gone can tell its own object from another one, whatever the store makes of etags.
 */
public final class S3MultipartStore implements MultipartStore, AutoCloseable {

    private final S3Connection connection;
    private final String prefix;
    private final S3Uploads uploads;

    private S3MultipartStore(S3Settings settings) {
        this.connection = new S3Connection(settings);
        this.prefix = settings.prefix();
        this.uploads = new S3Uploads(connection, settings.bucket());
    }

    /** Sends nothing yet. */
    public static S3MultipartStore open(S3Settings settings) {
        return new S3MultipartStore(settings);
    }

    @Override
    public String begin(String key) throws StoreException {
        return uploads.begin(full(key));
    }

    @Override
    public Part uploadPart(String key, String uploadId, int number, ByteBuffer content) throws StoreException {
        return uploads.uploadPart(full(key), uploadId, number, content);
    }

    @Override
    public void complete(String key, String uploadId, List<Part> parts) throws StoreException {
        if (parts.isEmpty()) {
            throw new StoreException(Kind.UNSUPPORTED, "an upload of " + key + " without parts cannot be completed");
        }
        uploads.complete(full(key), uploadId, parts);
    }

    @Override
    public void abort(String key, String uploadId) throws StoreException {
        uploads.abort(full(key), uploadId);
    }

    @Override
    public void listUploads(String keyPrefix, Consumer<PendingUpload> each) throws StoreException {
        uploads.list(
                prefix + keyPrefix,
                upload -> each.accept(new PendingUpload(
                        upload.key().substring(prefix.length()), upload.uploadId(), upload.initiated())));
    }

    @Override
    public void close() {
        connection.close();
    }

    private String full(String key) {
        return S3Keys.require(prefix + key);
    }
}
