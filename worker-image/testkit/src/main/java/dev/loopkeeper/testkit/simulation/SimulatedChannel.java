package dev.loopkeeper.testkit.simulation;

import dev.loopkeeper.engine.codec.BinaryReader;
import dev.loopkeeper.engine.codec.BinaryWriter;
import dev.loopkeeper.engine.codec.Codec;
import dev.loopkeeper.engine.exchange.Batch;
import dev.loopkeeper.engine.exchange.InputChannel;
import dev.loopkeeper.engine.exchange.OutputChannel;
import dev.loopkeeper.engine.snapshot.Control;
import java.util.ArrayDeque;
import java.util.Deque;

/** A channel between two tasks: FIFO, with credits, delayed where it crosses processes. */
final class SimulatedChannel implements InputChannel, OutputChannel {

    private static final int CREDITS = 2;

    private final FifoLink link;
    private final FifoLink back;
    private final Codec<Object> codec;
    private final Deque<Object> arrived = new ArrayDeque<>();
    private int credits = CREDITS;

    /**
     * @param link null where both ends are in one process
     * @param codec encodes and decodes what crosses processes
     */
    SimulatedChannel(FifoLink link, FifoLink back, Codec<Object> codec) {
        this.link = link;
        this.back = back;
        this.codec = codec;
    }

    @Override
    public boolean writable() {
        return credits > 0;
    }

    @Override
    public Batch newBatch() {
        return new Batch();
    }

    @Override
    public void send(Batch batch) {
        credits--;
        if (link == null) {
            arrived.add(batch);
            return;
        }
        BinaryWriter writer = new BinaryWriter(256);
        for (int record = 0; record < batch.count; record++) {
            codec.write(batch.records[record], writer);
        }
        byte[] bytes = writer.toByteArray();
        int count = batch.count;
        link.send(() -> {
            Batch copy = new Batch();
            BinaryReader reader = new BinaryReader(bytes);
            while (copy.count < count) {
                copy.records[copy.count++] = codec.read(reader);
            }
            arrived.add(copy);
        });
    }

    @Override
    public void send(Control control) {
        if (link == null) {
            arrived.add(control);
        } else {
            link.send(() -> arrived.add(control));
        }
    }

    @Override
    public Object poll() {
        return arrived.poll();
    }

    @Override
    public void release(Batch batch) {
        if (back == null) {
            credits++;
        } else {
            back.send(() -> credits++);
        }
    }
}
