package dev.loopkeeper.engine.http;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/**
 * The coordinator's HTTP port. It serves from the moment it is started, whatever the coordinator is doing: one that waits for
 * the store is not silent (K5). Safe for all threads.
 */
public final class CoordinatorHttpServer implements AutoCloseable {

    private static final int BACKLOG = 64;
    private static final String MAX_CONNECTIONS = "jdk.httpserver.maxConnections";

    static {
        // The JDK's server bounds its connections by this property alone; it is read once, with the server's first
        // class.
        if (System.getProperty(MAX_CONNECTIONS) == null) {
            System.setProperty(MAX_CONNECTIONS, "256");
        }
    }

    private final HttpServer server;
    private final ExchangeThreads threads;
    private final URI address;

    private CoordinatorHttpServer(HttpServer server, ExchangeThreads threads, URI address) {
        this.server = server;
        this.threads = threads;
        this.address = address;
    }

    /**
     * Serves plain HTTP on the loopback address, for a run on one machine.
     *
     * @param port the port, or 0 for any that is free
     * @throws IOException if the port cannot be opened, with a line that names it
     */
    public static CoordinatorHttpServer startLocal(int port, CoordinatorView view, BearerToken token, HttpLimits limits)
            throws IOException {
        InetSocketAddress bind = new InetSocketAddress(loopback(), port);
        return start(bind, view, HttpAccess.byToken(token), null, limits);
    }

    /**
     * Serves HTTPS.
     *
     * @param tls proves this side's identity and the chains of clients; a client may come without a certificate, and is then
     *     let in by a token or to the health endpoints only
     * @throws IOException if the port cannot be opened, with a line that names it
     */
    public static CoordinatorHttpServer startSecure(
            InetSocketAddress bind, CoordinatorView view, HttpAccess access, SSLContext tls, HttpLimits limits)
            throws IOException {
        return start(bind, view, access, tls, limits);
    }

    private static InetAddress loopback() {
        try {
            return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes are an address", e);
        }
    }

    private static CoordinatorHttpServer start(
            InetSocketAddress bind,
            CoordinatorView view,
            HttpAccess access,
            @Nullable SSLContext tls,
            HttpLimits limits)
            throws IOException {
        HttpServer server;
        try {
            server = tls == null ? HttpServer.create(bind, BACKLOG) : secure(bind, tls);
        } catch (IOException e) {
            throw new IOException("cannot listen on " + bind + ": " + e.getMessage(), e);
        }
        ExchangeThreads threads = new ExchangeThreads(limits.exchanges(), limits.requestTime());
        server.setExecutor(threads);
        server.createContext("/", new CoordinatorRoutes(view, access, limits, threads));
        server.start();
        String host = server.getAddress().getAddress().getHostAddress();
        URI address =
                URI.create((tls == null ? "http" : "https") + "://" + (host.contains(":") ? "[" + host + "]" : host)
                        + ":" + server.getAddress().getPort());
        return new CoordinatorHttpServer(server, threads, address);
    }

    private static HttpsServer secure(InetSocketAddress bind, SSLContext tls) throws IOException {
        HttpsServer server = HttpsServer.create(bind, BACKLOG);
        server.setHttpsConfigurator(new HttpsConfigurator(tls) {
            @Override
            public void configure(HttpsParameters connection) {
                SSLParameters parameters = tls.getDefaultSSLParameters();
                parameters.setProtocols(new String[] {"TLSv1.3"});
                parameters.setWantClientAuth(true);
                connection.setSSLParameters(parameters);
            }
        });
        return server;
    }

    /** Where the server listens: scheme, address and port. */
    public URI address() {
        return address;
    }

    int activeExchanges() {
        return threads.active();
    }

    /** Ends all streams and requests, closes the port, and waits for the server's threads, 5 s at most. */
    @Override
    public void close() {
        // Requests first: one that waits in a write would hold the server's own closing.
        threads.stop();
        server.stop(0);
        threads.close();
    }
}
