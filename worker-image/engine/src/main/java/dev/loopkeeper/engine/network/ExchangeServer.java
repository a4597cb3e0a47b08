package dev.loopkeeper.engine.network;

import dev.loopkeeper.engine.codec.Codec;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A worker process's part in exchanges with others: the port at which peers dial in, and the threads that move bytes. Lives as long as the
 * process; {@link #open} is called for each attempt that the process takes part in.
 */
@SuppressWarnings("FutureReturnValueIgnored") // Nothing depends on how closing, timers and messages before a close end.
public final class ExchangeServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ExchangeServer.class);

    /** Connections whose other side has not proven itself; further ones are closed at once. */
    private static final int MOST_UNPROVEN = 512;

    private static final int CLOSE_NOTIFY_MILLIS = 500;
    private static final int SHUTDOWN_SECONDS = 5;

    private final ExchangeServerOptions options;
    private final MultiThreadIoEventLoopGroup group;
    /** Owns everything below: which attempts are open, and who waits for one that is not. */
    private final EventLoop home;

    private final Bootstrap client;
    private final ChannelGroup sockets;
    private final SecureRandom random = new SecureRandom();
    private final AtomicInteger unproven = new AtomicInteger();
    private final Map<Integer, RegionExchange> newest = new HashMap<>();
    private final Map<AcceptingHandshake, Held> held = new LinkedHashMap<>();
    private final Channel listening;

    private record Held(Introduction introduction, ScheduledFuture<?> timeout) {}

    private ExchangeServer(ExchangeServerOptions options) throws IOException {
        this.options = options;
        this.group = NettyPlatform.newGroup(options.threads());
        this.home = group.next();
        this.client = NettyPlatform.newClient(group);
        this.sockets = new DefaultChannelGroup("exchange", home, true);
        ChannelFuture bound = NettyPlatform.newServer(group)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        accept(channel);
                    }
                })
                .bind(options.bind())
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
            throw new IOException(
                    "the exchange cannot listen at " + options.bind() + ": "
                            + bound.cause().getMessage() + "; choose another address or port",
                    bound.cause());
        }
        this.listening = bound.channel();
    }

    /** Starts to listen. {@link IOException} with a one-line message if the address is not to be had. */
    public static ExchangeServer start(ExchangeServerOptions options) throws IOException {
        return new ExchangeServer(options);
    }

    /** Where it listens, with the port that was chosen if 0 was asked for. */
    public InetSocketAddress address() {
        return (InetSocketAddress) listening.localAddress();
    }

    /**
     * Connects one attempt of a region with all peers that share a channel with this worker. An older attempt of the region that is still open
     * is closed first (R15).
     *
     * @param codecOfEdge makes the codec for the records of an edge, by the edge's id: called once for each edge and slot
     * @param wakeOfSlot what makes a slot of this worker step again: cheap, called on any thread, and not for every batch
     * @return completes on a thread of the network when all connections are up, or with an {@link ExchangeException} whose message says in one
     *     line what is missing, at the latest after {@link ExchangeLimits#connectTimeout}
     * @throws IllegalArgumentException if a channel is placed twice, or the address of a worker that has to be dialled is not known
     */
    public CompletableFuture<RegionExchange> open(
            RegionExchangeSpec spec,
            IntFunction<? extends Codec<?>> codecOfEdge,
            IntFunction<Runnable> wakeOfSlot,
            ExchangeListener listener) {
        RegionExchange exchange = new RegionExchange(
                spec, home, owner -> RegionChannels.build(spec, codecOfEdge, wakeOfSlot, owner), listener);
        for (int peer : exchange.peers()) {
            if (peer > spec.worker() && !spec.peers().containsKey(peer)) {
                throw new IllegalArgumentException(
                        "no address is known of worker " + peer + ", which " + spec + " has to dial");
            }
        }
        try {
            home.execute(() -> begin(exchange));
        } catch (RejectedExecutionException closed) {
            exchange.opened().completeExceptionally(new ExchangeException("the exchange of this process is closed"));
        }
        return exchange.opened();
    }

    /** Closes all exchanges, the port and the threads, within seconds. */
    @Override
    public void close() {
        CompletableFuture<?> regionsClosed = new CompletableFuture<>();
        try {
            home.execute(() -> {
                listening.close();
                CompletableFuture<?>[] closing =
                        newest.values().stream().map(RegionExchange::closeAsync).toArray(CompletableFuture<?>[]::new);
                CompletableFuture.allOf(closing).whenComplete((nothing, failure) -> {
                    sockets.close();
                    regionsClosed.complete(null);
                });
            });
            regionsClosed
                    .orTimeout(SHUTDOWN_SECONDS, TimeUnit.SECONDS)
                    .exceptionally(late -> null)
                    .join();
        } catch (RejectedExecutionException closedBefore) {
            return;
        }
        if (!group.shutdownGracefully(0, SHUTDOWN_SECONDS, TimeUnit.SECONDS)
                .awaitUninterruptibly(2L * SHUTDOWN_SECONDS, TimeUnit.SECONDS)) {
            LOG.warn("The threads of the exchange have not ended within {} s", 2 * SHUTDOWN_SECONDS);
        }
    }

    private void accept(Channel channel) {
        if (unproven.incrementAndGet() > MOST_UNPROVEN) {
            unproven.decrementAndGet();
            LOG.warn(
                    "Closed a connection from {}: {} others have not proven themselves",
                    channel.remoteAddress(),
                    MOST_UNPROVEN);
            channel.close();
            return;
        }
        sockets.add(channel);
        if (options.security() != null) {
            SslHandler tls = options.security().server().newHandler(channel.alloc());
            tls.setCloseNotifyFlushTimeoutMillis(CLOSE_NOTIFY_MILLIS);
            channel.pipeline().addLast(tls);
        }
        Runnable proven = new Runnable() {
            private boolean counted = true;

            @Override
            public void run() {
                if (counted) {
                    counted = false;
                    unproven.decrementAndGet();
                }
            }
        };
        channel.closeFuture().addListener(done -> proven.run());
        HandshakeFraming.install(
                channel, new AcceptingHandshake(options.secret(), random, channel, new AcceptingHandshake.Listener() {
                    @Override
                    public void proven(AcceptingHandshake handshake, Introduction introduction) {
                        proven.run();
                        home.execute(() -> decide(handshake, introduction));
                    }

                    @Override
                    public void gone(AcceptingHandshake handshake) {
                        home.execute(() -> release(handshake));
                    }
                }));
    }

    private ChannelFuture dial(
            InetSocketAddress address,
            Introduction introduction,
            PeerConnection connection,
            DialingHandshake.Listener listener) {
        return client.clone()
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        sockets.add(channel);
                        if (options.security() != null) {
                            SslHandler tls = options.security()
                                    .client()
                                    .newHandler(channel.alloc(), address.getHostString(), address.getPort());
                            tls.setCloseNotifyFlushTimeoutMillis(CLOSE_NOTIFY_MILLIS);
                            channel.pipeline().addLast(tls);
                        }
                        HandshakeFraming.install(
                                channel,
                                new DialingHandshake(introduction, options.secret(), random, connection, listener));
                    }
                })
                .connect(address);
    }

    // All below on the home event loop.

    private void begin(RegionExchange exchange) {
        RegionExchangeSpec spec = exchange.spec();
        RegionExchange before = newest.get(spec.region());
        if (before != null && before.spec().attempt() >= spec.attempt()) {
            exchange.opened()
                    .completeExceptionally(new ExchangeException("cannot open " + spec + ": attempt "
                            + before.spec().attempt() + " was opened here before"));
            return;
        }
        if (before != null) {
            before.closeAsync();
        }
        newest.put(spec.region(), exchange);
        exchange.begin(dialersOf(exchange));
        // Those that came too early; the decision is a new one for each, since each changes who is connected.
        List<Map.Entry<AcceptingHandshake, Held>> waiting = new ArrayList<>(held.entrySet());
        for (Map.Entry<AcceptingHandshake, Held> entry : waiting) {
            if (entry.getValue().introduction().region() == spec.region()) {
                release(entry.getKey());
                decide(entry.getKey(), entry.getValue().introduction());
            }
        }
    }

    private Map<Integer, Dialer> dialersOf(RegionExchange exchange) {
        RegionExchangeSpec spec = exchange.spec();
        Dialer.Listener listener = new Dialer.Listener() {
            @Override
            public void up(int peer) {
                exchange.up(peer);
            }

            @Override
            public void refused(int peer, String reason) {
                exchange.refused(peer, reason);
            }
        };
        Map<Integer, Dialer> dialers = new TreeMap<>();
        for (int peer : exchange.peers()) {
            InetSocketAddress address = spec.peers().get(peer);
            if (peer > spec.worker() && address != null) {
                Introduction introduction = new Introduction(
                        options.job(),
                        spec.planHash(),
                        spec.region(),
                        spec.attempt(),
                        spec.worker(),
                        peer,
                        exchange.digest(peer));
                PeerConnection connection = exchange.connection(peer);
                dialers.put(
                        peer,
                        new Dialer(
                                peer,
                                address,
                                home,
                                handshake -> dial(address, introduction, connection, handshake),
                                listener));
            }
        }
        return dialers;
    }

    private void decide(AcceptingHandshake handshake, Introduction dialer) {
        RegionExchange known = newest.get(dialer.region());
        switch (Admission.decide(dialer, options.job(), known == null ? null : known.asNewest())) {
            case Admission.Refuse refuse -> handshake.refuse(refuse.reason());
            case Admission.Hold hold -> hold(handshake, dialer);
            case Admission.Admit admit -> {
                if (known != null) {
                    handshake.admit(known.connection(dialer.dialer()), known.accepting(dialer.dialer()));
                }
            }
        }
    }

    private void hold(AcceptingHandshake handshake, Introduction dialer) {
        String reason = "attempt " + dialer.attempt() + " of region " + dialer.region() + " was not opened here within "
                + options.holdTimeout().toMillis() + " ms";
        ScheduledFuture<?> timeout = home.schedule(
                () -> {
                    held.remove(handshake);
                    handshake.refuse(reason);
                },
                options.holdTimeout().toMillis(),
                TimeUnit.MILLISECONDS);
        held.put(handshake, new Held(dialer, timeout));
    }

    private void release(AcceptingHandshake handshake) {
        Held waiting = held.remove(handshake);
        if (waiting != null) {
            waiting.timeout().cancel(false);
        }
    }
}
