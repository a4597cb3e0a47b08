package dev.loopkeeper.engine.exchange;

import dev.loopkeeper.engine.snapshot.Control;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Queue;
import org.jctools.queues.atomic.SpscAtomicArrayQueue;
import org.jctools.queues.atomic.SpscUnboundedAtomicArrayQueue;

/**
 * A channel between two slots of one process. Each end belongs to its slot's thread; batches are handed over by reference and come back
 * for reuse, so that a steady flow allocates nothing and synchronizes once per batch.
 */
public final class CrossSlotChannel implements InputChannel, OutputChannel {

    private static final VarHandle RELEASED;

    static {
        try {
            RELEASED = MethodHandles.lookup().findVarHandle(CrossSlotChannel.class, "released", long.class);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    private final int credits;
    private final int wakeInterval;

    /** Batches and control records in order. Unbounded, because control records and what one record emits need no credit. */
    private final Queue<Object> queue;

    private final Queue<Batch> used;
    private final WaitFlag consumerWaits;
    private final WaitFlag producerWaits;

    /** Producer's: batches sent. */
    private long sent;
    /** Producer's: {@link #released} as last seen, so that asking for credit is a comparison of two fields. */
    private long releasedSeen;

    /** Consumer's: batches released. */
    private long releasedHere;
    /** {@link #releasedHere} for the producer to see. */
    private volatile long released;

    /**
     * @param credits how many batches may be under way before the producer is asked to stop; at least 1
     * @param wakeProducer called on the consumer's thread when a producer without credit may go on; cheap
     * @param wakeConsumer called on the producer's thread when a consumer that found nothing may go on; cheap
     */
    public CrossSlotChannel(int credits, Runnable wakeProducer, Runnable wakeConsumer) {
        if (credits < 1) {
            throw new IllegalArgumentException("a channel needs at least 1 credit, got " + credits);
        }
        this.credits = credits;
        this.wakeInterval = Math.max(1, credits / 2);
        this.queue = new SpscUnboundedAtomicArrayQueue<>(2 * credits + 8);
        this.used = new SpscAtomicArrayQueue<>(credits + 2);
        this.producerWaits = new WaitFlag(wakeProducer);
        this.consumerWaits = new WaitFlag(wakeConsumer);
    }

    @Override
    public boolean writable() {
        if (sent - releasedSeen < credits) {
            return true;
        }
        releasedSeen = released;
        if (sent - releasedSeen < credits) {
            return true;
        }
        producerWaits.announce();
        releasedSeen = released;
        return sent - releasedSeen < credits;
    }

    @Override
    public Batch newBatch() {
        Batch batch = used.poll();
        return batch == null ? new Batch() : batch;
    }

    @Override
    public void send(Batch batch) {
        sent++;
        offer(batch);
    }

    @Override
    public void send(Control control) {
        offer(control);
    }

    private void offer(Object item) {
        queue.offer(item);
        consumerWaits.signal();
    }

    @Override
    public Object poll() {
        Object item = queue.poll();
        if (item == null) {
            consumerWaits.announce();
            item = queue.poll();
        }
        return item;
    }

    @Override
    public void release(Batch batch) {
        batch.clear();
        // Full when one record emitted more than the credits allow (R5): that much is not kept.
        used.offer(batch);
        releasedHere++;
        RELEASED.setRelease(this, releasedHere);
        // Not for every batch, or the two threads would take turns. A producer that waits has at least as many batches
        // under way as it has
        // credits, so the next multiple is reached by them and no wake-up is missing.
        if (releasedHere % wakeInterval == 0) {
            producerWaits.signal();
        }
    }
}
