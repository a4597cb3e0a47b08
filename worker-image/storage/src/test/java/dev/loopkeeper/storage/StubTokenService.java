package dev.loopkeeper.storage;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** A security token service that gives the keys it is told to for one token, with answers as AWS documents them. */
final class StubTokenService implements AutoCloseable {

    /** What someone asked. */
    record Question(String method, @Nullable String query, String contentType, Map<String, String> form) {}

    private final LoopbackHttp server;
    private final Queue<Question> questions = new ConcurrentLinkedQueue<>();
    private final Queue<Integer> failures = new ConcurrentLinkedQueue<>();

    private volatile String goodToken;
    private volatile S3Credentials keys;
    private volatile Duration life = Duration.ofHours(1);
    private volatile int refusalStatus = 400;
    private volatile String refusal = "InvalidIdentityToken";
    private volatile @Nullable URI other;
    private volatile CountDownLatch gate = new CountDownLatch(0);

    StubTokenService(String goodToken, S3Credentials keys) throws IOException {
        this(goodToken, keys, null);
    }

    /** @param tls for https, or null for http */
    StubTokenService(String goodToken, S3Credentials keys, @Nullable SSLContext tls) throws IOException {
        this.goodToken = goodToken;
        this.keys = keys;
        server = LoopbackHttp.start(tls, this::answer);
    }

    URI address() {
        return server.address();
    }

    Queue<Question> questions() {
        return questions;
    }

    /** From now on it gives these, for as long. */
    void give(String token, S3Credentials newKeys, Duration newLife) {
        goodToken = token;
        keys = newKeys;
        life = newLife;
    }

    /** What it says to other tokens. */
    void refuseWith(int status, String code) {
        refusalStatus = status;
        refusal = code;
    }

    /** The next answers are these statuses. */
    void failWith(Integer... statuses) {
        failures.addAll(Arrays.asList(statuses));
    }

    /** It sends everyone to another one. */
    void redirectTo(URI address) {
        other = address;
    }

    /** It answers nobody before this is counted down. */
    void answerAfter(CountDownLatch latch) {
        gate = latch;
    }

    @Override
    public void close() {
        gate.countDown();
        server.close();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
        Map<String, String> form = Arrays.stream(body.split("&"))
                .map(pair -> pair.split("=", 2))
                .collect(Collectors.toMap(
                        pair -> URLDecoder.decode(pair[0], UTF_8),
                        pair -> pair.length < 2 ? "" : URLDecoder.decode(pair[1], UTF_8)));
        questions.add(new Question(
                exchange.getRequestMethod(),
                exchange.getRequestURI().getRawQuery(),
                String.valueOf(exchange.getRequestHeaders().getFirst("Content-Type")),
                form));
        try {
            gate.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
        Integer failure = failures.poll();
        String token = String.valueOf(form.get("WebIdentityToken"));
        URI redirection = other;
        if (redirection != null) {
            exchange.getResponseHeaders().set("Location", redirection.toString());
            send(exchange, 307, "");
        } else if (failure != null) {
            send(exchange, failure, "<html>try again</html>");
        } else if (token.equals(goodToken)) {
            send(exchange, 200, keysAnswer());
        } else {
            send(exchange, refusalStatus, """
                    <ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
                      <Error><Type>Sender</Type><Code>%s</Code><Message>No match
                        for %s of an unknown issuer</Message></Error>
                      <RequestId>1</RequestId>
                    </ErrorResponse>
                    """.formatted(refusal, token));
        }
    }

    private String keysAnswer() {
        Instant end = Instant.now().plus(life).truncatedTo(ChronoUnit.SECONDS);
        return """
                <AssumeRoleWithWebIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
                  <AssumeRoleWithWebIdentityResult>
                    <SubjectFromWebIdentityToken>system:serviceaccount:team-a:jobs</SubjectFromWebIdentityToken>
                    <Audience>sts.amazonaws.com</Audience>
                    <AssumedRoleUser>
                      <Arn>arn:aws:sts::123456789012:assumed-role/jobs/rework.team-a</Arn>
                      <AssumedRoleId>AROACLKWSDQRAOEXAMPLE:rework.team-a</AssumedRoleId>
                    </AssumedRoleUser>
                    <Credentials>
                      <SessionToken>%s</SessionToken>
                      <SecretAccessKey>%s</SecretAccessKey>
                      <Expiration>%s</Expiration>
                      <AccessKeyId>%s</AccessKeyId>
                    </Credentials>
                    <Provider>arn:aws:iam::123456789012:oidc-provider/example</Provider>
                  </AssumeRoleWithWebIdentityResult>
                  <ResponseMetadata><RequestId>2</RequestId></ResponseMetadata>
                </AssumeRoleWithWebIdentityResponse>
                """.formatted(keys.sessionToken().orElseThrow(), keys.secretKey(), end, keys.accessKey());
    }

    private static void send(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/xml");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
