package dev.loopkeeper.engine.network;

import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.IdentityCipherSuiteFilter;
import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SslContext;
import javax.net.ssl.SSLContext;

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
     * @param context shows this worker's certificate, and takes other workers of the job and nobody else
     */
    public static TransportSecurity mutual(SSLContext context) {
        return new TransportSecurity(context(context, false), context(context, true));
    }

    private static SslContext context(SSLContext context, boolean client) {
        // Not by Netty's builder: its class for servers, when it is loaded, derives a key from a password in 10,000
        // rounds to find something out,
        // which was a third of a worker's start.
        return new JdkSslContext(
                context,
                client,
                null,
                IdentityCipherSuiteFilter.INSTANCE,
                null,
                client ? ClientAuth.NONE : ClientAuth.REQUIRE,
                new String[] {PROTOCOL},
                false);
    }
}
