package dev.loopkeeper.e2e.identity;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import dev.loopkeeper.storage.S3Credentials;
import io.fabric8.kubernetes.api.model.authentication.TokenReview;
import io.fabric8.kubernetes.api.model.authentication.TokenReviewBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenReviewStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;

/**
 * A security token service, with the requests and answers that AWS documents for {@code AssumeRoleWithWebIdentity}. The cluster's API server says
 * whose tokens they are; the keys are given to one service account. Safe for all threads.
 */
public final class TokenService implements AutoCloseable {

    /** Whom the tokens are for. */
    public static final String AUDIENCE = "sts.amazonaws.com";

    /**
     * A good token that was shown.
     *
     * @param at when
     * @param pod whose it is
     * @param user its service account
     * @param trusted whether keys were given for it
     * @param opensCluster whether the API server would take it from a client
     */
    public record Shown(Instant at, String pod, String user, boolean trusted, boolean opensCluster) {}

    private final KubernetesClient client;
    private final String trusted;
    private final S3Credentials keys;
    private final Sessions sessions;
    private final Queue<Shown> shown = new ConcurrentLinkedQueue<>();
    private final Queue<String> refused = new ConcurrentLinkedQueue<>();
    private final HttpEndpoint server;

    /** @param trusted the user that gets keys, as {@code system:serviceaccount:namespace:name} */
    TokenService(KubernetesClient client, InetAddress address, String trusted, S3Credentials keys, Sessions sessions)
            throws IOException {
        this.client = client;
        this.trusted = trusted;
        this.keys = keys;
        this.sessions = sessions;
        this.server = HttpEndpoint.start(address, this::answer);
    }

    public URI address() {
        return server.address();
    }

    /** Tokens that the cluster vouches for, in the order in which they came. */
    public List<Shown> shown() {
        return List.copyOf(shown);
    }

    /** What else came, by the answers to it. */
    public List<String> refused() {
        return List.copyOf(refused);
    }

    private void answer(HttpExchange exchange) throws IOException {
        Map<String, String> form = Arrays.stream(
                        new String(exchange.getRequestBody().readAllBytes(), UTF_8).split("&"))
                .map(pair -> pair.split("=", 2))
                .filter(pair -> pair.length == 2)
                .collect(Collectors.toMap(
                        pair -> URLDecoder.decode(pair[0], UTF_8), pair -> URLDecoder.decode(pair[1], UTF_8)));
        if (!"AssumeRoleWithWebIdentity".equals(form.get("Action"))) {
            refuse(exchange, 400, "InvalidAction", "Could not find operation " + form.get("Action"));
            return;
        }
        String token = form.getOrDefault("WebIdentityToken", "");
        TokenReviewStatus status = review(token, List.of(AUDIENCE));
        if (!Boolean.TRUE.equals(status.getAuthenticated())
                || !status.getAudiences().contains(AUDIENCE)) {
            refuse(exchange, 400, "InvalidIdentityToken", String.valueOf(status.getError()));
            return;
        }
        String user = status.getUser().getUsername();
        // Without an audience the API server asks whether the token is for itself.
        boolean opensCluster = Boolean.TRUE.equals(review(token, List.of()).getAuthenticated());
        shown.add(new Shown(Instant.now(), pod(status), user, user.equals(trusted), opensCluster));
        if (user.equals(trusted)) {
            HttpEndpoint.send(exchange, 200, keysFor(user));
        } else {
            HttpEndpoint.send(
                    exchange, 403, error("AccessDenied", "Not authorized to perform sts:AssumeRoleWithWebIdentity"));
        }
    }

    private TokenReviewStatus review(String token, List<String> audiences) {
        TokenReview review = new TokenReviewBuilder()
                .withNewSpec()
                .withToken(token)
                .withAudiences(audiences)
                .endSpec()
                .build();
        return client.resource(review).create().getStatus();
    }

    private static String pod(TokenReviewStatus status) {
        return String.join(
                ",", status.getUser().getExtra().getOrDefault("authentication.kubernetes.io/pod-name", List.of()));
    }

    private void refuse(HttpExchange exchange, int status, String code, String message) throws IOException {
        refused.add(code + ": " + message);
        HttpEndpoint.send(exchange, status, error(code, message));
    }

    private static String error(String code, String message) {
        return """
                <ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
                  <Error><Type>Sender</Type><Code>%s</Code><Message>%s</Message></Error>
                  <RequestId>0f1e2d3c</RequestId>
                </ErrorResponse>
                """.formatted(code, message);
    }

    private String keysFor(String user) {
        Sessions.Session session = sessions.open();
        return """
                <AssumeRoleWithWebIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
                  <AssumeRoleWithWebIdentityResult>
                    <SubjectFromWebIdentityToken>%s</SubjectFromWebIdentityToken>
                    <Audience>%s</Audience>
                    <Credentials>
                      <SessionToken>%s</SessionToken>
                      <SecretAccessKey>%s</SecretAccessKey>
                      <Expiration>%s</Expiration>
                      <AccessKeyId>%s</AccessKeyId>
                    </Credentials>
                  </AssumeRoleWithWebIdentityResult>
                  <ResponseMetadata><RequestId>3c2d1e0f</RequestId></ResponseMetadata>
                </AssumeRoleWithWebIdentityResponse>
                """.formatted(user, AUDIENCE, session.token(), keys.secretKey(), session.end(), keys.accessKey());
    }

    @Override
    public void close() {
        server.close();
    }
}
