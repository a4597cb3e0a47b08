package dev.loopkeeper.engine.network;

import dev.loopkeeper.engine.plan.ChannelId;

/** A channel and the workers that its two ends run at. */
public record ChannelPlacement(ChannelId channel, int fromWorker, int toWorker) {

    /** The worker at the other end. */
    int peerOf(int worker) {
        return worker == fromWorker ? toWorker : fromWorker;
    }
}
