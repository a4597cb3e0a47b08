package dev.loopkeeper.engine.exchange;

import java.lang.invoke.VarHandle;

/**
 * Says that a slot's thread found nothing to do at one end of a channel, so that the other end wakes it once and not for every batch.
 *
 * <p>The waiting thread announces itself and then looks a last time; the other thread publishes its news and then looks at the flag. Both
 * have a full fence in between, so at least one of the two sees what the other did and no wake-up is lost.
 */
public final class WaitFlag {

    private final Runnable wake;
    private volatile boolean waiting;

    /** @param wake called by the other thread; must be cheap and must not block */
    public WaitFlag(Runnable wake) {
        this.wake = wake;
    }

    /** By the waiting thread, before it looks a last time whether there is something to do. */
    public void announce() {
        // Reading is cheaper than the fence of writing. A flag that is already set was set before anything the caller
        // has yet to see.
        if (!waiting) {
            waiting = true;
        }
    }

    /** By the other thread, after it has published what the waiting one may be waiting for. */
    public void signal() {
        VarHandle.fullFence();
        if (waiting) {
            waiting = false;
            wake.run();
        }
    }
}
