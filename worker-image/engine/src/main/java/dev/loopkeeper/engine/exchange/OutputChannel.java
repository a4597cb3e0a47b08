package dev.loopkeeper.engine.exchange;

import dev.loopkeeper.engine.snapshot.Control;

/** The producer's end of a channel; belongs to the producing task's thread. Never blocks. */
public interface OutputChannel {

    /** Whether the consumer has given credit for another batch. A task asks between records; what one record emits is sent all the same (R5). */
    boolean writable();

    /** An empty batch to fill, a used one where there is one. */
    Batch newBatch();

    /** Sends a batch, which belongs to the consumer from then on. */
    void send(Batch batch);

    /** Sends a control record, credit or not, behind all batches sent before. */
    void send(Control control);
}
