package dev.loopkeeper.testkit.simulation;

import dev.loopkeeper.engine.snapshot.ChunkReader;
import dev.loopkeeper.engine.snapshot.ChunkRef;
import dev.loopkeeper.engine.store.ObjectStore;
import dev.loopkeeper.engine.store.StoreException;
import java.io.IOException;
import java.util.zip.CRC32C;

/** Reads chunks back, trying again while the store is away, as the real client does. */
final class SimulatedChunks implements ChunkReader {

    private static final int TRIES = 10;

    private final ObjectStore store;

    SimulatedChunks(ObjectStore store) {
        this.store = store;
    }

    @Override
    public byte[] read(ChunkRef chunk) throws IOException {
        StoreException last = null;
        for (int attempt = 0; attempt < TRIES; attempt++) {
            try {
                byte[] content = store.getRange(chunk.object(), chunk.offset(), chunk.length());
                CRC32C checksum = new CRC32C();
                checksum.update(content);
                if ((int) checksum.getValue() != chunk.checksum()) {
                    throw new IOException("object " + chunk.object() + " is damaged");
                }
                return content;
            } catch (StoreException e) {
                last = e;
                if (e.kind() == StoreException.Kind.MISSING) {
                    break;
                }
            }
        }
        throw new IOException(last.getMessage(), last);
    }
}
