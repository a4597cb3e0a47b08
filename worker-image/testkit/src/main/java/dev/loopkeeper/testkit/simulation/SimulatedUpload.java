package dev.loopkeeper.testkit.simulation;

import dev.loopkeeper.engine.plan.TaskId;
import dev.loopkeeper.engine.snapshot.ChunkRef;
import dev.loopkeeper.engine.snapshot.SnapshotId;
import dev.loopkeeper.engine.snapshot.StoreLayout;
import dev.loopkeeper.engine.store.StoreException;
import dev.loopkeeper.engine.task.ChunkUpload;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** Puts each chunk into an object of its own. */
final class SimulatedUpload implements ChunkUpload {

    private final SimulatedStore store;
    private final String folder;
    private final String task;
    private int sequence;
    private long bytes;

    SimulatedUpload(SimulatedStore store, String region, SnapshotId snapshot, int attempt, TaskId task) {
        this.store = store;
        this.folder = StoreLayout.chunks(region, snapshot, attempt);
        this.task = task.vertex() + "-" + task.index() + "-" + store.objects().size();
    }

    @Override
    public ChunkRef add(ByteBuffer content) throws IOException {
        byte[] copy = new byte[content.remaining()];
        content.duplicate().get(copy);
        CRC32C checksum = new CRC32C();
        checksum.update(copy);
        String key = folder + task + "-" + sequence++;
        try {
            store.put(key, ByteBuffer.wrap(copy));
        } catch (StoreException e) {
            throw new IOException(e.getMessage(), e);
        }
        bytes += copy.length;
        return new ChunkRef(key, 0, copy.length, (int) checksum.getValue());
    }

    @Override
    public void finish() {}

    @Override
    public long bytes() {
        return bytes;
    }
}
