package dev.loopkeeper.storage;

import static dev.loopkeeper.storage.StoreAssertions.assertKind;
import static dev.loopkeeper.storage.StoreAssertions.bytes;
import static dev.loopkeeper.storage.StoreAssertions.freePort;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.loopkeeper.engine.store.ObjectEntry;
import dev.loopkeeper.engine.store.Precondition;
import dev.loopkeeper.engine.store.StoreException;
import dev.loopkeeper.engine.store.StoreException.Kind;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The store against the real embedded server. */
class S3ObjectStoreTest extends EmbeddedStoreFixture {

    @Test
    void readsWhatWasWritten() throws StoreException {
        String etag = store.put("a/b", bytes("hello"));

        var read = store.get("a/b").orElseThrow();

        assertThat(read.content()).isEqualTo("hello".getBytes(UTF_8));
        // The MD5 of "hello", as md5sum prints it.
        assertThat(etag).isEqualTo("5d41402abc4b2a76b9719d911017c592").isEqualTo(read.etag());
    }

    @Test
    void readsNothingWhereNothingIs() throws StoreException {
        assertThat(store.get("nothing")).isEmpty();
    }

    @Test
    void takesEmptyDirectAndSlicedContent() throws StoreException {
        ByteBuffer direct =
                ByteBuffer.allocateDirect(8).put(bytes("xxhello!")).position(2).limit(7);
        ByteBuffer slice = ByteBuffer.wrap("xxhello!".getBytes(UTF_8), 2, 5).slice();

        store.put("direct", direct);
        store.put("slice", slice);
        store.put("read only", slice.asReadOnlyBuffer());
        store.put("empty", ByteBuffer.allocate(0));

        assertThat(content("direct")).isEqualTo("hello");
        assertThat(content("slice")).isEqualTo("hello");
        assertThat(content("read only")).isEqualTo("hello");
        assertThat(content("empty")).isEmpty();
        assertThat(direct.position()).isEqualTo(2);
    }

    @Test
    void takesKeysWithUnusualCharacters() throws StoreException {
        List<String> keys =
                List.of("a b", "a+b", "ä/ö ü", "100%", "a=b&c?d#e", "quote\"'", "a/b/c/d/e/f", "~tilde", "colon:at@");
        for (String key : keys) {
            store.put(key, bytes(key));
        }

        for (String key : keys) {
            assertThat(content(key)).isEqualTo(key);
        }
        assertThat(listed("")).extracting(ObjectEntry::key).containsExactlyInAnyOrderElementsOf(keys);
        store.delete(keys);
        assertThat(listed("")).isEmpty();
    }

    @Test
    void namesFoldersOnceWhateverTheyHold() throws StoreException {
        for (String key : List.of("b/1", "a ä/1", "a ä/2/3", "b/2/x", "file", "c/d/e")) {
            store.put(key, bytes(key));
        }

        assertThat(store.folders("")).containsExactlyInAnyOrder("a ä", "b", "c");
        assertThat(store.folders("b/")).containsExactly("2");
        assertThat(store.folders("c/d/")).isEmpty();
        assertThat(store.folders("nothing/")).isEmpty();
    }

    @Test
    void readsRanges() throws StoreException {
        store.put("digits", bytes("0123456789"));

        assertThat(store.getRange("digits", 0, 3)).isEqualTo("012".getBytes(UTF_8));
        assertThat(store.getRange("digits", 7, 3)).isEqualTo("789".getBytes(UTF_8));
        assertThat(store.getRange("digits", 0, 10)).isEqualTo("0123456789".getBytes(UTF_8));
        assertThat(store.getRange("digits", 4, 0)).isEmpty();
    }

    @Test
    void saysThatARangeIsMissing() throws StoreException {
        store.put("digits", bytes("0123456789"));

        assertKind(() -> store.getRange("digits", 8, 3), Kind.MISSING).hasMessageContaining("ends after 10 bytes");
        assertKind(() -> store.getRange("digits", 10, 1), Kind.MISSING);
        assertKind(() -> store.getRange("digits", 1000, 1), Kind.MISSING);
        assertKind(() -> store.getRange("nothing", 0, 1), Kind.MISSING);
    }

    @Test
    void listsMoreThanOnePage() throws Exception {
        int count = 2_345;
        Instant before = Instant.now().minusSeconds(60);
        writeMany("chunks ü+/", count);
        store.put("other", bytes("x"));

        List<ObjectEntry> listed = listed("chunks ü+/");

        assertThat(listed)
                .extracting(ObjectEntry::key)
                .containsExactlyElementsOf(IntStream.range(0, count)
                        .mapToObj("chunks ü+/%05d"::formatted)
                        .toList());
        assertThat(listed).allSatisfy(entry -> {
            assertThat(entry.size()).isEqualTo(5);
            assertThat(entry.lastModified()).isAfter(before);
        });
    }

    @Test
    void deletesMoreThanOnePageAndWhatIsNotThere() throws Exception {
        int count = 1_500;
        writeMany("chunks/", count);
        store.put("kept", bytes("x"));
        var keys = new ArrayList<>(
                IntStream.range(0, count).mapToObj("chunks/%05d"::formatted).toList());
        keys.add("never/was/there");

        store.delete(keys);

        assertThat(listed("")).extracting(ObjectEntry::key).containsExactly("kept");
        store.delete(List.of());
    }

