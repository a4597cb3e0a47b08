package dev.loopkeeper.engine.snapshot;

import dev.loopkeeper.engine.store.ObjectStore;
import dev.loopkeeper.engine.store.StoreException;
import java.util.zip.CRC32C;

/** Compares what the store holds with what was written (R14). */
public final class ChunkCheck {

    private ChunkCheck() {}

    /**
     * Reads a chunk back; blocking.
     *
     * @return its bytes
     * @throws DamagedChunkException with one line, if it is missing, cut short or not what was written
     * @throws StoreException if the store cannot tell
     */
    public static byte[] read(ObjectStore store, ChunkRef chunk) throws StoreException, DamagedChunkException {
        byte[] content;
        try {
            content = store.getRange(chunk.object(), chunk.offset(), chunk.length());
        } catch (StoreException e) {
            throw damage(chunk, e);
        }
        verify(chunk, content);
        return content;
    }

    /** Turns the store's failure to read a chunk into damage, if that is what it is; otherwise it is thrown as it stands. */
    public static DamagedChunkException damage(ChunkRef chunk, StoreException failure) throws StoreException {
        return switch (failure.kind()) {
            case MISSING ->
                new DamagedChunkException(
                        chunk,
                        "object " + chunk.object() + " is missing or cut short: it has no bytes " + chunk.offset()
                                + " to " + (chunk.offset() + chunk.length()));
            case CORRUPT -> new DamagedChunkException(chunk, failure.getMessage());
            case UNAVAILABLE, UNCLEAR, DENIED, NO_BUCKET, UNSUPPORTED -> throw failure;
        };
    }

    /** Compares the checksum of what was read with that of what was written. */
    public static void verify(ChunkRef chunk, byte[] content) throws DamagedChunkException {
        CRC32C checksum = new CRC32C();
        checksum.update(content);
        if (content.length != chunk.length() || (int) checksum.getValue() != chunk.checksum()) {
            throw new DamagedChunkException(
                    chunk,
                    "object " + chunk.object() + " is damaged: the checksum of bytes "
                            + chunk.offset() + " to " + (chunk.offset() + chunk.length())
                            + " is not what it was when they were written");
        }
    }
}
