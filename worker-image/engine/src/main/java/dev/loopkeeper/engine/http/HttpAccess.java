package dev.loopkeeper.engine.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsExchange;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/**
 * Who is let in (K15).
 *
 * @param token opens everything; null if none does
 * @param metricsToken opens the metrics only; null if none does
 * @param peers which client certificates open everything; null if none does
 */
public record HttpAccess(
        @Nullable BearerToken token,
        @Nullable BearerToken metricsToken,
        @Nullable PeerCheck peers) {

    /** The local form: whoever shows this token. */
    public static HttpAccess byToken(BearerToken token) {
        return new HttpAccess(token, null, null);
    }

    /** The form of a cluster: peers of the job by certificate, and the metrics by a token of their own. */
    public static HttpAccess byCertificate(PeerCheck peers, @Nullable BearerToken metricsToken) {
        return new HttpAccess(null, metricsToken, peers);
    }

    boolean admits(HttpExchange exchange, boolean metrics) {
        String authorization = exchange.getRequestHeaders().getFirst("Authorization");
        return (token != null && token.admits(authorization))
                || (metrics && metricsToken != null && metricsToken.admits(authorization))
                || (peers != null && exchange instanceof HttpsExchange secure && admits(secure, peers));
    }

    private static boolean admits(HttpsExchange exchange, PeerCheck peers) {
        try {
            return exchange.getSSLSession().getPeerCertificates()[0] instanceof X509Certificate leaf
                    && peers.admits(leaf);
        } catch (SSLPeerUnverifiedException _) {
            return false;
        }
    }
}
