package dev.loopkeeper.storage;

import static dev.loopkeeper.storage.StoreAssertions.assertKind;
import static dev.loopkeeper.storage.StoreAssertions.bytes;
import static dev.loopkeeper.storage.StoreAssertions.content;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loopkeeper.engine.store.StoreException;
import dev.loopkeeper.engine.store.StoreException.Kind;
import dev.loopkeeper.storage.embedded.EmbeddedS3Server;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** K16: the store for who has a token for the agent of EKS Pod Identity, against a real server and an agent that gives keys for the token. */
@Timeout(60)
class ContainerCredentialsTest {

    private static final S3Timeouts TIMEOUTS =
            new S3Timeouts(Duration.ofSeconds(2), Duration.ofSeconds(5), Duration.ofSeconds(20));
    /** Of {@code jobs}. */
    private static final String TOKEN = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJqb2JzIn0.bm8tc2lnbmF0dXJl";

    /** Too short for keys to be used twice. */
    private static final Duration INSTANT = Duration.ofSeconds(2);

    @TempDir
    Path folder;

    private S3Credentials keys;
    private EmbeddedS3Server server;
    private StubAgent agent;
    private S3ObjectStore store;

    @BeforeEach
    void start() throws IOException {
        Files.writeString(tokenFile(), TOKEN + "\n");
        S3Credentials random = S3Credentials.random();
        keys = new S3Credentials(random.accessKey(), random.secretKey(), Optional.of("a-session-token"));
        server = EmbeddedS3Server.start(folder.resolve("s3"), 0, keys, "snapshots");
        agent = new StubAgent(TOKEN, keys);
        store = S3ObjectStore.open(settings(agent.endpoint()));
    }

    @AfterEach
    void stop() {
        store.close();
        agent.close();
        server.close();
    }

    private Path tokenFile() {
        return folder.resolve("token");
    }

    private S3Settings settings(URI endpoint) {
        return server.settings("jobs")
                .withTimeouts(TIMEOUTS)
                .withAccess(new ContainerCredentials(endpoint, tokenFile()));
    }

    @Test
    void k16ATokenGivesKeysThatReadAndWrite() throws StoreException {
        store.put("a", bytes("one"));

        assertThat(content(store, "a")).isEqualTo("one");
        assertThat(agent.questions()).containsExactly(new StubAgent.Question("GET", "/v1/credentials", TOKEN, ""));
    }

    @Test
    void k16TheirSessionTokenGoesAlong() throws Exception {
        try (var fake = new FakeS3(FakeS3.Conditions.HONOURED);
                var other = S3ObjectStore.open(
                        fake.settings().withAccess(settings(agent.endpoint()).access()))) {
            other.put("a", bytes("one"));

            assertThat(fake.sessionTokens()).containsExactly("a-session-token");
        }
    }

    @Test
    void k16ExpiredKeysAreRenewedWithTheTokenOfThen() throws Exception {
        agent.give(TOKEN, keys, INSTANT);
        store.put("a", bytes("one"));
        Files.writeString(tokenFile(), "another." + TOKEN);
        agent.give("another." + TOKEN, keys, Duration.ofHours(6));

        assertThat(content(store, "a")).isEqualTo("one");
        assertThat(content(store, "a")).isEqualTo("one");

        assertThat(agent.questions())
                .extracting(StubAgent.Question::authorization)
                .containsExactly(TOKEN, "another." + TOKEN);
    }

