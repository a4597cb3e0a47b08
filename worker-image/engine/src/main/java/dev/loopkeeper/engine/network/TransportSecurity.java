package dev.loopkeeper.engine.network;

import io.netty.handler.ssl.SslContext;

/**
 * TLS between the workers of a job.
 *
 * @param server for connections that are accepted; ask for client certificates there
 * @param client for connections that are dialled; trusts the job's own authority only. Workers are dialled by address: unless their
 *     certificates name these, build it with {@code endpointIdentificationAlgorithm(null)} (who answers proves itself in the handshake
 *     behind TLS all the same)
 */
public record TransportSecurity(SslContext server, SslContext client) {

    public TransportSecurity {
        if (!server.isServer() || !client.isClient()) {
            throw new IllegalArgumentException("the first TLS context must be a server's, the second a client's");
        }
    }
}
