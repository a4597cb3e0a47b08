package dev.loopkeeper.engine.state;

import dev.loopkeeper.engine.snapshot.ChunkRef;
import java.util.ArrayList;
import java.util.List;

/**
 * The chunks of one state in one key group: a base and the deltas over it, oldest first.
 *
 * @param chunks none if there is no base
 * @param baseBytes length of the base
 * @param deltaBytes length of all deltas together
 * @param deltas the number of deltas; one of many bytes is several chunks
 */
record Chain(List<ChunkRef> chunks, long baseBytes, long deltaBytes, int deltas) {

    static final Chain EMPTY = new Chain(List.of(), 0, 0, 0);

    Chain {
        chunks = List.copyOf(chunks);
    }

    static Chain base(List<ChunkRef> chunks) {
        return new Chain(chunks, bytes(chunks), 0, 0);
    }

    Chain plusDelta(List<ChunkRef> delta) {
        List<ChunkRef> all = new ArrayList<>(chunks);
        all.addAll(delta);
        return new Chain(all, baseBytes, deltaBytes + bytes(delta), deltas + 1);
    }

    boolean isEmpty() {
        return chunks.isEmpty();
    }

    long bytes() {
        return baseBytes + deltaBytes;
    }

    static long bytes(List<ChunkRef> chunks) {
        long bytes = 0;
        for (ChunkRef chunk : chunks) {
            bytes += chunk.length();
        }
        return bytes;
    }
}