    @Test
    void k16ARefusedTokenIsNamedAndNotShown() throws IOException {
        String other = "not-a-good-token." + "x".repeat(300);
        Files.writeString(tokenFile(), other);

        assertKind(() -> store.get("a"), Kind.DENIED);
        assertThatThrownBy(() -> store.put("a", bytes("one"))).satisfies(e -> {
            assertThat(e)
                    .hasMessageContaining("the credentials endpoint at " + agent.endpoint())
                    .hasMessageContaining(tokenFile().toString())
                    .hasMessageContaining(
                            "(HTTP 400: [01-2]: (InvalidTokenException): no such token: ..., fault: client)")
                    .hasMessageContaining("check the Pod Identity association of the pod's service account");
            assertThat(e.getMessage()).hasLineCount(1);
            var trace = new StringWriter();
            e.printStackTrace(new PrintWriter(trace));
            assertThat(trace.toString()).doesNotContain("not-a-good-token").doesNotContain("xxxx");
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "401 | Unauthorized | DENIED",
                "403 | Access Denied. Called agent through invalid address | DENIED",
                "404 | [01-2]: (ResourceNotFoundException): No associations found, fault: client | DENIED",
                "405 | Method not allowed | UNSUPPORTED",
            })
    void k16ARefusalIsFinal(int status, String text, Kind kind) {
        agent.answerWith(status, text);

        assertKind(() -> store.get("a"), kind).hasMessageContaining("(HTTP " + status + ": " + text + ")");
        if (kind == Kind.DENIED) {
            assertKind(() -> store.get("a"), kind).hasMessageContaining("for the token of jobs in " + tokenFile());
        }
        assertThat(agent.questions()).hasSize(1);
    }

    @Test
    void k16AnAgentThatIsAwayForAWhileIsAskedAgain() throws StoreException {
        agent.answerWith(500, "internal");
        agent.answerWith(429, "Too Many Requests");
        agent.answerWith(503, "");

        store.put("a", bytes("one"));

        assertThat(content(store, "a")).isEqualTo("one");
        assertThat(agent.questions()).hasSize(4);
    }

    @Test
    void k16AnAgentThatIsNotThereIsNamed() throws IOException {
        URI nowhere = URI.create("http://127.0.0.1:" + StoreAssertions.freePort() + "/v1/credentials");
        S3Timeouts brief = new S3Timeouts(Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(1));

        try (var lost = S3ObjectStore.open(settings(nowhere).withTimeouts(brief))) {
            assertKind(() -> lost.get("a"), Kind.UNAVAILABLE)
                    .hasMessageContaining("the credentials endpoint at " + nowhere + " cannot be reached");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<html>secret-text</html>",
                "[]",
                "{\"Code\": \"Failed\", \"Message\": \"secret-text\"}",
                "{\"AccessKeyId\": \"a\", \"SecretAccessKey\": \"\", \"Token\": \"secret-text\"}",
                "{\"AccessKeyId\": \"a\", \"SecretAccessKey\": \"secret-text\", \"Expiration\": \"secret-text\"}",
            })
    void k16WhatGivesNoKeysIsNoAgent(String answer) {
        agent.answerWith(200, answer);

        assertKind(() -> store.get("a"), Kind.UNSUPPORTED)
                .hasMessageContaining("gave an answer without keys: check its address")
                .hasMessageContaining("AWS_CONTAINER_CREDENTIALS_FULL_URI")
                .hasStackTraceContaining("S3ObjectStore")
                .satisfies(e -> {
                    var trace = new StringWriter();
                    e.printStackTrace(new PrintWriter(trace));
                    assertThat(trace.toString()).doesNotContain("secret-text");
                });
    }

    @Test
    void k16TheTokenIsGivenToNobodyElse() throws IOException {
        try (var other = new StubAgent(TOKEN, keys)) {
            agent.redirectTo(other.endpoint());

            assertKind(() -> store.get("a"), Kind.UNSUPPORTED).hasMessageContaining("HTTP 307");
            assertThat(other.questions()).isEmpty();
        }
    }

    @Test
    void k16TheTokenIsNotGivenToAProxy() throws Exception {
        ProxySelector before = ProxySelector.getDefault();
        try (var proxy = new StubAgent(TOKEN, keys)) {
            ProxySelector.setDefault(ProxySelector.of(
                    new InetSocketAddress("127.0.0.1", proxy.endpoint().getPort())));
            try (var fake = new FakeS3(FakeS3.Conditions.HONOURED);
                    var proxied = S3ObjectStore.open(fake.settings()
                            .withAccess(settings(agent.endpoint()).access()))) {
                // The store's requests do go there.
                assertThatThrownBy(() -> proxied.get("a")).isInstanceOf(StoreException.class);
            }
            assertThat(agent.questions()).hasSize(1);
            assertThat(proxy.questions())
                    .isNotEmpty()
                    .extracting(StubAgent.Question::authorization)
                    .doesNotContain(TOKEN);
        } finally {
            ProxySelector.setDefault(before);
        }
    }

    @Test
    void k16AMissingTokenIsNamed() throws IOException {
        Files.delete(tokenFile());

        assertKind(() -> store.get("a"), Kind.DENIED)
                .hasMessageContaining("there is no file " + tokenFile())
                .hasMessageContaining("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE");
        assertThat(agent.questions()).isEmpty();
    }

    @Test
    void k16WhatCannotBeSentIsNoToken() throws IOException {
        Files.writeString(tokenFile(), "not-a\u0007-token");

        assertKind(() -> store.get("a"), Kind.DENIED)
                .hasMessageContaining("the file " + tokenFile() + " holds no token")
                .hasMessageNotContaining("not-a");
        assertThat(agent.questions()).isEmpty();
    }
}
