package dev.loopkeeper.engine.control;

import com.google.protobuf.MessageLite;
import io.grpc.stub.CallStreamObserver;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * What is to be sent on one stream, in order. Offering never waits: what the peer does not take yet is kept, up to a bound; a peer that
 * lets more pile up is too slow to be of use. Any thread.
 */
final class Outbox<M extends MessageLite> {

    /** What became of a message. */
    enum Offered {
        /** Sent, or kept to be sent. */
        TAKEN,
        /** The peer takes too little: the stream has to end. */
        OVERFLOW,
        /** The stream has ended. */
        CLOSED
    }

    private final CallStreamObserver<M> call;
    private final long maximumBytes;
    private final Queue<M> waiting = new ArrayDeque<>();
    private long waitingBytes;
    private boolean closed;

    /** @param maximumBytes how much may wait, beyond one message of any size */
    Outbox(CallStreamObserver<M> call, long maximumBytes) {
        this.call = call;
        this.maximumBytes = maximumBytes;
    }

    synchronized Offered offer(M message) {
        if (closed) {
            return Offered.CLOSED;
        }
        if (waiting.isEmpty() && call.isReady()) {
            call.onNext(message);
            return Offered.TAKEN;
        }
        int size = message.getSerializedSize();
        if (size > ControlProtocol.MAXIMUM_MESSAGE_BYTES || (waitingBytes > 0 && waitingBytes + size > maximumBytes)) {
            return Offered.OVERFLOW;
        }
        waiting.add(message);
        waitingBytes += size;
        return Offered.TAKEN;
    }

    /** Sends a message that is worth nothing later: only if it can go at once. */
    synchronized void offerNow(M message) {
        if (!closed && waiting.isEmpty() && call.isReady()) {
            call.onNext(message);
        }
    }

    /** The peer takes more. */
    synchronized void ready() {
        while (!closed && call.isReady()) {
            M message = waiting.poll();
            if (message == null) {
                return;
            }
            waitingBytes -= message.getSerializedSize();
            call.onNext(message);
        }
    }

    /** Ends the stream, once; drops what waits. */
    synchronized void close(Runnable end) {
        if (!closed) {
            closed = true;
            waiting.clear();
            waitingBytes = 0;
            end.run();
        }
    }
}