    @Test
    void writesBesideDeletesOfTheLastObjectInTheFolder() throws Exception {
        try (var threads = Executors.newFixedThreadPool(2)) {
            var deleting = threads.submit(() -> {
                for (int i = 0; i < 300; i++) {
                    store.put("folder/a", bytes("x"));
                    store.delete(List.of("folder/a"));
                }
                return true;
            });
            var writing = threads.submit(() -> {
                for (int i = 0; i < 300; i++) {
                    store.put("folder/b", bytes(String.valueOf(i)));
                    assertThat(content("folder/b")).isEqualTo(String.valueOf(i));
                    store.delete(List.of("folder/b"));
                }
                return true;
            });
            assertThat(deleting.get()).isTrue();
            assertThat(writing.get()).isTrue();
        }
    }

    @Test
    void refusesAKeyThatIsAPartOfAnothersPath() throws StoreException {
        store.put("a/b", bytes("x"));

        assertKind(() -> store.put("a", bytes("x")), Kind.UNSUPPORTED).hasMessageContaining("another object's key");
        assertKind(() -> store.put("a/b/c", bytes("x")), Kind.UNSUPPORTED).hasMessageContaining("another object's key");
        assertThat(listed("")).extracting(ObjectEntry::key).containsExactly("a/b");
    }

    @Test
    void keepsPrefixesApart() throws StoreException {
        try (var other = S3ObjectStore.open(settings.withPrefix("elsewhere"))) {
            store.put("a", bytes("here"));
            other.put("a", bytes("there"));

            assertThat(content("a")).isEqualTo("here");
            assertThat(listed("")).extracting(ObjectEntry::key).containsExactly("a");
        }
    }

    @Test
    void refusesWrongCredentials() {
        var wrong = new S3Credentials("someone-else", "not-the-secret-0123456789");
        try (var stranger = S3ObjectStore.open(settings.withAccess(wrong))) {
            assertKind(() -> stranger.get("a"), Kind.DENIED)
                    .hasMessageContaining("check access key and secret key")
                    .hasMessageContaining(settings.endpoint().toString())
                    .hasMessageNotContaining("not-the-secret");
            assertKind(() -> stranger.put("a", bytes("x")), Kind.DENIED);
            assertKind(() -> stranger.putIf("a", bytes("x"), new Precondition.Absent()), Kind.DENIED);
            assertKind(() -> stranger.list("", entry -> {}), Kind.DENIED);
            assertKind(() -> stranger.delete(List.of("a")), Kind.DENIED);
        }
    }

    @Test
    void refusesAWrongSecret() {
        var wrong = new S3Credentials(settings.credentials().accessKey(), "not-the-secret-0123456789");
        try (var stranger = S3ObjectStore.open(settings.withAccess(wrong))) {
            assertKind(() -> stranger.get("a"), Kind.DENIED).hasMessageContaining("check access key and secret key");
        }
    }

    @Test
    void namesAMissingBucketAndHowToMakeIt() {
        try (var elsewhere = S3ObjectStore.open(settings.withBucket("no-such-bucket"))) {
            assertKind(() -> elsewhere.get("a"), Kind.NO_BUCKET)
                    .hasMessageContaining("\"no-such-bucket\"")
                    .hasMessageContaining("s3 mb s3://no-such-bucket");
            assertKind(() -> elsewhere.put("a", bytes("x")), Kind.NO_BUCKET);
            assertKind(() -> elsewhere.putIf("a", bytes("x"), new Precondition.Absent()), Kind.NO_BUCKET);
            assertKind(() -> elsewhere.putIf("a", bytes("x"), new Precondition.Matches("abc")), Kind.NO_BUCKET);
            assertKind(() -> elsewhere.list("", entry -> {}), Kind.NO_BUCKET);
        }
    }

    @Test
    void namesAnEndpointThatCannotBeReached() throws IOException {
        int port = freePort();
        var nowhere = new S3Settings(URI.create("http://127.0.0.1:" + port), "snapshots", "", settings.credentials())
                .withTimeouts(new S3Timeouts(Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(1)));
        try (var unreachable = S3ObjectStore.open(nowhere)) {
            assertKind(() -> unreachable.get("a"), Kind.UNAVAILABLE)
                    .hasMessageContaining("http://127.0.0.1:" + port)
                    .hasMessageContaining("cannot be reached");
            assertKind(() -> unreachable.put("a", bytes("x")), Kind.UNAVAILABLE);
            // Nothing was sent, so nothing is unclear.
            assertKind(() -> unreachable.putIf("a", bytes("x"), new Precondition.Absent()), Kind.UNAVAILABLE);
        }
    }

    @Test
    void givesUpWhenInterrupted() throws Exception {
        var nowhere =
                new S3Settings(URI.create("http://127.0.0.1:" + freePort()), "snapshots", "", settings.credentials());
        try (var unreachable = S3ObjectStore.open(nowhere)) {
            var ended = new java.util.concurrent.CompletableFuture<StoreException>();
            Thread reader = Thread.ofVirtual().start(() -> {
                try {
                    unreachable.get("a");
                } catch (StoreException e) {
                    ended.complete(e);
                }
            });
            reader.interrupt();
            assertThat(ended.get(5, java.util.concurrent.TimeUnit.SECONDS)).hasMessageContaining("interrupted");
        }
    }

    private void writeMany(String prefix, int count) throws Exception {
        try (var threads = Executors.newFixedThreadPool(8)) {
            var writes = IntStream.range(0, count)
                    .mapToObj(i ->
                            threads.submit(() -> store.put(prefix + "%05d".formatted(i), bytes("%05d".formatted(i)))))
                    .toList();
            for (var write : writes) {
                write.get();
            }
        }
    }

    private List<ObjectEntry> listed(String prefix) throws StoreException {
        var entries = new ArrayList<ObjectEntry>();
        store.list(prefix, entries::add);
        return entries;
    }
}
