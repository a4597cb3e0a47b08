package dev.loopkeeper.storage;

import static dev.loopkeeper.storage.StoreAssertions.assertKind;
import static dev.loopkeeper.storage.StoreAssertions.bytes;
import static dev.loopkeeper.storage.StoreAssertions.content;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loopkeeper.engine.store.ConditionalPut;
import dev.loopkeeper.engine.store.Precondition;
import dev.loopkeeper.engine.store.StoreException;
import dev.loopkeeper.engine.store.StoreException.Kind;
import dev.loopkeeper.storage.embedded.EmbeddedS3Server;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** K16: the store for who has a token instead of keys, against a real server and a service that gives keys for the token. */
@Timeout(60)
class WebIdentityTest {

    private static final S3Timeouts TIMEOUTS =
            new S3Timeouts(Duration.ofSeconds(2), Duration.ofSeconds(5), Duration.ofSeconds(20));
    private static final String TOKEN = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJqb2JzIn0.bm8tc2lnbmF0dXJl";
    private static final String ROLE = "arn:aws:iam::123456789012:role/jobs";
    private static final Duration HOUR = Duration.ofHours(1);

    /** Too short for keys to be used twice. */
    private static final Duration INSTANT = Duration.ofSeconds(2);

    @TempDir
    Path folder;

    private S3Credentials keys;
    private EmbeddedS3Server server;
    private StubTokenService service;
    private S3ObjectStore store;

    @BeforeEach
    void start() throws IOException {
        Files.writeString(tokenFile(), TOKEN + "\n");
        keys = newKeys();
        server = EmbeddedS3Server.start(folder.resolve("s3"), 0, keys, "snapshots");
        service = new StubTokenService(TOKEN, keys);
        store = S3ObjectStore.open(settings());
    }

    @AfterEach
    void stop() {
        store.close();
        service.close();
        server.close();
    }

    private Path tokenFile() {
        return folder.resolve("token");
    }

    private static S3Credentials newKeys() {
        S3Credentials random = S3Credentials.random();
        return new S3Credentials(random.accessKey(), random.secretKey(), Optional.of("a-session-token"));
    }

    private S3Settings settings() {
        return settings(service.address());
    }

    private S3Settings settings(URI address) {
        return server.settings("jobs")
                .withTimeouts(TIMEOUTS)
                .withAccess(new WebIdentity(tokenFile(), address, Optional.of(ROLE), "rework.team-a"));
    }

    /** The same server with its objects, which from now on knows other keys only. */
    private void changeKeys() throws IOException {
        int port = server.port();
        server.close();
        keys = newKeys();
        server = EmbeddedS3Server.start(folder.resolve("s3"), port, keys, "snapshots");
    }

    @Test
    void k16ATokenGivesKeysThatReadAndWrite() throws StoreException {
        store.put("a", bytes("one"));

        assertThat(content(store, "a")).isEqualTo("one");
        assertThat(store.putIf("a", bytes("two"), new Precondition.Absent())).isEqualTo(new ConditionalPut.Refused());
        assertThat(service.questions()).singleElement().satisfies(question -> {
            assertThat(question.method()).isEqualTo("POST");
            // An address gets into logs.
            assertThat(question.query()).isNull();
            assertThat(question.contentType()).isEqualTo("application/x-www-form-urlencoded");
            assertThat(question.form())
                    .containsExactlyInAnyOrderEntriesOf(Map.of(
                            "Action", "AssumeRoleWithWebIdentity",
                            "Version", "2011-06-15",
                            "DurationSeconds", "3600",
                            "RoleArn", ROLE,
                            "RoleSessionName", "rework.team-a",
                            "WebIdentityToken", TOKEN));
        });
    }

    @Test
    void k16TheirSessionTokenGoesAlong() throws Exception {
        try (var fake = new FakeS3(FakeS3.Conditions.HONOURED);
                var other =
                        S3ObjectStore.open(fake.settings().withAccess(settings().access()))) {
            other.put("a", bytes("one"));

            assertThat(fake.sessionTokens()).containsExactly("a-session-token");
        }
    }

