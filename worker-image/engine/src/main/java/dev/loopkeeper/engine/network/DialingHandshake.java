package dev.loopkeeper.engine.network;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The handshake as the worker that dials sees it. Belongs to the connection's event loop. */
@SuppressWarnings("FutureReturnValueIgnored") // Nothing depends on how closing, timers and messages before a close end.
final class DialingHandshake extends SimpleChannelInboundHandler<ByteBuf> {

    /** For the first word of the other side. How long its answer takes is up to the caller, for the peer may not be ready yet. */
    static final Duration CHALLENGE_TIMEOUT = Duration.ofSeconds(10);

    /** Told on the event loop, one of the three, once. */
    interface Listener {

        void up();

        /** There is no use in trying again. */
        void refused(String reason);

        /** Another attempt may do better. */
        void failed(String reason);
    }

    private final Introduction introduction;
    private final JobSecret secret;
    private final SecureRandom random;
    private final PeerConnection connection;
    private final Listener listener;
    private byte @Nullable [] challenge;
    private byte[] nonce = new byte[0];
    private @Nullable ScheduledFuture<?> timeout;
    private boolean over;

    DialingHandshake(
            Introduction introduction,
            JobSecret secret,
            SecureRandom random,
            PeerConnection connection,
            Listener listener) {
        this.introduction = introduction;
        this.secret = secret;
        this.random = random;
        this.connection = connection;
        this.listener = listener;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        timeout = context.executor()
                .schedule(
                        () -> fail(context.channel(), "it said nothing for " + CHALLENGE_TIMEOUT.toSeconds() + " s"),
                        CHALLENGE_TIMEOUT.toMillis(),
                        TimeUnit.MILLISECONDS);
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, ByteBuf frame) {
        if (over) {
            return;
        }
        Channel channel = context.channel();
        switch (HandshakeFraming.read(frame)) {
            case HandshakeMessage.Challenge received
            when challenge == null -> {
                cancelTimeout();
                challenge = received.nonce();
                nonce = HandshakeMessage.newNonce(random);
                byte[] proof =
                        secret.proof(HandshakeMessage.DIALER_LABEL, received.nonce(), nonce, introduction.bytes());
                HandshakeFraming.send(channel, new HandshakeMessage.Hello(introduction, nonce, proof));
            }
            case HandshakeMessage.Welcome welcome when challenge != null -> welcomed(channel, challenge, welcome);
            case HandshakeMessage.Refusal refusal -> {
                finish(channel);
                listener.refused(refusal.reason());
            }
            default -> throw new ProtocolViolationException("it sent something else than the handshake asks for");
        }
    }

    private void welcomed(Channel channel, byte[] received, HandshakeMessage.Welcome welcome) {
        if (!secret.verify(welcome.proof(), HandshakeMessage.ACCEPTOR_LABEL, received, nonce, introduction.bytes())) {
            finish(channel);
            listener.refused("what answers there does not know the job's secret");
            return;
        }
        over = true;
        if (connection.attach(channel)) {
            listener.up();
            HandshakeFraming.remove(channel, this);
        } else {
            listener.failed("the exchange was closed");
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        fail(context.channel(), "it closed the connection during the handshake");
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        fail(context.channel(), HandshakeMessage.reason(cause));
    }

    private void fail(Channel channel, String reason) {
        if (!over) {
            finish(channel);
            listener.failed(reason);
        }
    }

    private void finish(Channel channel) {
        over = true;
        cancelTimeout();
        channel.close();
    }

    private void cancelTimeout() {
        if (timeout != null) {
            timeout.cancel(false);
            timeout = null;
        }
    }
}
