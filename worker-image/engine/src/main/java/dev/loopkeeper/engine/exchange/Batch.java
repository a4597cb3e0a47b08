package dev.loopkeeper.engine.exchange;

/**
 * Records on their way through a channel. Handed from producer to consumer by reference and back for reuse; belongs to one of the two at
 * any time.
 */
public final class Batch {

    /** The most records of a batch. */
    public static final int CAPACITY = 1024;

    /** The weight in bytes at which a batch is sent before it is full of records. */
    public static final int WEIGHT_LIMIT = 64 * 1024;

    public final Object[] records = new Object[CAPACITY];
    public int count;
    /** In bytes, as codecs weigh; kept by the producer for records of varying size. */
    public int weight;

    public boolean full() {
        return count == CAPACITY || weight >= WEIGHT_LIMIT;
    }

    /** Empties the batch, so that its records can be collected. */
    public void clear() {
        java.util.Arrays.fill(records, 0, count, null);
        count = 0;
        weight = 0;
    }
}
