package dev.loopkeeper.engine.network;

import dev.loopkeeper.engine.codec.Codec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;

/** A worker of a test: a server on loopback, and what its listener has heard. */
final class TestWorker implements AutoCloseable {

    static final String JOB = "7f3a-job";
    static final String PLAN = "plan-1";
    static final JobSecret SECRET = JobSecret.of("a token of more than sixteen bytes");
    static final ExchangeLimits LIMITS = new ExchangeLimits(4, 16 * 1024 * 1024, Duration.ofSeconds(20));

    final int index;
    final ExchangeServer server;
    /** "peer: reason" of every lost connection. */
    final Queue<String> lost = new ConcurrentLinkedQueue<>();
    /** What is run when a slot is woken. */
    final Map<Integer, Runnable> wakers = new ConcurrentHashMap<>();

    TestWorker(int index) {
        this(index, options -> options);
    }

    TestWorker(int index, UnaryOperator<ExchangeServerOptions> changes) {
        this(index, JOB, SECRET, changes);
    }

    TestWorker(int index, String job, JobSecret secret, UnaryOperator<ExchangeServerOptions> changes) {
        this.index = index;
        try {
            InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
            server = ExchangeServer.start(changes.apply(ExchangeServerOptions.of(any, job, secret)));
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
    }

    static Map<Integer, InetSocketAddress> addresses(TestWorker... workers) {
        Map<Integer, InetSocketAddress> addresses = new HashMap<>();
        for (TestWorker worker : workers) {
            addresses.put(worker.index, worker.server.address());
        }
        return addresses;
    }

    static RegionExchangeSpec spec(
            int worker, int attempt, Map<Integer, InetSocketAddress> peers, List<ChannelPlacement> channels) {
        return new RegionExchangeSpec(PLAN, 0, attempt, worker, peers, channels, LIMITS);
    }

    CompletableFuture<RegionExchange> open(RegionExchangeSpec spec) {
        return open(spec, edge -> new Hop.HopCodec());
    }

    CompletableFuture<RegionExchange> open(RegionExchangeSpec spec, IntFunction<? extends Codec<?>> codecs) {
        return server.open(
                spec,
                codecs,
                slot -> () -> wakers.getOrDefault(slot, () -> {}).run(),
                (peer, reason) -> lost.add(peer + ": " + reason));
    }

    @Override
    public void close() {
        server.close();
    }
}
