package dev.loopkeeper.operator.reconcile;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** An API server that has two nodes, node0 that is well and node1, and lets them be watched as plain HTTP. */
final class NodesServer implements AutoCloseable {

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final KubernetesClient client;
    private final List<HttpExchange> watches = new CopyOnWriteArrayList<>();
    private volatile boolean allowed = true;
    private volatile String node = node("node1", 1, "True");

    NodesServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/api/v1/nodes", this::answer);
        server.setExecutor(threads);
        server.start();
        Config config = new ConfigBuilder(Config.empty())
                .withMasterUrl("http://127.0.0.1:" + server.getAddress().getPort())
                .withRequestRetryBackoffLimit(0)
                .build();
        client = new KubernetesClientBuilder().withConfig(config).build();
    }

    KubernetesClient client() {
        return client;
    }

    /** Whether nodes may be listed and watched. */
    void allow(boolean may) {
        allowed = may;
    }

    private static String node(String name, int version, String ready) {
        return """
                {"kind": "Node", "apiVersion": "v1", "metadata": {"name": "%s", "resourceVersion": "%d"},\
                 "status": {"conditions": [{"type": "Ready", "status": "%s", "reason": "As%s"}]}}""".formatted(name, version, ready, ready);
    }

    /** The Ready condition of node1 has this status, and all who watch are told. */
    void ready(int version, String status) throws IOException {
        node = node("node1", version, status);
        for (HttpExchange watch : watches) {
            tell(watch, "{\"type\": \"MODIFIED\", \"object\": " + node + "}\n");
        }
    }

    int watches() {
        return watches.size();
    }

    private static void tell(HttpExchange watch, String line) throws IOException {
        try {
            watch.getResponseBody().write(line.getBytes(StandardCharsets.UTF_8));
            watch.getResponseBody().flush();
        } catch (IOException e) {
            // It was closed from the other side, as watches are.
            watch.close();
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        boolean watch = String.valueOf(exchange.getRequestURI().getQuery()).contains("watch=true");
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        if (!allowed) {
            send(exchange, 403, """
                    {"kind": "Status", "apiVersion": "v1", "status": "Failure", "code": 403, "message": "nodes is forbidden"}
                    """);
        } else if (!watch) {
            send(exchange, 200, """
                    {"kind": "NodeList", "apiVersion": "v1", "metadata": {"resourceVersion": "1"}, "items": [%s, %s]}
                    """.formatted(node("node0", 1, "True"), node));
        } else if (exchange.getRequestHeaders().containsKey("Upgrade")) {
            // No web sockets here: the client asks again without.
            send(exchange, 200, "");
        } else {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().flush();
            watches.add(exchange);
        }
    }

    private static void send(HttpExchange exchange, int code, String body) throws IOException {
        byte[] content = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(code, content.length == 0 ? -1 : content.length);
        exchange.getResponseBody().write(content);
        exchange.close();
    }

    @Override
    public void close() {
        client.close();
        server.stop(0);
        threads.shutdownNow();
    }
}
