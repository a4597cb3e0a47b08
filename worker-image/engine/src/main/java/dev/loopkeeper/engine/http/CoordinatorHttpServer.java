package dev.loopkeeper.engine.http;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

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
     * Begins to serve.
     *
     * @throws IOException if the port cannot be opened, with a line that names it
     */
    public static CoordinatorHttpServer start(HttpEndpoint endpoint, CoordinatorView view, HttpLimits limits)
            throws IOException {
        InetSocketAddress bind = endpoint.bind();
        SSLContext tls = endpoint.tls();
        HttpServer server;
        try {
            server = tls == null ? HttpServer.create(bind, BACKLOG) : secure(bind, tls);
        } catch (IOException e) {
            throw new IOException("cannot listen on " + bind + ": " + e.getMessage(), e);
        }
        ExchangeThreads threads = new ExchangeThreads(limits.exchanges(), limits.requestTime());
        server.setExecutor(threads);
        server.createContext("/", new CoordinatorRoutes(view, endpoint.access(), limits, threads));
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
