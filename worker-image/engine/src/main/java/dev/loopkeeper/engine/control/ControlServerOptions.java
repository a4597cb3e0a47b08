package dev.loopkeeper.engine.control;

import dev.loopkeeper.engine.http.BearerToken;
import io.grpc.InsecureServerCredentials;
import io.grpc.ServerCredentials;
import io.grpc.TlsServerCredentials;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import javax.net.ssl.KeyManager;
import javax.net.ssl.TrustManager;

/**
 * How a coordinator takes connections of its workers.
 *
 * @param bind where it listens; port 0 for any
 * @param token what every worker must show
 * @param credentials plain TCP, or TLS: {@link io.grpc.TlsServerCredentials}
 * @param signOfLife how often workers are told that the coordinator is alive
 * @param maximumWaitingBytes how much may wait for one worker, beyond one message of any size; one that takes too little is disconnected
 */
public record ControlServerOptions(
        InetSocketAddress bind,
        BearerToken token,
        ServerCredentials credentials,
        Duration signOfLife,
        long maximumWaitingBytes) {

    private static final Duration SIGN_OF_LIFE = Duration.ofMillis(500);
    private static final long MAXIMUM_WAITING_BYTES = 64L * 1024 * 1024;

    public ControlServerOptions {
        if (signOfLife.isNegative() || signOfLife.isZero()) {
            throw new IllegalArgumentException("signOfLife must be positive, got " + signOfLife);
        }
    }

    /** Plain TCP at an address. */
    public static ControlServerOptions at(InetSocketAddress bind, BearerToken token) {
        return new ControlServerOptions(
                bind, token, InsecureServerCredentials.create(), SIGN_OF_LIFE, MAXIMUM_WAITING_BYTES);
    }

    /** Plain TCP on this machine only, at any port. */
    public static ControlServerOptions loopback(BearerToken token) {
        return at(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), token);
    }

    public ControlServerOptions withCredentials(ServerCredentials newCredentials) {
        return new ControlServerOptions(bind, token, newCredentials, signOfLife, maximumWaitingBytes);
    }

    /**
     * With mutual TLS (K14).
     *
     * @param keys shows the coordinator's certificate
     * @param trust takes workers of the job, and nobody else
     */
    public ControlServerOptions withTls(KeyManager keys, TrustManager trust) {
        return withCredentials(TlsServerCredentials.newBuilder()
                .keyManager(keys)
                .trustManager(trust)
                .clientAuth(TlsServerCredentials.ClientAuth.REQUIRE)
                .build());
    }

    public ControlServerOptions withSignOfLife(Duration newSignOfLife) {
        return new ControlServerOptions(bind, token, credentials, newSignOfLife, maximumWaitingBytes);
    }

    public ControlServerOptions withMaximumWaitingBytes(long newMaximum) {
        return new ControlServerOptions(bind, token, credentials, signOfLife, newMaximum);
    }
}
