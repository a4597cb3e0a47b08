package dev.loopkeeper.engine.runtime;

import dev.loopkeeper.engine.snapshot.ChunkRef;
import dev.loopkeeper.engine.store.ObjectStore;
import dev.loopkeeper.engine.store.StoreException;
import dev.loopkeeper.engine.task.ChunkUpload;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Packs chunks into objects of bounded size, one of which is put while the next one fills. Holds at most two objects in memory; a chunk that
 * is as large as an object is put as it stands. Nothing is put for an upload without chunks. The store tries again by itself; what it gives
 * up fails the upload.
 */
final class StoreChunkUpload implements ChunkUpload {

    private static final int FIRST_BYTES = 16 * 1024;

    private final ObjectStore store;
    private final BackgroundThreads threads;
    private final Semaphore puts;
    private final Supplier<String> names;
    private final int objectBytes;

    private byte[] filling = new byte[0];
    private int filled;
    private @Nullable String object;
    private @Nullable Future<?> underWay;
    private byte @Nullable [] spare;
    private long bytes;

    /**
     * @param puts how many objects may be put at once, by all uploads together
     * @param names gives each object its key
     */
    StoreChunkUpload(
            ObjectStore store, BackgroundThreads threads, Semaphore puts, Supplier<String> names, int objectBytes) {
        this.store = store;
        this.threads = threads;
        this.puts = puts;
        this.names = names;
        this.objectBytes = objectBytes;
    }

    @Override
    public ChunkRef add(ByteBuffer content) throws IOException {
        int length = content.remaining();
        CRC32C checksum = new CRC32C();
        checksum.update(content.duplicate());
        if (filled > 0 && filled + (long) length > objectBytes) {
            seal();
        }
        bytes += length;
        if (length >= objectBytes) {
            String name = names.get();
            put(name, content.duplicate());
            return new ChunkRef(name, 0, length, (int) checksum.getValue());
        }
        if (object == null) {
            object = names.get();
        }
        ChunkRef chunk = new ChunkRef(object, filled, length, (int) checksum.getValue());
        reserve(filled + length);
        content.duplicate().get(filling, filled, length);
        filled += length;
        return chunk;
    }

    @Override
    public void finish() throws IOException {
        if (object != null) {
            seal();
        }
        awaitPut();
    }

    @Override
    public long bytes() {
        return bytes;
    }

    private void reserve(int needed) {
        if (needed > filling.length) {
            long doubled = Math.max(Math.max(needed, FIRST_BYTES), filling.length * 2L);
            filling = Arrays.copyOf(filling, (int) Math.min(doubled, objectBytes));
        }
    }

    /** Begins to put the object that has been filled, when the one before is done. */
    private void seal() throws IOException {
        awaitPut();
        String name = String.valueOf(object);
        byte[] full = filling;
        ByteBuffer content = ByteBuffer.wrap(full, 0, filled);
        try {
            underWay = threads.submit("put " + name, () -> {
                put(name, content);
                return name;
            });
        } catch (RejectedExecutionException e) {
            throw new IOException("the worker ends; nothing is uploaded any more", e);
        }
        filling = spare == null ? new byte[0] : spare;
        spare = full;
        filled = 0;
        object = null;
    }

    private void awaitPut() throws IOException {
        Future<?> waitedFor = underWay;
        if (waitedFor == null) {
            return;
        }
        try {
            waitedFor.get();
            underWay = null;
        } catch (InterruptedException e) {
            waitedFor.cancel(true);
            Thread.currentThread().interrupt();
            throw interrupted();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failure) {
                throw failure;
            }
            throw new IOException("the upload ended by " + e.getCause(), e.getCause());
        }
    }

    private void put(String name, ByteBuffer content) throws IOException {
        try {
            puts.acquire();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw interrupted();
        }
        try {
            store.put(name, content);
        } catch (StoreException e) {
            throw new IOException(e.getMessage(), e);
        } finally {
            puts.release();
        }
    }

    private static InterruptedIOException interrupted() {
        return new InterruptedIOException("the upload was interrupted");
    }
}
