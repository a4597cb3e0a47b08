package dev.loopkeeper.engine.runtime;

import dev.loopkeeper.engine.snapshot.ChunkCheck;
import dev.loopkeeper.engine.snapshot.ChunkReader;
import dev.loopkeeper.engine.snapshot.ChunkRef;
import dev.loopkeeper.engine.store.ObjectStore;
import dev.loopkeeper.engine.store.StoreException;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads chunks and compares their checksums (R14). The second chunk that is wanted of an object fetches the object whole and keeps it for a
 * while: a restore reads many chunks of few objects, and requests cost more than bytes. Any thread.
 */
public final class StoreChunkReader implements ChunkReader {

    private static final long KEPT_BYTES = 4L * StoreChunks.OBJECT_BYTES;

    private final ObjectStore store;

    /** Objects that have been asked for, the least recently used first; without content those that were read in part. Guarded by itself. */
    private final Map<String, byte[]> objects = new LinkedHashMap<>(16, 0.75f, true);

    private long kept;

    private static final byte[] IN_PART = new byte[0];

    /** @param store the job's part of the store */
    public StoreChunkReader(ObjectStore store) {
        this.store = store;
    }

    @Override
    public byte[] read(ChunkRef chunk) throws IOException {
        byte[] content;
        try {
            content = fetch(chunk);
        } catch (StoreException e) {
            throw unreadable(chunk, e);
        }
        ChunkCheck.verify(chunk, content);
        return content;
    }

    private static IOException unreadable(ChunkRef chunk, StoreException cause) {
        try {
            return ChunkCheck.damage(chunk, cause);
        } catch (StoreException e) {
            return new IOException("the snapshot's object " + chunk.object() + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** Lets go of what is kept: a restore is over. */
    public void forget() {
        synchronized (objects) {
            objects.clear();
            kept = 0;
        }
    }

    private byte[] fetch(ChunkRef chunk) throws StoreException {
        byte[] before;
        synchronized (objects) {
            before = objects.putIfAbsent(chunk.object(), IN_PART);
        }
        if (before == null || chunk.length() >= StoreChunks.OBJECT_BYTES) {
            return store.getRange(chunk.object(), chunk.offset(), chunk.length());
        }
        byte[] whole = before == IN_PART ? fetchWhole(chunk.object()) : before;
        if (whole == null || chunk.offset() + chunk.length() > whole.length) {
            // Missing or too short: let the store say so.
            return store.getRange(chunk.object(), chunk.offset(), chunk.length());
        }
        return Arrays.copyOfRange(whole, (int) chunk.offset(), (int) chunk.offset() + chunk.length());
    }

    private byte @Nullable [] fetchWhole(String object) throws StoreException {
        byte[] whole = store.get(object).map(stored -> stored.content()).orElse(null);
        if (whole != null && whole.length <= KEPT_BYTES / 2) {
            synchronized (objects) {
                byte[] before = objects.put(object, whole);
                kept += whole.length - (before == null ? 0 : before.length);
                var eldest = objects.entrySet().iterator();
                while (kept > KEPT_BYTES && eldest.hasNext()) {
                    kept -= eldest.next().getValue().length;
                    eldest.remove();
                }
            }
        }
        return whole;
    }
}
