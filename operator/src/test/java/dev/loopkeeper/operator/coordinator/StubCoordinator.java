package dev.loopkeeper.operator.coordinator;

import dev.loopkeeper.operator.certificate.CertificateMaker;
import dev.loopkeeper.operator.certificate.KeyAndCertificate;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A coordinator's HTTPS port as tests need it: what is streamed is said by the test, what is posted is kept. */
final class StubCoordinator implements AutoCloseable {

    static final String PREFIX = "loopkeeper://factory/rework/4f0e/";

    private final CertificateMaker maker = new CertificateMaker();
    final KeyAndCertificate authority = maker.authority(Instant.now());
    final List<String> posted = new CopyOnWriteArrayList<>();
    final List<HttpServerResponse> streams = new CopyOnWriteArrayList<>();
    final AtomicInteger connections = new AtomicInteger();
    final AtomicInteger statusAsked = new AtomicInteger();
    private final HttpServer server;

    StubCoordinator(Vertx vertx, String role) throws Exception {
        KeyAndCertificate leaf = maker.leaf(authority, PREFIX + role, List.of(), Instant.now());
        server = vertx.createHttpServer(new HttpServerOptions()
                        .setSsl(true)
                        .setClientAuth(ClientAuth.REQUIRED)
                        .setKeyCertOptions(new PemKeyCertOptions()
                                .addCertValue(Buffer.buffer(leaf.certificate()))
                                .addKeyValue(Buffer.buffer(leaf.key())))
                        .setTrustOptions(new PemTrustOptions().addCertValue(Buffer.buffer(authority.certificate()))))
                .connectionHandler(_ -> connections.incrementAndGet())
                .requestHandler(this::answer);
        server.listen(0, "127.0.0.1").toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private void answer(HttpServerRequest request) {
        switch (request.path()) {
            case "/v1/provider" -> {
                request.response().setChunked(true);
                request.response().writeHead();
                streams.add(request.response());
            }
            case "/v1/observations" ->
                request.body().onSuccess(body -> {
                    posted.add(body.toString());
                    request.response().setStatusCode(204).end();
                });
            case "/v1/status" -> {
                statusAsked.incrementAndGet();
                request.response().setStatusCode(404).end();
            }
            default -> request.response().setStatusCode(404).end();
        }
    }

    int port() {
        return server.actualPort();
    }

    /** How the operator shows itself to this coordinator. */
    CoordinatorTrust trust() {
        KeyAndCertificate leaf = maker.leaf(authority, PREFIX + "operator", List.of(), Instant.now());
        return new CoordinatorTrust(leaf.certificate(), leaf.key(), authority.certificate(), PREFIX + "coordinator");
    }

    void say(String line) {
        streams.getLast().write(line + "\n");
    }

    void hangUp() {
        streams.getLast().reset();
    }

    @Override
    public void close() {
        server.close();
    }
}