    @Test
    void k16ExpiredKeysAreRenewedWithTheTokenOfThen() throws Exception {
        service.give(TOKEN, keys, INSTANT);
        store.put("a", bytes("one"));
        Files.writeString(tokenFile(), "another." + TOKEN);
        service.give("another." + TOKEN, keys, HOUR);

        assertThat(content(store, "a")).isEqualTo("one");

        assertThat(service.questions())
                .extracting(question -> question.form().get("WebIdentityToken"))
                .containsExactly(TOKEN, "another." + TOKEN);
    }

    @Test
    void k16KeysThatTheStoreKnowsNoMoreAreReplaced() throws Exception {
        store.put("a", bytes("one"));
        changeKeys();
        service.give(TOKEN, keys, HOUR);

        store.put("a", bytes("two"));

        assertThat(content(store, "a")).isEqualTo("two");
        assertThat(service.questions()).hasSize(2);
    }

    @Test
    void k16AConditionalWriteWithKeysThatAreReplacedIsCertainlyNotDone() throws Exception {
        try (var fake = new FakeS3(FakeS3.Conditions.HONOURED);
                var other =
                        S3ObjectStore.open(fake.settings().withAccess(settings().access()))) {
            other.put("a", bytes("one"));
            fake.next(FakeS3.Scripted.error(400, "ExpiredToken"));

            assertKind(() -> other.putIf("b", bytes("one"), new Precondition.Absent()), Kind.UNAVAILABLE)
                    .hasMessageContaining("refused the credentials (HTTP 400 ExpiredToken)");
            assertThat(other.putIf("b", bytes("one"), new Precondition.Absent()))
                    .isInstanceOf(ConditionalPut.Written.class);
            assertThat(service.questions()).hasSize(2);
        }
    }

    @Test
    void k16KeysOfAnotherStoreAreRefusedForGood() {
        service.give(TOKEN, newKeys(), HOUR);

        assertKind(() -> store.put("a", bytes("one")), Kind.DENIED)
                .hasMessageContaining(server.endpoint().toString())
                .hasMessageContaining(service.address().toString());
        assertThat(service.questions()).hasSize(1);
    }

    @Test
    void k16ARefusedTokenIsNamedAndNotShown() throws IOException {
        String other = "not-a-good-token." + "x".repeat(300);
        Files.writeString(tokenFile(), other);

        assertThatThrownBy(() -> store.put("a", bytes("one"))).satisfies(e -> {
            assertThat(e)
                    .hasMessageContaining(service.address().toString())
                    .hasMessageContaining(tokenFile().toString())
                    .hasMessageContaining("HTTP 400 InvalidIdentityToken: No match for ... of an unknown issuer")
                    .hasMessageContaining("check that it trusts the token's issuer and audience");
            var trace = new StringWriter();
            e.printStackTrace(new PrintWriter(trace));
            assertThat(trace.toString()).doesNotContain("not-a-good-token").doesNotContain("xxxx");
        });
        assertKind(() -> store.putIf("a", bytes("one"), new Precondition.Absent()), Kind.DENIED);
    }

