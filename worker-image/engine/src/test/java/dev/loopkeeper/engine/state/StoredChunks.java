package dev.loopkeeper.engine.state;

import dev.loopkeeper.engine.snapshot.ChunkReader;
import dev.loopkeeper.engine.snapshot.ChunkRef;
import dev.loopkeeper.engine.snapshot.ChunkWriter;
import dev.loopkeeper.engine.snapshot.SnapshotId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.CRC32C;

/** A store of chunks in memory: one object for each chunk, whose name begins with the snapshot that wrote it. */
final class StoredChunks implements ChunkReader {

    private final Map<String, byte[]> objects = new ConcurrentHashMap<>();

    ChunkWriter writer(SnapshotId snapshot) {
        return content -> {
            byte[] bytes = new byte[content.remaining()];
            content.get(bytes);
            String name = snapshot + "/" + objects.size();
            objects.put(name, bytes);
            return new ChunkRef(name, 0, bytes.length, checksum(bytes));
        };
    }

    @Override
    public byte[] read(ChunkRef chunk) throws IOException {
        byte[] bytes = objects.get(chunk.object());
        if (bytes == null || bytes.length != chunk.length() || checksum(bytes) != chunk.checksum()) {
            throw new IOException(chunk.object() + " is not what was written");
        }
        return bytes.clone();
    }

    static SnapshotId snapshot(ChunkRef chunk) {
        return SnapshotId.parse(chunk.object().substring(0, chunk.object().indexOf('/')));
    }

    /** Reads all chunks with one of them replaced. */
    ChunkReader with(ChunkRef replaced, byte[] content) {
        return chunk -> chunk.equals(replaced) ? content : read(chunk);
    }

    private static int checksum(byte[] bytes) {
        CRC32C checksum = new CRC32C();
        checksum.update(ByteBuffer.wrap(bytes));
        return (int) checksum.getValue();
    }
}
