package dev.loopkeeper.engine.network;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The one connection to a peer worker, for one attempt of a region. Both directions share it and the worker of the lower index dials: credits
 * flow against the records, so a connection per direction would need both anyway, and the loss of either would fail the region; this way a
 * loss is one event. That a slow consumer does not hold up its neighbours comes from credits, not from connections: what arrives is always
 * taken from the socket.
 *
 * <p>Exists before its TCP connection does. From {@link #attach} on its fields belong to the channel's event loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // Nothing depends on how closing, timers and messages before a close end.
final class PeerConnection extends ChannelInboundHandlerAdapter implements FrameReader.Sink {

    /** How long an orderly close waits for the peer before it is cut short. */
    static final Duration LEAVE_TIMEOUT = Duration.ofSeconds(1);

    /** Payloads that wait for reuse, in bytes. */
    private static final long FRAMES_KEPT = 32L * 1024 * 1024;

    /** Told on the event loop. */
    interface Owner {

        void connectionLost(PeerConnection connection, String reason);
    }

    private enum State {
        UP,
        LEAVING,
        CLOSED
    }

    private final int peer;
    private final Owner owner;
    private final OutboundQueue outbound = new OutboundQueue();
    private final FrameReader reader;
    private final CompletableFuture<@Nullable Void> closed = new CompletableFuture<>();

    /** By the channels' numbers; null where the channel flows the other way. Set before the connection is attached. */
    private @Nullable RemoteInputChannel[] inputs = new RemoteInputChannel[0];

    private @Nullable RemoteOutputChannel[] outputs = new RemoteOutputChannel[0];

    private volatile @Nullable Channel channel;
    private volatile boolean closeRequested;

    private State state = State.UP;
    private int openInputs;
    private int outputCount;
    private final AtomicLong bytesRead = new AtomicLong();

    PeerConnection(int peer, ExchangeLimits limits, Owner owner) {
        this.peer = peer;
        this.owner = owner;
        this.reader = new FrameReader(new FramePool(FRAMES_KEPT), limits.maximumFrameBytes());
    }

    int peer() {
        return peer;
    }

    OutboundQueue outbound() {
        return outbound;
    }

    /** By who opens the region, before the connection is attached. */
    void channels(List<@Nullable RemoteInputChannel> newInputs, List<@Nullable RemoteOutputChannel> newOutputs) {
        inputs = newInputs.toArray(RemoteInputChannel[]::new);
        outputs = newOutputs.toArray(RemoteOutputChannel[]::new);
        openInputs = (int) newInputs.stream().filter(input -> input != null).count();
        outputCount = (int) newOutputs.stream().filter(output -> output != null).count();
    }

    /** By the event loop when the handshake is done: this becomes the channel's last handler. Returns whether the connection is up. */
    boolean attach(Channel newChannel) {
        channel = newChannel;
        if (closeRequested) {
            finish();
            outbound.close();
            closed.complete(null);
            return false;
        }
        newChannel.pipeline().addLast(this);
        newChannel.closeFuture().addListener(done -> ended());
        outbound.attach(newChannel);
        return true;
    }

    /**
     * By any thread, once: takes leave and closes, within {@link #LEAVE_TIMEOUT} even if the peer does not answer. The listener is not told.
     * What was sent before is written before.
     */
    CompletableFuture<@Nullable Void> close() {
        closeRequested = true;
        Channel attached = channel;
        if (attached == null) {
            outbound.close();
            closed.complete(null);
        } else {
            attached.eventLoop().execute(() -> leave(attached));
        }
        return closed;
    }

    /** Completes when the TCP connection is closed, or was never there. */
    CompletableFuture<@Nullable Void> closed() {
        return closed;
    }

    long bytesRead() {
        return bytesRead.get();
    }

    private void leave(Channel attached) {
        if (state != State.UP) {
            return;
        }
        state = State.LEAVING;
        outbound.add(new Outbound.Leave(this::allEnded));
        outbound.drain();
        // The peer closes when it has read that. One that has gone, or reads nothing, is not waited for.
        attached.eventLoop().schedule(() -> attached.close(), LEAVE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    }

    private boolean allEnded() {
        return openInputs == 0 && outbound.endsWritten() == outputCount;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        try {
            ByteBuf bytes = (ByteBuf) message;
            if (state != State.CLOSED) {
                bytesRead.addAndGet(bytes.readableBytes());
                reader.read(bytes, this);
            }
        } catch (ProtocolViolationException violation) {
            lose(HandshakeMessage.reason(violation));
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    @Override
    public void inChannel(FrameBuffer frame) {
        RemoteInputChannel input = frame.channel < 0 || frame.channel >= inputs.length ? null : inputs[frame.channel];
        if (input == null) {
            throw new ProtocolViolationException(
                    "a frame for channel number " + frame.channel + ", which there is not");
        }
        if (state != State.UP) {
            // There is no consumer any more.
            frame.release();
        } else if (input.arrived(frame)) {
            openInputs--;
        }
    }

    @Override
    public void credit(int number, long released) {
        RemoteOutputChannel output = number < 0 || number >= outputs.length ? null : outputs[number];
        if (output == null) {
            throw new ProtocolViolationException("credit for channel number " + number + ", which there is not");
        }
        output.credited(released);
    }

    @Override
    public void leave(boolean ended) {
        // The peer's word covers what it has received, the own count what has come from it: if both are complete
        // nothing is missing (R4).
        if ((ended && openInputs == 0) || state == State.LEAVING) {
            finish();
        } else {
            lose("the worker closed its exchange before all channels had ended");
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        lose("the connection was closed");
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        lose(HandshakeMessage.reason(cause));
    }

    private void lose(String reason) {
        if (state == State.UP) {
            finish();
            owner.connectionLost(this, reason);
        } else {
            finish();
        }
    }

    private void finish() {
        state = State.CLOSED;
        Channel attached = channel;
        if (attached != null) {
            attached.close();
        }
    }

    private void ended() {
        // Also when the channel was closed already as this was attached, so that no event came.
        lose("the connection was closed");
        outbound.close();
        closed.complete(null);
    }
}
