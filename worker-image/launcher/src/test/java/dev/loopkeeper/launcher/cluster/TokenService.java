package dev.loopkeeper.launcher.cluster;

import com.sun.net.httpserver.HttpServer;
import dev.loopkeeper.storage.S3Credentials;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;

/** A security token service that gives keys for one token. */
final class TokenService implements AutoCloseable {

    private final AtomicInteger given = new AtomicInteger();
    private final HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);

    TokenService(String token, S3Credentials keys) throws IOException {
        server.createContext("/", exchange -> {
            String form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            boolean good = form.contains("WebIdentityToken=" + token);
            byte[] answer = (good ? keys(keys) : "<Error><Code>InvalidIdentityToken</Code></Error>")
                    .getBytes(StandardCharsets.UTF_8);
            given.addAndGet(good ? 1 : 0);
            exchange.sendResponseHeaders(good ? 200 : 400, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** How often it gave keys. */
    int given() {
        return given.get();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private static String keys(S3Credentials keys) {
        return """
                <AssumeRoleWithWebIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
                  <AssumeRoleWithWebIdentityResult><Credentials>
                    <AccessKeyId>%s</AccessKeyId>
                    <SecretAccessKey>%s</SecretAccessKey>
                    <SessionToken>%s</SessionToken>
                    <Expiration>%s</Expiration>
                  </Credentials></AssumeRoleWithWebIdentityResult>
                </AssumeRoleWithWebIdentityResponse>
                """.formatted(
                        keys.accessKey(),
                        keys.secretKey(),
                        keys.sessionToken().orElseThrow(),
                        Instant.now().plus(Duration.ofHours(1)));
    }
}
