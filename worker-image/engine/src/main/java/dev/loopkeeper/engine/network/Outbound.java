package dev.loopkeeper.engine.network;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/** What waits to be written to a connection. */
sealed interface Outbound permits FrameBuffer, Outbound.Credit, Outbound.Leave {

    /**
     * Tells the producer of a channel what its consumer has released. One object per channel, queued once at a time, so that granting
     * credit neither allocates nor floods a connection that is stuck.
     */
    final class Credit implements Outbound {

        final int channel;
        private final AtomicBoolean queued = new AtomicBoolean();
        private volatile long released;

        Credit(int channel) {
            this.channel = channel;
        }

        /** By the consumer: sets the total. Returns whether this has to be queued. */
        boolean raise(long total) {
            released = total;
            return queued.compareAndSet(false, true);
        }

        /** By the event loop, when it writes the frame: a later total queues it again. */
        long take() {
            queued.set(false);
            return released;
        }
    }

    /**
     * The last that is said.
     *
     * @param ended asked when it is written: whether all channels have ended, both ways
     */
    record Leave(BooleanSupplier ended) implements Outbound {}
}
