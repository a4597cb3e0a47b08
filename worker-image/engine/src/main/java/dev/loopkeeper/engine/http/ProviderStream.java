package dev.loopkeeper.engine.http;

import com.sun.net.httpserver.HttpExchange;
import dev.loopkeeper.provider.ListVersion;
import dev.loopkeeper.provider.ProviderState;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** {@code GET /v1/provider}: the full state as a line whenever it changes, a sign of life every second otherwise. */
final class ProviderStream {

    private final PublishedState states;
    private final HttpLimits limits;
    private final ExchangeThreads threads;

    ProviderStream(PublishedState states, HttpLimits limits, ExchangeThreads threads) {
        this.states = states;
        this.limits = limits;
        this.threads = threads;
    }

    /** Writes until the reader has gone, is too slow, or the server closes. */
    void serve(HttpExchange exchange) throws IOException, InterruptedException {
        exchange.getResponseHeaders().set("Content-Type", Answers.JSON_LINES);
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        exchange.sendResponseHeaders(200, 0);
        OutputStream out = exchange.getResponseBody();
        ListVersion sent = null;
        ProviderState state = states.state();
        while (!Thread.interrupted()) {
            boolean changed = sent == null || state.listVersion().compareTo(sent) > 0;
            write(out, changed ? ProviderJson.write(state) : ProviderJson.SIGN_OF_LIFE);
            sent = state.listVersion();
            state = states.awaitNewer(sent, limits.signOfLife());
        }
    }

    private void write(OutputStream out, String line) throws IOException {
        threads.within(limits.writeTime());
        out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
        threads.mayWait();
    }
}
