package dev.loopkeeper.testkit.simulation;

import dev.loopkeeper.engine.snapshot.ChunkCheck;
import dev.loopkeeper.engine.snapshot.ChunkReader;
import dev.loopkeeper.engine.snapshot.ChunkRef;
import dev.loopkeeper.engine.store.ObjectStore;
import dev.loopkeeper.engine.store.StoreException;
import java.io.IOException;

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
                return ChunkCheck.read(store, chunk);
            } catch (StoreException e) {
                last = e;
            }
        }
        throw new IOException(last.getMessage(), last);
    }
}
