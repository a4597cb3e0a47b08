package dev.loopkeeper.engine.network;

import dev.loopkeeper.engine.codec.BinaryReader;
import dev.loopkeeper.engine.codec.BinaryWriter;
import dev.loopkeeper.engine.codec.Codec;
import dev.loopkeeper.engine.exchange.Batch;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/** What the remote channels of one slot share. Belongs to the slot's thread. */
final class SlotSide {

    /** A scratch buffer that a large record has made larger than this is not kept, in bytes. */
    private static final int SCRATCH_KEPT = 40 * 1024 * 1024;

    private static final int SCRATCH_INITIAL = 2 * Batch.WEIGHT_LIMIT;

    /** Encoded frames that wait for reuse, in bytes. */
    private static final long FRAMES_KEPT = 32L * 1024 * 1024;

    private static final int BATCHES_KEPT = 64;

    final Runnable wake;
    final FramePool frames = new FramePool(FRAMES_KEPT);
    final BinaryReader reader = new BinaryReader(new byte[0]);
    private final IntFunction<? extends Codec<?>> codecOfEdge;
    private final Map<Integer, Codec<Object>> codecs = new HashMap<>();
    private final ArrayDeque<Batch> batches = new ArrayDeque<>();
    private final List<OutboundQueue> unflushed = new ArrayList<>();
    private BinaryWriter scratch = new BinaryWriter(SCRATCH_INITIAL);

    SlotSide(Runnable wake, IntFunction<? extends Codec<?>> codecOfEdge) {
        this.wake = wake;
        this.codecOfEdge = codecOfEdge;
    }

    /** The slot's own instance: codecs belong to one thread. */
    @SuppressWarnings("unchecked")
    Codec<Object> codec(int edge) {
        return codecs.computeIfAbsent(edge, id -> (Codec<Object>) codecOfEdge.apply(id));
    }

    /** An empty buffer to encode into, until the next call. */
    BinaryWriter scratch() {
        if (scratch.array().length > SCRATCH_KEPT) {
            scratch = new BinaryWriter(SCRATCH_INITIAL);
        }
        scratch.clear();
        return scratch;
    }

    Batch newBatch() {
        Batch batch = batches.pollFirst();
        return batch == null ? new Batch() : batch;
    }

    void recycle(Batch batch) {
        if (batches.size() < BATCHES_KEPT) {
            batch.clear();
            batches.addFirst(batch);
        }
    }

    /** Notes that a queue holds something that its event loop has not been told of. */
    void unflushed(OutboundQueue queue) {
        if (!unflushed.contains(queue)) {
            unflushed.add(queue);
        }
    }

    void flush() {
        if (!unflushed.isEmpty()) {
            for (OutboundQueue queue : unflushed) {
                queue.requestDrain();
            }
            unflushed.clear();
        }
    }
}
