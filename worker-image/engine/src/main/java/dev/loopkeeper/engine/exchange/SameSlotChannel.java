package dev.loopkeeper.engine.exchange;

import dev.loopkeeper.engine.snapshot.Control;
import java.util.ArrayDeque;

/**
 * A channel between two tasks of one slot: both ends belong to the slot's thread, so nothing is synchronized and nobody is woken. Batches
 * are handed over by reference (a program that changes a record after it was emitted changes what the consumer sees).
 */
public final class SameSlotChannel implements InputChannel, OutputChannel {

    private final int credits;
    private final ArrayDeque<Object> queue = new ArrayDeque<>();
    private final ArrayDeque<Batch> used = new ArrayDeque<>();
    /** Batches that were sent and not yet released. */
    private int inFlight;

    /** @param credits how many batches may be under way before the producer is asked to stop; at least 1 */
    public SameSlotChannel(int credits) {
        if (credits < 1) {
            throw new IllegalArgumentException("a channel needs at least 1 credit, got " + credits);
        }
        this.credits = credits;
    }

    @Override
    public boolean writable() {
        return inFlight < credits;
    }

    @Override
    public Batch newBatch() {
        Batch batch = used.pollFirst();
        return batch == null ? new Batch() : batch;
    }

    @Override
    public void send(Batch batch) {
        inFlight++;
        queue.addLast(batch);
    }

    @Override
    public void send(Control control) {
        queue.addLast(control);
    }

    @Override
    public Object poll() {
        return queue.pollFirst();
    }

    @Override
    public void release(Batch batch) {
        inFlight--;
        // What one record emits may exceed the credits (R5); that much is not kept.
        if (used.size() <= credits) {
            batch.clear();
            used.addFirst(batch);
        }
    }
}
