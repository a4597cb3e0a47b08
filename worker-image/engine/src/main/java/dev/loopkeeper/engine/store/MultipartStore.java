package dev.loopkeeper.engine.store;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/**
 * Objects that are written in parts and appear whole when they are completed: the two phases of a sink on S3. May be used from any thread;
 * calls block as those of {@link ObjectStore} do.
 */
public interface MultipartStore {

    /** The least size in bytes of every part but the last one, as S3 demands. */
    int LEAST_PART_SIZE = 5 * 1024 * 1024;

    /**
     * Begins an upload. Nothing is seen of it before it is completed. An upload whose beginning fails as {@code UNCLEAR} may exist; the sweep
     * finds it by {@link #listUploads}.
     *
     * @return the upload's id, opaque; it stays valid over restarts of everything
     */
    String begin(String key) throws StoreException;

    /**
     * Uploads one part; one of the same number that was there is replaced.
     *
     * @param number from 1 to 10,000
     * @param content from its position to its limit; neither is moved
     */
    Part uploadPart(String key, String uploadId, int number, ByteBuffer content) throws StoreException;

    /**
     * Makes the object visible. Success as well when this upload was completed before: when the store no longer knows the upload, the object must
     * be there with this upload's identity.
     *
     * @param parts in rising order of number, at least one
     * @throws StoreException {@link StoreException.Kind#MISSING} where neither the upload nor its object is there; {@code UNCLEAR} where it may or
     *     may not be completed, in which case calling again is right
     */
    void complete(String key, String uploadId, List<Part> parts) throws StoreException;

    /** Drops an upload and its parts; one that is unknown or completed is no error. */
    void abort(String key, String uploadId) throws StoreException;

    /** Hands over every upload that is neither completed nor aborted and whose key begins with the prefix. */
    void listUploads(String prefix, Consumer<PendingUpload> each) throws StoreException;

    /** A part that the store has. */
    record Part(int number, String etag) {}

    /**
     * An upload as a listing names it.
     *
     * @param uploadId good for {@link #abort} only
     * @param initiated by the store's clock
     */
    record PendingUpload(String key, String uploadId, Instant initiated) {}
}
