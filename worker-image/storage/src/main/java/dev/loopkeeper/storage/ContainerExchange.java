package dev.loopkeeper.storage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.loopkeeper.engine.store.StoreException.Kind;
import io.minio.Time;
import io.minio.credentials.Credentials;
import java.io.IOException;
import java.net.Proxy;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** Shows a token to the agent beside this process, for keys, as AWS' container credential provider does. Any thread. */
final class ContainerExchange implements TemporaryKeys.Exchange {

    private static final long LONGEST_ANSWER = 64 << 10;
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final ContainerCredentials agent;
    private final ConnectionFailures service;
    private final OkHttpClient http;

    /** @param http bounds each call; its redirects are off, since the token is for one service only */
    ContainerExchange(ContainerCredentials agent, ConnectionFailures service, OkHttpClient http) {
        this.agent = agent;
        this.service = service;
        // It is on this node, and a token that is not encrypted must not leave it.
        this.http = "https".equalsIgnoreCase(agent.endpoint().getScheme())
                ? http
                : http.newBuilder().proxy(Proxy.NO_PROXY).build();
    }

    @Override
    public Credentials newKeys() throws NoKeysException {
        IdentityToken token =
                new TokenFile(agent.tokenFile(), "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE").read(service.service());
        Request request = request(token);
        int status;
        String answer;
        try (Response response = http.newCall(request).execute()) {
            status = response.code();
            answer = response.peekBody(LONGEST_ANSWER).string();
        } catch (IOException e) {
            throw NoKeysException.unanswered(service.of(e));
        }
        if (status / 100 != 2) {
            throw meaning(new Refusal(status, "", answer), token);
        }
        return keys(answer);
    }

    private Request request(IdentityToken token) throws NoKeysException {
        try {
            return new Request.Builder()
                    .url(agent.endpoint().toString())
                    .header("Authorization", token.text())
                    .build();
        } catch (IllegalArgumentException e) {
            // Its text may show the token.
            throw NoKeysException.refused(
                    Kind.DENIED,
                    "the file " + agent.tokenFile() + " holds no token for " + service.service()
                            + ", but something that cannot be sent as one");
        }
    }

    private NoKeysException meaning(Refusal refusal, IdentityToken token) {
        String named = refusal.line(token.text());
        if (refusal.passing()) {
            return NoKeysException.forNow(service.service() + " fails (" + named + ")");
        }
        return switch (refusal.status()) {
            case 400, 401, 403, 404 ->
                NoKeysException.refused(
                        Kind.DENIED,
                        service.service() + " gives no keys for " + token.inWords() + " (" + named
                                + "): check the Pod Identity association of the pod's service account, and that its role trusts pods.eks.amazonaws.com");
            default ->
                NoKeysException.refused(
                        Kind.UNSUPPORTED,
                        service.service() + " does not give keys (" + named
                                + "): check its address (AWS_CONTAINER_CREDENTIALS_FULL_URI)");
        };
    }

    private Credentials keys(String answer) throws NoKeysException {
        try {
            JsonNode json = MAPPER.readTree(answer);
            @Nullable String end = text(json, "Expiration");
            return new Credentials(
                    text(json, "AccessKeyId"),
                    text(json, "SecretAccessKey"),
                    text(json, "Token"),
                    end == null
                            ? null
                            : new Time.S3Time(OffsetDateTime.parse(end).toZonedDateTime()));
        } catch (JsonProcessingException | DateTimeException | IllegalArgumentException | NullPointerException e) {
            // Neither cause nor text is passed on: they may hold what was answered.
            throw NoKeysException.refused(
                    Kind.UNSUPPORTED,
                    service.service()
                            + " gave an answer without keys: check its address (AWS_CONTAINER_CREDENTIALS_FULL_URI)");
        }
    }

    private static @Nullable String text(JsonNode json, String name) {
        @Nullable JsonNode value = json.get(name);
        return value == null || value.isNull() ? null : value.asText();
    }
}
