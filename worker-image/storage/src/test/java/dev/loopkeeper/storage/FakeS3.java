package dev.loopkeeper.storage;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.HexFormat;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** A small S3 server in memory that differs from the standard as real ones do, and answers errors on demand. It checks no signatures. */
final class FakeS3 implements AutoCloseable {

    /** What it makes of conditions on writes. */
    enum Conditions {
        HONOURED,
        /** As Ceph's gateway 16.2. */
        GOOD_QUOTED_ETAG_REFUSED,
        /** As Swift with s3api. */
        NOT_IMPLEMENTED,
        IGNORED,
        ONLY_IF_NONE_MATCH
    }

    /** An answer instead of the usual one; a negative status closes the connection without any. */
    record Scripted(int status, String contentType, String body) {

        static Scripted error(int status, String code) {
            return new Scripted(
                    status, "application/xml", "<Error><Code>" + code + "</Code><Message>no luck</Message></Error>");
        }
    }

    private static final Pattern KEY = Pattern.compile("<Key>([^<]*)</Key>");

    private final LoopbackHttp server;
    private final Conditions conditions;
    private final Map<String, byte[]> objects = new ConcurrentHashMap<>();
    private final Queue<Scripted> script = new ArrayDeque<>();
    private final Queue<String> requests = new ConcurrentLinkedQueue<>();
    private final Queue<String> sessionTokens = new ConcurrentLinkedQueue<>();

    private boolean failing;

    FakeS3(Conditions conditions) throws IOException {
        this(conditions, null);
    }

    /** @param tls for https, or null for http */
    FakeS3(Conditions conditions, @Nullable SSLContext tls) throws IOException {
        this.conditions = conditions;
        server = LoopbackHttp.start(tls, this::answer);
    }

    S3Settings settings() {
        return new S3Settings(server.address(), "snapshots", "", new S3Credentials("someone", "a-secret-of-someone"));
    }

    /** Methods and paths of all requests so far. */
    Queue<String> requests() {
        return requests;
    }

    /** What came with the requests so far. */
    Queue<String> sessionTokens() {
        return sessionTokens;
    }

    Map<String, byte[]> objects() {
        return objects;
    }

    synchronized void next(Scripted... answers) {
        script.addAll(java.util.List.of(answers));
    }

    /** From now on the first, fourth and so on request gets no answer; what was asked for is not done. */
    synchronized void failEveryThirdRequest() {
        failing = true;
    }

    @Override
    public void close() {
        server.close();
    }

    private synchronized @Nullable Scripted scripted() {
        if (failing && requests.size() % 3 == 1) {
            return new Scripted(-1, "", "");
        }
        return script.poll();
    }

    private void answer(HttpExchange exchange) throws IOException {
        requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
        sessionTokens.add(String.valueOf(exchange.getRequestHeaders().getFirst("X-Amz-Security-Token")));
        byte[] body = exchange.getRequestBody().readAllBytes();
        Scripted scripted = scripted();
        if (scripted != null) {
            if (scripted.status() < 0) {
                exchange.close();
            } else {
                send(
                        exchange,
                        scripted.status(),
                        scripted.contentType(),
                        scripted.body().getBytes(UTF_8));
            }
            return;
        }
        String key = exchange.getRequestURI().getPath();
        switch (exchange.getRequestMethod()) {
            case "PUT" -> put(exchange, key, body);
            case "GET" -> get(exchange, key);
            case "POST" -> delete(exchange, key, new String(body, UTF_8));
            default -> error(exchange, 405, "MethodNotAllowed");
        }
    }

    private synchronized void put(HttpExchange exchange, String key, byte[] body) throws IOException {
        String ifMatch = exchange.getRequestHeaders().getFirst("If-Match");
        String ifNoneMatch = exchange.getRequestHeaders().getFirst("If-None-Match");
        boolean conditional = ifMatch != null || ifNoneMatch != null;
        if (conditional && conditions == Conditions.NOT_IMPLEMENTED) {
            error(exchange, 501, "NotImplemented");
            return;
        }
        if (conditional && conditions != Conditions.IGNORED && !holds(key, ifMatch, ifNoneMatch)) {
            error(exchange, 412, "PreconditionFailed");
            return;
        }
        objects.put(key, body);
        exchange.getResponseHeaders().set("ETag", "\"" + md5(body) + "\"");
        send(exchange, 200, "application/xml", new byte[0]);
    }

    private boolean holds(String key, @Nullable String ifMatch, @Nullable String ifNoneMatch) {
        byte[] present = objects.get(key);
        if (ifNoneMatch != null) {
            return present == null;
        }
        if (conditions == Conditions.ONLY_IF_NONE_MATCH) {
            return true;
        }
        if (present == null || ifMatch == null) {
            return false;
        }
        return conditions == Conditions.GOOD_QUOTED_ETAG_REFUSED
                ? ifMatch.equals(md5(present))
                : ifMatch.replace("\"", "").equals(md5(present));
    }

    private void get(HttpExchange exchange, String key) throws IOException {
        byte[] present = objects.get(key);
        if (present == null) {
            error(exchange, 404, "NoSuchKey");
            return;
        }
        exchange.getResponseHeaders().set("ETag", "\"" + md5(present) + "\"");
        send(exchange, 200, "application/octet-stream", present);
    }

    private void delete(HttpExchange exchange, String bucket, String body) throws IOException {
        KEY.matcher(body).results().forEach(match -> objects.remove(bucket + "/" + match.group(1)));
        send(exchange, 200, "application/xml", "<DeleteResult></DeleteResult>".getBytes(UTF_8));
    }

    private static void error(HttpExchange exchange, int status, String code) throws IOException {
        var error = Scripted.error(status, code);
        send(exchange, status, error.contentType(), error.body().getBytes(UTF_8));
    }

    private static void send(HttpExchange exchange, int status, String contentType, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", contentType);
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static String md5(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
