package dev.loopkeeper.engine.exchange;

import dev.loopkeeper.engine.snapshot.Control;

/** The consumer's end of a channel; belongs to the consuming task's thread. Never blocks. */
public interface InputChannel {

    /** The next {@link Batch} or {@link Control}, or null if nothing has arrived. */
    Object poll();

    /** Gives a batch back after its last record was processed, and with it the credit to send another. */
    void release(Batch batch);
}
