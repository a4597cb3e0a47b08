package dev.loopkeeper.engine.http;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Where provider and people find a coordinator, and who is let in.
 *
 * @param bind port 0 for any that is free
 * @param access who is let in (K15)
 * @param tls proves this side's identity and the chains of clients; a client may come without a certificate, and is then let in by a token or
 *     to the health endpoints only. Null for plain HTTP, which is for one machine.
 */
public record HttpEndpoint(
        InetSocketAddress bind, HttpAccess access, @Nullable SSLContext tls) {

    /** On the loopback address, for whoever shows the token. */
    public static HttpEndpoint local(int port, BearerToken token) {
        return new HttpEndpoint(new InetSocketAddress(loopback(), port), HttpAccess.byToken(token), null);
    }

    private static InetAddress loopback() {
        try {
            return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes are an address", e);
        }
    }
}
