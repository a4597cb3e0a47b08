package dev.loopkeeper.engine.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.loopkeeper.provider.Observations;
import dev.loopkeeper.provider.ProviderProtocol;
import dev.loopkeeper.provider.ProviderState;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which path is answered how, and to whom (K15). */
final class CoordinatorRoutes implements HttpHandler {

    private static final Logger LOG = LoggerFactory.getLogger(CoordinatorRoutes.class);

    private final CoordinatorView view;
    private final HttpAccess access;
    private final HttpLimits limits;
    private final ExchangeThreads threads;
    private final Semaphore streams;

    CoordinatorRoutes(CoordinatorView view, HttpAccess access, HttpLimits limits, ExchangeThreads threads) {
        this.view = view;
        this.access = access;
        this.limits = limits;
        this.threads = threads;
        this.streams = new Semaphore(limits.streams());
    }

    @Override
    public void handle(HttpExchange exchange) {
        try (exchange) {
            answer(exchange);
        } catch (IOException e) {
            LOG.debug("{} ended: {}", exchange.getRequestURI().getPath(), e.toString());
        } catch (InterruptedException _) {
            // The server closes, or the watch found the request too late; either way the thread ends here.
            Thread.currentThread().interrupt();
        }
    }

    private void answer(HttpExchange exchange) throws IOException, InterruptedException {
        try {
            route(exchange);
        } catch (RuntimeException e) {
            LOG.error(
                    "{} {} failed",
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().getPath(),
                    e);
            if (exchange.getResponseCode() == -1) {
                Answers.refusal(exchange, 500, "the coordinator failed to answer; its log says why");
            }
        }
    }

    private void route(HttpExchange exchange) throws IOException, InterruptedException {
        String path = exchange.getRequestURI().getPath();
        switch (path) {
            case "/healthz" -> Answers.empty(exchange, 200);
            case "/readyz" -> Answers.empty(exchange, view.ready() ? 200 : 503);
            default -> {
                if (access.admits(exchange, path.equals("/metrics"))) {
                    routeAdmitted(exchange, path);
                } else {
                    exchange.getResponseHeaders().set("WWW-Authenticate", "Bearer");
                    Answers.refusal(exchange, 401, "a token or certificate of this job is needed");
                }
            }
        }
    }

    private void routeAdmitted(HttpExchange exchange, String path) throws IOException, InterruptedException {
        switch (path) {
            case "/v1/provider" -> ifMethod(exchange, "GET", () -> stream(exchange));
            case "/v1/observations" -> ifMethod(exchange, "POST", () -> observe(exchange));
            case "/v1/plan" ->
                ifMethod(exchange, "GET", () -> Answers.text(exchange, 200, Answers.JSON, view.planJson()));
            case "/v1/status" ->
                ifMethod(
                        exchange,
                        "GET",
                        () -> Answers.text(exchange, 200, Answers.JSON, ProviderJson.write(view.status())));
            case "/metrics" ->
                ifMethod(exchange, "GET", () -> Answers.text(exchange, 200, Answers.PROMETHEUS, view.metrics()));
            default -> Answers.refusal(exchange, 404, "nothing here: " + printable(path));
        }
    }

    private static String printable(String path) {
        String safe = path.replaceAll("[^\\x21-\\x7e]", "?");
        return safe.length() <= 100 ? safe : safe.substring(0, 100) + "...";
    }

    private static void ifMethod(HttpExchange exchange, String method, Answer answer)
            throws IOException, InterruptedException {
        if (exchange.getRequestMethod().equals(method)) {
            answer.give();
        } else {
            exchange.getResponseHeaders().set("Allow", method);
            Answers.refusal(exchange, 405, "only " + method + " is possible here");
        }
    }

    private void stream(HttpExchange exchange) throws IOException, InterruptedException {
        if (!streams.tryAcquire()) {
            Answers.refusal(exchange, 503, "more than " + limits.streams() + " streams are open");
            return;
        }
        try {
            new ProviderStream(view.states(), limits, threads).serve(exchange);
        } finally {
            streams.release();
        }
    }

    private void observe(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readNBytes(limits.bodyBytes() + 1);
        if (body.length > limits.bodyBytes()) {
            discard(exchange.getRequestBody(), limits.bodyBytes());
            Answers.refusal(exchange, 413, "the body is larger than " + limits.bodyBytes() + " bytes");
            return;
        }
        Observations observations;
        try {
            observations = ProviderJson.read(body, Observations.class);
        } catch (MalformedJsonException e) {
            Answers.refusal(exchange, 400, e.line());
            return;
        }
        if (observations.protocolVersion() != ProviderProtocol.VERSION) {
            Answers.refusal(
                    exchange,
                    400,
                    "protocolVersion is " + observations.protocolVersion() + ", but this coordinator speaks "
                            + ProviderProtocol.VERSION);
            return;
        }
        ProviderState state = view.states().state();
        if (observations.epoch() != state.epoch() || observations.version() > state.version()) {
            // Meant for another coordinator of the job (K4).
            Answers.refusal(
                    exchange,
                    409,
                    "the observations answer state " + observations.listVersion() + ", but the newest here is "
                            + state.listVersion());
            return;
        }
        view.observe(observations);
        Answers.empty(exchange, 204);
    }

    /** Lets a client that is still sending come to reading the answer, for as much again as it may send. */
    private static void discard(InputStream in, long limit) throws IOException {
        byte[] buffer = new byte[1 << 13];
        long left = limit;
        int count;
        while (left > 0 && (count = in.read(buffer)) >= 0) {
            left -= count;
        }
    }

    @FunctionalInterface
    private interface Answer {
        void give() throws IOException, InterruptedException;
    }
}
