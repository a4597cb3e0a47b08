package dev.loopkeeper.engine.network;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The handshake as the dialled worker sees it. Belongs to the connection's event loop. */
@SuppressWarnings("FutureReturnValueIgnored") // Nothing depends on how closing, timers and messages before a close end.
final class AcceptingHandshake extends SimpleChannelInboundHandler<ByteBuf> {

    /** For a stranger to prove itself. */
    static final Duration PROOF_TIMEOUT = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger(AcceptingHandshake.class);

    /** Told on the event loop. */
    interface Listener {

        /** The dialer belongs to the job's workers; to be answered by {@link #admit} or {@link #refuse}, soon or later. */
        void proven(AcceptingHandshake handshake, Introduction introduction);

        /** The connection is gone before it was admitted or refused. */
        void gone(AcceptingHandshake handshake);
    }

    private final JobSecret secret;
    private final SecureRandom random;
    private final Listener listener;
    private final Channel channel;
    private byte[] nonce = new byte[0];
    private byte[] proof = new byte[0];
    private @Nullable Introduction introduction;
    private @Nullable ScheduledFuture<?> timeout;
    private boolean over;

    AcceptingHandshake(JobSecret secret, SecureRandom random, Channel channel, Listener listener) {
        this.secret = secret;
        this.random = random;
        this.channel = channel;
        this.listener = listener;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        nonce = HandshakeMessage.newNonce(random);
        HandshakeFraming.send(channel, new HandshakeMessage.Challenge(nonce));
        timeout = channel.eventLoop()
                .schedule(
                        () -> refuseNow("it did not prove that it knows the job's secret within "
                                + PROOF_TIMEOUT.toSeconds() + " s"),
                        PROOF_TIMEOUT.toMillis(),
                        TimeUnit.MILLISECONDS);
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, ByteBuf frame) {
        if (over) {
            return;
        }
        if (introduction == null && HandshakeFraming.read(frame) instanceof HandshakeMessage.Hello hello) {
            byte[] said = hello.introduction().bytes();
            if (!secret.verify(hello.proof(), HandshakeMessage.DIALER_LABEL, nonce, hello.nonce(), said)) {
                refuseNow("it does not know the job's secret");
                return;
            }
            cancelTimeout();
            introduction = hello.introduction();
            proof = secret.proof(HandshakeMessage.ACCEPTOR_LABEL, nonce, hello.nonce(), said);
            listener.proven(this, hello.introduction());
        } else {
            refuseNow("it sent something else than the handshake asks for");
        }
    }

    /** By any thread: makes the peer's connection of this one. */
    void admit(PeerConnection connection, Consumer<Boolean> whenUp) {
        channel.eventLoop().execute(() -> {
            if (over || !channel.isActive()) {
                whenUp.accept(false);
                return;
            }
            over = true;
            HandshakeFraming.send(channel, new HandshakeMessage.Welcome(proof));
            boolean up = connection.attach(channel);
            if (up) {
                HandshakeFraming.remove(channel, this);
            }
            whenUp.accept(up);
        });
    }

    /** By any thread: says why not, and closes. */
    void refuse(String reason) {
        channel.eventLoop().execute(() -> refuseNow(reason));
    }

    private void refuseNow(String reason) {
        if (over) {
            return;
        }
        over = true;
        cancelTimeout();
        Introduction dialer = introduction;
        LOG.warn(
                "Refused {} at {}: {}",
                dialer == null ? "a connection" : "worker " + dialer.dialer(),
                channel.remoteAddress(),
                HandshakeMessage.oneLine(reason));
        HandshakeFraming.send(channel, new HandshakeMessage.Refusal(HandshakeMessage.oneLine(reason)))
                .addListener(ChannelFutureListener.CLOSE);
        // Somebody who reads nothing would keep it open.
        channel.eventLoop().schedule(() -> channel.close(), PROOF_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        cancelTimeout();
        if (!over) {
            over = true;
            listener.gone(this);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        refuseNow("its handshake is broken: " + HandshakeMessage.reason(cause));
        channel.close();
    }

    private void cancelTimeout() {
        if (timeout != null) {
            timeout.cancel(false);
            timeout = null;
        }
    }
}
