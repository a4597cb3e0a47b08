package dev.loopkeeper.e2e.identity;

import com.sun.net.httpserver.HttpExchange;
import dev.loopkeeper.e2e.store.BucketReader;
import dev.loopkeeper.storage.S3Credentials;
import dev.loopkeeper.storage.embedded.EmbeddedS3Server;
import io.minio.MinioClient;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.BufferedSink;
import okio.Okio;

/**
 * An S3 server that takes keys only with the token of a session that has not ended, as AWS does; the signature covers the token. In front of the
 * server of local runs, which knows none. Safe for all threads.
 */
final class SessionStore implements AutoCloseable {

    private static final Set<String> OF_A_CONNECTION = Set.of("connection", "content-length", "transfer-encoding");

    private final Sessions sessions;
    private final EmbeddedS3Server server;
    private final BucketReader reader;
    private final OkHttpClient http =
            new OkHttpClient.Builder().followRedirects(false).build();
    private final HttpEndpoint gate;
    private final CountDownLatch asked = new CountDownLatch(1);
    private final AtomicInteger late = new AtomicInteger();

    SessionStore(InetAddress address, Path folder, S3Credentials keys, String bucket, Sessions sessions)
            throws IOException {
        this.sessions = sessions;
        this.server = EmbeddedS3Server.start(folder, 0, keys, bucket);
        MinioClient direct = MinioClient.builder()
                .endpoint(server.endpoint().toString())
                .credentials(keys.accessKey(), keys.secretKey())
                .region("us-east-1")
                .build();
        this.reader = new BucketReader(direct, bucket);
        this.gate = HttpEndpoint.start(address, this::answer);
    }

    URI address() {
        return gate.address();
    }

    /** Is counted down when anybody has asked for anything. */
    CountDownLatch asked() {
        return asked;
    }

    /** How many requests came with keys that had expired. */
    int late() {
        return late.get();
    }

    private void answer(HttpExchange exchange) throws IOException {
        asked.countDown();
        String token = exchange.getRequestHeaders().getFirst("X-Amz-Security-Token");
        if (token == null || !sessions.known(token)) {
            HttpEndpoint.send(exchange, 403, error("InvalidAccessKeyId"));
        } else if (sessions.expired(token)) {
            late.incrementAndGet();
            HttpEndpoint.send(exchange, 400, error("ExpiredToken"));
        } else {
            try (Response response = http.newCall(request(exchange)).execute()) {
                pass(response, exchange);
            }
        }
    }

    private static String error(String code) {
        return "<Error><Code>" + code + "</Code><Message>" + code + "</Message></Error>";
    }

    /** The same, with the host that was signed. */
    private Request request(HttpExchange exchange) {
        Request.Builder request = new Request.Builder()
                .url(server.endpoint() + exchange.getRequestURI().toString());
        exchange.getRequestHeaders().forEach((name, values) -> {
            if (!OF_A_CONNECTION.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> request.addHeader(name, value));
            }
        });
        String length = exchange.getRequestHeaders().getFirst("Content-Length");
        RequestBody body = length == null ? null : new Body(exchange.getRequestBody(), Long.parseLong(length));
        return request.method(exchange.getRequestMethod(), body).build();
    }

    private static void pass(Response response, HttpExchange exchange) throws IOException {
        boolean head = exchange.getRequestMethod().equals("HEAD");
        response.headers().forEach(header -> {
            String name = header.getFirst().toLowerCase(Locale.ROOT);
            if (!OF_A_CONNECTION.contains(name) || head && name.equals("content-length")) {
                exchange.getResponseHeaders().add(header.getFirst(), header.getSecond());
            }
        });
        byte[] content = response.body().bytes();
        exchange.sendResponseHeaders(response.code(), content.length == 0 ? -1 : content.length);
        if (content.length > 0) {
            exchange.getResponseBody().write(content);
        }
    }

    /** Read from the client as it comes. */
    private static final class Body extends RequestBody {

        private final InputStream content;
        private final long length;

        Body(InputStream content, long length) {
            this.content = content;
            this.length = length;
        }

        @Override
        public MediaType contentType() {
            // The client's header is sent.
            return null;
        }

        @Override
        public long contentLength() {
            return length;
        }

        @Override
        public boolean isOneShot() {
            return true;
        }

        @Override
        public void writeTo(BufferedSink sink) throws IOException {
            sink.writeAll(Okio.source(content));
        }
    }

    /** Reads without the gate. */
    BucketReader reader() {
        return reader;
    }

    @Override
    public void close() {
        gate.close();
        server.close();
    }
}
