package dev.loopkeeper.engine.network;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.EventLoop;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Dials a peer until it answers: workers start at different times. Belongs to the server's home event loop. Ends by being up, refused or
 * cancelled; the deadline is the caller's.
 */
@SuppressWarnings("FutureReturnValueIgnored") // Nothing depends on how closing, timers and messages before a close end.
final class Dialer {

    private static final long FIRST_DELAY_MILLIS = 50;
    private static final long LONGEST_DELAY_MILLIS = 1000;

    /** Told on the home event loop, once. */
    interface Listener {

        void up(int peer);

        void refused(int peer, String reason);
    }

    private final int peer;
    private final InetSocketAddress address;
    private final EventLoop home;
    private final Function<DialingHandshake.Listener, ChannelFuture> connect;
    private final Listener listener;
    private long delayMillis = FIRST_DELAY_MILLIS;
    private @Nullable Channel channel;
    private String lastFailure = "no answer yet";
    private boolean over;

    /** @param connect starts one try, with the handshake's listener */
    Dialer(
            int peer,
            InetSocketAddress address,
            EventLoop home,
            Function<DialingHandshake.Listener, ChannelFuture> connect,
            Listener listener) {
        this.peer = peer;
        this.address = address;
        this.home = home;
        this.connect = connect;
        this.listener = listener;
    }

    InetSocketAddress address() {
        return address;
    }

    String lastFailure() {
        return lastFailure;
    }

    void dial() {
        if (over) {
            return;
        }
        ChannelFuture attempt = connect.apply(new DialingHandshake.Listener() {
            @Override
            public void up() {
                home.execute(Dialer.this::finishUp);
            }

            @Override
            public void refused(String reason) {
                home.execute(() -> finishRefused(reason));
            }

            @Override
            public void failed(String reason) {
                home.execute(() -> again(reason));
            }
        });
        channel = attempt.channel();
        attempt.addListener(done -> {
            Throwable cause = done.cause();
            if (cause != null) {
                home.execute(() -> again(HandshakeMessage.reason(cause)));
            }
        });
    }

    private void finishUp() {
        over = true;
        listener.up(peer);
    }

    private void finishRefused(String reason) {
        if (!over) {
            over = true;
            listener.refused(peer, reason);
        }
    }

    private void again(String reason) {
        if (!over) {
            lastFailure = reason;
            home.schedule(this::dial, delayMillis, TimeUnit.MILLISECONDS);
            delayMillis = Math.min(LONGEST_DELAY_MILLIS, 2 * delayMillis);
        }
    }

    /** Gives up, if it is not up. */
    void cancel() {
        if (!over) {
            over = true;
            if (channel != null) {
                channel.close();
            }
        }
    }
}
