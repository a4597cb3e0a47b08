package dev.loopkeeper.engine.network;

import java.net.InetSocketAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a worker process takes part in exchanges.
 *
 * @param bind where it listens; port 0 for any
 * @param job the uid of the job that the process works for; workers of another are refused (R3)
 * @param secret what the job's workers prove themselves with
 * @param security TLS, or null for plain TCP, where others on the network can read along
 * @param threads event loops; one or two are enough for a 10 Gbit/s network
 * @param holdTimeout how long a peer that dials for an attempt not yet opened here is kept waiting
 */
public record ExchangeServerOptions(
        InetSocketAddress bind,
        String job,
        JobSecret secret,
        @Nullable TransportSecurity security,
        int threads,
        Duration holdTimeout) {

    public ExchangeServerOptions {
        if (threads < 1) {
            throw new IllegalArgumentException("an exchange server needs at least 1 thread, got " + threads);
        }
        if (holdTimeout.isNegative() || holdTimeout.isZero()) {
            throw new IllegalArgumentException("holdTimeout must be positive, got " + holdTimeout);
        }
    }

    /** Plain TCP, one thread for each eight processors, a minute for peers that are early. */
    public static ExchangeServerOptions of(InetSocketAddress bind, String job, JobSecret secret) {
        int threads = Math.max(1, Runtime.getRuntime().availableProcessors() / 8);
        return new ExchangeServerOptions(bind, job, secret, null, threads, Duration.ofSeconds(60));
    }

    public ExchangeServerOptions withSecurity(@Nullable TransportSecurity newSecurity) {
        return new ExchangeServerOptions(bind, job, secret, newSecurity, threads, holdTimeout);
    }

    public ExchangeServerOptions withThreads(int newThreads) {
        return new ExchangeServerOptions(bind, job, secret, security, newThreads, holdTimeout);
    }

    public ExchangeServerOptions withHoldTimeout(Duration newHoldTimeout) {
        return new ExchangeServerOptions(bind, job, secret, security, threads, newHoldTimeout);
    }
}
