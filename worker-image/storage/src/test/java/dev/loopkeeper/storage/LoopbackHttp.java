package dev.loopkeeper.storage;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** A server on a free port of this machine, which stands for a service in tests. */
record LoopbackHttp(HttpServer server, URI address) implements AutoCloseable {

    private static final int BACKLOG = 50;

    /**
     * Starts one.
     *
     * @param tls for https, or null for http
     * @param handler is called on a thread for each request
     */
    static LoopbackHttp start(@Nullable SSLContext tls, HttpHandler handler) throws IOException {
        var bind = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        HttpServer server;
        if (tls == null) {
            server = HttpServer.create(bind, BACKLOG);
        } else {
            HttpsServer secure = HttpsServer.create(bind, BACKLOG);
            secure.setHttpsConfigurator(new HttpsConfigurator(tls));
            server = secure;
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", handler);
        server.start();
        String scheme = tls == null ? "http" : "https";
        return new LoopbackHttp(
                server,
                URI.create(scheme + "://127.0.0.1:" + server.getAddress().getPort()));
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
