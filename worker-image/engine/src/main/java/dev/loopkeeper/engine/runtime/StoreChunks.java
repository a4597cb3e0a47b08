package dev.loopkeeper.engine.runtime;

import dev.loopkeeper.engine.snapshot.SnapshotId;
import dev.loopkeeper.engine.snapshot.StoreLayout;
import dev.loopkeeper.engine.store.ObjectStore;
import dev.loopkeeper.engine.task.ChunkUpload;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Where the tasks of one attempt at one worker put their chunks. Names carry claim, counter and attempt (R13), the task, and a number that
 * this worker does not use twice: a head uploads two times for one snapshot. Any thread.
 */
public final class StoreChunks {

    /** The size in bytes at which an object is put and the next one begun. */
    public static final int OBJECT_BYTES = 8 * 1024 * 1024;

    /** How many objects a worker puts at once; each waits in memory meanwhile. */
    private static final int CONCURRENT_PUTS = 4;

    private static final int LONGEST_NAME = 40;

    private final ObjectStore store;
    private final BackgroundThreads threads;
    private final String folder;
    private final int attempt;
    private final int objectBytes;
    private final Semaphore puts = new Semaphore(CONCURRENT_PUTS);
    private final AtomicLong sequence = new AtomicLong();

    /**
     * @param store the job's part of the store
     * @param folder the region's folder in it, ending with a slash
     */
    public StoreChunks(ObjectStore store, BackgroundThreads threads, String folder, int attempt) {
        this(store, threads, folder, attempt, OBJECT_BYTES);
    }

    StoreChunks(ObjectStore store, BackgroundThreads threads, String folder, int attempt, int objectBytes) {
        this.store = store;
        this.threads = threads;
        this.folder = folder;
        this.attempt = attempt;
        this.objectBytes = objectBytes;
    }

    /**
     * An upload of one task for one snapshot.
     *
     * @param entry the name of the operator that the task's chain begins with
     * @param index the task's index
     */
    public ChunkUpload upload(SnapshotId snapshot, String entry, int index) {
        String prefix = StoreLayout.chunks(folder, snapshot, attempt) + sanitized(entry) + "-" + index + "-";
        return new StoreChunkUpload(store, threads, puts, () -> prefix + sequence.getAndIncrement(), objectBytes);
    }

    private static String sanitized(String name) {
        String safe = name.replaceAll("[^A-Za-z0-9._-]", "_");
        return safe.length() <= LONGEST_NAME ? safe : safe.substring(0, LONGEST_NAME);
    }
}
