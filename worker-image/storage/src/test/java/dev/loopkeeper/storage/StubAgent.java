package dev.loopkeeper.storage;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/** An agent that gives the keys it is told to for one token, with answers as that of EKS Pod Identity gives them. */
final class StubAgent implements AutoCloseable {

    /** What someone asked. */
    record Question(String method, String path, @Nullable String authorization, String body) {}

    private record Answer(int status, String text) {}

    private static final String PATH = "/v1/credentials";

    private final LoopbackHttp server;
    private final Queue<Question> questions = new ConcurrentLinkedQueue<>();
    private final Queue<Answer> others = new ConcurrentLinkedQueue<>();

    private volatile String goodToken;
    private volatile S3Credentials keys;
    private volatile Duration life = Duration.ofHours(6);
    private volatile @Nullable URI redirection;

    StubAgent(String goodToken, S3Credentials keys) throws IOException {
        this.goodToken = goodToken;
        this.keys = keys;
        server = LoopbackHttp.start(null, this::answer);
    }

    URI endpoint() {
        return server.address().resolve(PATH);
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

    /** One of the next answers is this, whatever is asked. */
    void answerWith(int status, String text) {
        others.add(new Answer(status, text));
    }

    /** It sends everyone to another one. */
    void redirectTo(URI address) {
        redirection = address;
    }

    @Override
    public void close() {
        server.close();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String token = exchange.getRequestHeaders().getFirst("Authorization");
        questions.add(new Question(
                exchange.getRequestMethod(),
                exchange.getRequestURI().toString(),
                token,
                new String(exchange.getRequestBody().readAllBytes(), UTF_8)));
        Answer other = others.poll();
        URI elsewhere = redirection;
        if (elsewhere != null) {
            exchange.getResponseHeaders().set("Location", elsewhere.toString());
            send(exchange, new Answer(307, ""));
        } else if (other != null) {
            send(exchange, other);
        } else if (goodToken.equals(token)) {
            send(exchange, new Answer(200, keysAnswer()));
        } else {
            send(
                    exchange,
                    new Answer(400, "[01-2]: (InvalidTokenException): no such token: " + token + ", fault: client\n"));
        }
    }

    private String keysAnswer() {
        return """
                {"AccessKeyId":"%s","SecretAccessKey":"%s","Token":"%s","AccountId":"123456789012","Expiration":"%s"}
                """.formatted(
                        keys.accessKey(),
                        keys.secretKey(),
                        keys.sessionToken().orElseThrow(),
                        Instant.now().plus(life));
    }

    private static void send(HttpExchange exchange, Answer answer) throws IOException {
        byte[] bytes = answer.text().getBytes(UTF_8);
        exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
