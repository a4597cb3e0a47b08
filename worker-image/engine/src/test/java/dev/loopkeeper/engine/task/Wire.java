package dev.loopkeeper.engine.task;

import dev.loopkeeper.engine.exchange.Batch;
import dev.loopkeeper.engine.exchange.InputChannel;
import dev.loopkeeper.engine.exchange.OutputChannel;
import dev.loopkeeper.engine.snapshot.Control;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/** A channel that a test can stop, fill and look into. */
final class Wire implements InputChannel, OutputChannel {

    private final Deque<Object> items = new ArrayDeque<>();
    private int released;
    private boolean stopped;
    private boolean full;

    /** What is sent stays in the channel. */
    void stop() {
        stopped = true;
    }

    void resume() {
        stopped = false;
    }

    /** Takes the credit away, or gives it back. */
    void full(boolean now) {
        full = now;
    }

    /** Puts records, each a batch, and control records into the channel. */
    void put(Object... content) {
        for (Object item : content) {
            if (item instanceof Control) {
                items.add(item);
            } else {
                Batch batch = new Batch();
                batch.records[batch.count++] = item;
                items.add(batch);
            }
        }
    }

    /** Takes out everything that stands in the channel, batches as their records. */
    List<Object> take() {
        List<Object> taken = contents();
        items.clear();
        return taken;
    }

    List<Object> contents() {
        List<Object> contents = new ArrayList<>();
        for (Object item : items) {
            if (item instanceof Batch batch) {
                contents.addAll(Arrays.asList(batch.records).subList(0, batch.count));
            } else {
                contents.add(item);
            }
        }
        return contents;
    }

    @Override
    public Object poll() {
        return stopped ? null : items.poll();
    }

    @Override
    public void release(Batch batch) {
        released++;
    }

    /** How many batches the consumer has given back, and with them their credit. */
    int released() {
        return released;
    }

    @Override
    public boolean writable() {
        return !full;
    }

    @Override
    public Batch newBatch() {
        return new Batch();
    }

    @Override
    public void send(Batch batch) {
        items.add(batch);
    }

    @Override
    public void send(Control control) {
        items.add(control);
    }
}
