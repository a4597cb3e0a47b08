package dev.loopkeeper.engine.network;

import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;

/**
 * TLS between the workers of a job.
 *
 * @param server for connections that are accepted; ask for client certificates there
 * @param client for connections that are dialled; trusts the job's own authority only. Workers are dialled by address: unless their
 *     certificates name these, build it with {@code endpointIdentificationAlgorithm(null)} (who answers proves itself in the handshake
 *     behind TLS all the same)
 */
public record TransportSecurity(SslContext server, SslContext client) {

    private static final String PROTOCOL = "TLSv1.3";

    public TransportSecurity {
        if (!server.isServer() || !client.isClient()) {
            throw new IllegalArgumentException("the first TLS context must be a server's, the second a client's");
        }
    }

    /**
     * Mutual TLS 1.3 by certificates alone (K14): host names are not compared.
     *
     * @param keys shows this worker's certificate
     * @param trust takes other workers of the job, and nobody else
     */
    public static TransportSecurity mutual(KeyManager keys, TrustManager trust) {
        try {
            return new TransportSecurity(
                    SslContextBuilder.forServer(keys)
                            .trustManager(trust)
                            .clientAuth(ClientAuth.REQUIRE)
                            .protocols(PROTOCOL)
                            .build(),
                    SslContextBuilder.forClient()
                            .keyManager(keys)
                            .trustManager(trust)
                            .endpointIdentificationAlgorithm(null)
                            .protocols(PROTOCOL)
                            .build());
        } catch (SSLException e) {
            throw new IllegalStateException("this Java has no TLS 1.3", e);
        }
    }
}
