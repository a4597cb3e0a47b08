package dev.loopkeeper.engine.control;

import dev.loopkeeper.engine.http.BearerToken;
import io.grpc.ChannelCredentials;
import io.grpc.InsecureChannelCredentials;
import io.grpc.TlsChannelCredentials;
import java.time.Duration;
import javax.net.ssl.KeyManager;
import javax.net.ssl.TrustManager;

/**
 * How a worker keeps in touch with its coordinator.
 *
 * @param token what it shows
 * @param credentials plain TCP, or TLS: {@link io.grpc.TlsChannelCredentials}
 * @param silence after how long without a word of the coordinator it dials again: the heartbeat time-out
 * @param firstDelay how long it waits before it dials again
 * @param longestDelay up to which the wait doubles with each failure
 * @param maximumWaitingBytes how much may wait to be sent, beyond one message of any size; more ends the connection
 */
public record ControlClientOptions(
        BearerToken token,
        ChannelCredentials credentials,
        Duration silence,
        Duration firstDelay,
        Duration longestDelay,
        long maximumWaitingBytes) {

    private static final Duration FIRST_DELAY = Duration.ofMillis(50);
    private static final Duration LONGEST_DELAY = Duration.ofSeconds(1);
    private static final long MAXIMUM_WAITING_BYTES = 64L * 1024 * 1024;

    public ControlClientOptions {
        if (silence.isNegative() || silence.isZero()) {
            throw new IllegalArgumentException("silence must be positive, got " + silence);
        }
    }

    /** Plain TCP and the usual delays. */
    public static ControlClientOptions of(BearerToken token, Duration silence) {
        return new ControlClientOptions(
                token, InsecureChannelCredentials.create(), silence, FIRST_DELAY, LONGEST_DELAY, MAXIMUM_WAITING_BYTES);
    }

    public ControlClientOptions withCredentials(ChannelCredentials newCredentials) {
        return new ControlClientOptions(token, newCredentials, silence, firstDelay, longestDelay, maximumWaitingBytes);
    }

    /**
     * With mutual TLS (K14).
     *
     * @param keys shows the worker's certificate
     * @param trust takes the coordinator of the job, and nobody else
     */
    public ControlClientOptions withTls(KeyManager keys, TrustManager trust) {
        return withCredentials(TlsChannelCredentials.newBuilder()
                .keyManager(keys)
                .trustManager(trust)
                .build());
    }
}
