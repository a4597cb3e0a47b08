package dev.loopkeeper.storage;

import static dev.loopkeeper.storage.StoreAssertions.assertKind;
import static dev.loopkeeper.storage.StoreAssertions.bytes;
import static dev.loopkeeper.storage.StoreAssertions.content;
import static org.assertj.core.api.Assertions.assertThat;

import dev.loopkeeper.engine.store.ConditionalPut;
import dev.loopkeeper.engine.store.Precondition;
import dev.loopkeeper.engine.store.StoreException;
import dev.loopkeeper.engine.store.StoreException.Kind;
import dev.loopkeeper.storage.FakeS3.Conditions;
import dev.loopkeeper.storage.FakeS3.Scripted;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the store makes of the errors of a server, over real HTTP. */
class S3FaultsTest {

    private static final Precondition ABSENT = new Precondition.Absent();
    private static final Scripted NO_ANSWER = new Scripted(-1, "", "");

    private FakeS3 server;
    private S3ObjectStore store;

    @BeforeEach
    void start() throws IOException {
        server = new FakeS3(Conditions.HONOURED);
        store = S3ObjectStore.open(server.settings()
                .withTimeouts(new S3Timeouts(Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(3))));
    }

    @AfterEach
    void stop() {
        store.close();
        server.close();
    }

    @Test
    void triesReadsAndPlainWritesAgain() throws StoreException {
        server.next(Scripted.error(503, "SlowDown"), NO_ANSWER, Scripted.error(500, "InternalError"));
        store.put("a", bytes("one"));
        server.next(
                new Scripted(502, "text/html", "<html>bad gateway</html>"),
                Scripted.error(400, "RequestTimeout"),
                Scripted.error(429, "Throttling"));

        assertThat(content(store, "a")).isEqualTo("one");
        assertThat(server.requests()).hasSize(8);
    }

    @Test
    void triesDeletesAgainThatFailedForSomeKeys() throws StoreException {
        store.put("a", bytes("one"));
        server.next(
                new Scripted(
                        200,
                        "application/xml",
                        "<DeleteResult><Error><Key>a</Key><Code>InternalError</Code><Message>again</Message></Error></DeleteResult>"));

        store.delete(List.of("a"));

        assertThat(server.objects()).isEmpty();
    }

    @Test
    void saysWhichKeyMayNotBeDeleted() {
        server.next(
                new Scripted(
                        200,
                        "application/xml",
                        "<DeleteResult><Error><Key>a</Key><Code>AccessDenied</Code><Message>no</Message></Error></DeleteResult>"));

        assertKind(() -> store.delete(List.of("a")), Kind.DENIED).hasMessageContaining("refused to delete a");
    }

    @Test
    void givesUpWhenTheTimeIsOver() {
        for (int i = 0; i < 100; i++) {
            server.next(Scripted.error(503, "SlowDown"));
        }

        long begin = System.nanoTime();
        assertKind(() -> store.get("a"), Kind.UNAVAILABLE)
                .hasMessageContaining("SlowDown")
                .hasMessageContaining("attempts");
        // A plain write that failed like this may have been done.
        assertKind(() -> store.put("a", bytes("x")), Kind.UNCLEAR);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(8));
    }

    @ParameterizedTest
    @CsvSource({
        "500, InternalError, UNCLEAR",
        "502, , UNCLEAR",
        "503, SlowDown, UNCLEAR",
        "408, RequestTimeout, UNCLEAR",
        "409, ConditionalRequestConflict, UNCLEAR",
        "400, RequestTimeout, UNCLEAR",
        "400, BadDigest, CORRUPT",
        "403, AccessDenied, DENIED",
        "403, SignatureDoesNotMatch, DENIED",
        "403, RequestTimeTooSkewed, DENIED",
        "400, ExpiredToken, DENIED",
        "301, PermanentRedirect, DENIED",
        "404, NoSuchBucket, NO_BUCKET",
        "405, MethodNotAllowed, UNSUPPORTED",
        "501, NotImplemented, UNSUPPORTED",
        "400, InvalidArgument, UNSUPPORTED"
    })
    void sendsAConditionalWriteOnceWhateverComesBack(int status, String code, Kind kind) {
        server.next(code == null ? new Scripted(status, "text/html", "<html>?</html>") : Scripted.error(status, code));

        assertKind(() -> store.putIf("a", bytes("x"), ABSENT), kind)
                .hasMessageContaining("conditionally write s3://snapshots/a");
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void sendsAConditionalWriteOnceWhenTheAnswerIsLost() throws StoreException {
        // On a connection that was used before, which HTTP clients like to blame for a failure and to replace silently.
        store.put("a", bytes("x"));
        server.requests().clear();
        server.next(NO_ANSWER);

        assertKind(() -> store.putIf("b", bytes("x"), ABSENT), Kind.UNCLEAR);
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void tellsRefusalFromTheMissingObjectToMatch() throws StoreException {
        assertThat(store.putIf("a", bytes("x"), new Precondition.Matches("abc")))
                .isEqualTo(new ConditionalPut.Refused());
        server.next(Scripted.error(404, "NoSuchKey"));
        assertThat(store.putIf("a", bytes("x"), new Precondition.Matches("abc")))
                .isEqualTo(new ConditionalPut.Refused());
        server.next(new Scripted(412, "text/html", "<html>precondition failed</html>"));
        assertThat(store.putIf("a", bytes("x"), new Precondition.Matches("abc")))
                .isEqualTo(new ConditionalPut.Refused());
    }

    @Test
    void doesNotTrustAServerThatIgnoresRanges() throws StoreException {
        store.put("a", bytes("0123456789"));

        assertKind(() -> store.getRange("a", 2, 3), Kind.UNSUPPORTED).hasMessageContaining("ignores the range");
    }

    @Test
    void saysThatAnEndpointIsNoS3Store() {
        server.next(new Scripted(404, "text/html", "<html>not found</html>"));

        assertKind(() -> store.get("a"), Kind.UNSUPPORTED).hasMessageContaining("does not answer as an S3 store");
    }

    @Test
    void keepsTheSecretOutOfMessages() {
        server.next(Scripted.error(403, "SignatureDoesNotMatch"));

        assertKind(() -> store.get("a"), Kind.DENIED)
                .hasMessageNotContaining("a-secret-of-someone")
                .satisfies(e -> {
                    for (Throwable t = e; t != null; t = t.getCause()) {
                        assertThat(t.toString()).doesNotContain("a-secret-of-someone");
                    }
                });
    }
}