    @Test
    void k16ARefusedRoleIsNamed() throws IOException {
        Files.writeString(tokenFile(), "of-someone-else");
        service.refuseWith(403, "AccessDenied");

        assertKind(() -> store.get("a"), Kind.DENIED)
                .hasMessageContaining(ROLE)
                .hasMessageContaining("HTTP 403 AccessDenied")
                .hasMessageContaining("trust policy");
        assertThat(service.questions()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'sub': 'system:serviceaccount:team-a:jobs', 'aud': ['x']} | the token of system:serviceaccount:team-a:jobs in",
                "{'sub': 'a (b)'} | the token in",
                "{'sub': {'a': 1}} | the token in",
                "['sub'] | the token in",
                "sub | the token in",
            })
    void k16WhoseTokenWasRefusedIsNamed(String claims, String words) throws IOException {
        String payload = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(claims.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
        Files.writeString(tokenFile(), "eyJhbGciOiJSUzI1NiJ9." + payload + ".bm8tc2lnbmF0dXJl");
        service.refuseWith(403, "AccessDenied");

        assertKind(() -> store.get("a"), Kind.DENIED).hasMessageContaining(words + " " + tokenFile());
    }

    @Test
    void k16AServiceThatIsAwayForAWhileIsAskedAgain() throws StoreException {
        service.failWith(503, 500);

        store.put("a", bytes("one"));

        assertThat(content(store, "a")).isEqualTo("one");
        assertThat(service.questions()).hasSize(3);
    }

    @Test
    void k16AServiceThatHangsHoldsNobodyUp() {
        service.answerAfter(new CountDownLatch(1));
        S3Settings impatient = settings()
                .withTimeouts(new S3Timeouts(Duration.ofSeconds(2), Duration.ofMillis(300), Duration.ofMillis(900)));
        String late = "the security token service at " + service.address() + " did not answer in time";

        try (var waiting = S3ObjectStore.open(impatient)) {
            Awaitility.await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
                assertKind(() -> waiting.get("a"), Kind.UNAVAILABLE).hasMessageContaining(late);
                // Certain, since nothing was sent to the store.
                assertKind(() -> waiting.putIf("a", bytes("one"), new Precondition.Absent()), Kind.UNAVAILABLE)
                        .hasMessageContaining(late);
            });
        }
    }

    @Test
    void k16AServiceThatIsNotThereIsNamed() throws IOException {
        URI nowhere = URI.create("http://127.0.0.1:" + StoreAssertions.freePort());
        S3Timeouts brief = new S3Timeouts(Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(1));

        try (var lost = S3ObjectStore.open(settings(nowhere).withTimeouts(brief))) {
            assertKind(() -> lost.get("a"), Kind.UNAVAILABLE)
                    .hasMessageContaining("the security token service at " + nowhere + " cannot be reached");
        }
    }

    @Test
    void k16AStoreThatGivesNoKeysIsNoTokenService() {
        try (var confused = S3ObjectStore.open(settings(server.endpoint()))) {
            assertThatThrownBy(() -> confused.get("a"))
                    .isInstanceOfSatisfying(
                            StoreException.class, e -> assertThat(e.kind()).isIn(Kind.UNSUPPORTED, Kind.DENIED))
                    .hasMessageContaining("the security token service at " + server.endpoint());
        }
    }

    @Test
    void k16TheTokenIsGivenToNobodyElse() throws IOException {
        try (var other = new StubTokenService(TOKEN, keys)) {
            service.redirectTo(other.address());

            assertKind(() -> store.get("a"), Kind.UNSUPPORTED).hasMessageContaining("HTTP 307");
            assertThat(other.questions()).isEmpty();
        }
    }

    @Test
    void k16AMissingTokenIsNamed() throws IOException {
        Files.delete(tokenFile());

        assertKind(() -> store.get("a"), Kind.DENIED).hasMessageContaining("there is no file " + tokenFile());
        assertThat(service.questions()).isEmpty();
    }

    @Test
    void k16ManyWhoAskAtOnceShareOneRenewal() throws Exception {
        CountDownLatch all = new CountDownLatch(1);
        service.answerAfter(all);
        List<FutureTask<Optional<?>>> reads = IntStream.range(0, 20)
                .mapToObj(_ -> new FutureTask<Optional<?>>(() -> store.get("a")))
                .toList();
        List<Thread> threads =
                reads.stream().map(read -> Thread.ofPlatform().start(read)).toList();
        Awaitility.await()
                .until(() -> threads.stream().allMatch(thread -> thread.getState() == Thread.State.TIMED_WAITING));

        all.countDown();

        for (FutureTask<Optional<?>> read : reads) {
            assertThat(read.get()).isEmpty();
        }
        assertThat(service.questions()).hasSize(1);
    }
}
