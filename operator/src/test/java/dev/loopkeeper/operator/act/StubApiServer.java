package dev.loopkeeper.operator.act;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** An API server that answers what a test tells it to, and notes what it was asked. Requests that nothing was said of are answered with 404. */
public final class StubApiServer implements AutoCloseable {

    private final HttpServer server;
    private final KubernetesClient client;
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final Map<String, Answer> answers = new LinkedHashMap<>();

    /** A request as it came. */
    public record Request(String method, String path, String query, String body) {}

    private record Answer(int code, String body) {}

    public StubApiServer() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::answer);
        server.start();
        Config config = new ConfigBuilder(Config.empty())
                .withMasterUrl("http://127.0.0.1:" + server.getAddress().getPort())
                .withRequestRetryBackoffLimit(0)
                .build();
        client = new KubernetesClientBuilder().withConfig(config).build();
    }

    public KubernetesClient client() {
        return client;
    }

    /** Requests of this method, to paths that end so, are answered with this object. */
    public synchronized StubApiServer answers(String method, String pathEnd, int code, String body) {
        answers.put(method + " " + pathEnd, new Answer(code, body));
        return this;
    }

    /** As the API server would write it. */
    public String json(Object object) {
        return client.getKubernetesSerialization().asJson(object);
    }

    /** They are refused with this code and message. */
    public StubApiServer refuses(String method, String pathEnd, int code, String message) {
        return answers(method, pathEnd, code, """
                {"kind": "Status", "apiVersion": "v1", "status": "Failure", "code": %d, "message": "%s"}
                """.formatted(code, message));
    }

    public List<Request> requests() {
        return new ArrayList<>(requests);
    }

    /** Method and path of all requests so far, in their order. */
    public List<String> asked() {
        return requests.stream()
                .map(request -> request.method() + " " + request.path())
                .toList();
    }

    private synchronized void answer(HttpExchange exchange) throws IOException {
        String method = exchange.getRequestMethod();
        String path = exchange.getRequestURI().getPath();
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        requests.add(new Request(
                method, path, String.valueOf(exchange.getRequestURI().getQuery()), body));
        Answer answer = answers.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(method + " "))
                .filter(entry -> path.endsWith(entry.getKey().substring(method.length() + 1)))
                .map(Map.Entry::getValue)
                .reduce((first, last) -> last)
                .orElse(new Answer(404, """
                        {"kind": "Status", "apiVersion": "v1", "status": "Failure", "code": 404, "message": "not found"}
                        """));
        byte[] content = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(answer.code(), content.length);
        exchange.getResponseBody().write(content);
        exchange.close();
    }

    @Override
    public void close() {
        client.close();
        server.stop(0);
    }
}
