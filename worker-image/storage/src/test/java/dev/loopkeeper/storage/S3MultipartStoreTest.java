package dev.loopkeeper.storage;

import static dev.loopkeeper.storage.StoreAssertions.assertKind;
import static org.assertj.core.api.Assertions.assertThat;

import dev.loopkeeper.engine.store.MultipartStore;
import dev.loopkeeper.engine.store.MultipartStore.Part;
import dev.loopkeeper.engine.store.MultipartStore.PendingUpload;
import dev.loopkeeper.engine.store.StoreException;
import dev.loopkeeper.engine.store.StoreException.Kind;
import dev.loopkeeper.storage.embedded.EmbeddedS3Server;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class S3MultipartStoreTest {

    private static final S3Timeouts TIMEOUTS =
            new S3Timeouts(Duration.ofSeconds(2), Duration.ofSeconds(5), Duration.ofSeconds(10));

    @TempDir
    Path folder;

    private EmbeddedS3Server server;
    private FaultyProxy proxy;
    private S3Settings settings;
    private S3ObjectStore objects;
    private S3MultipartStore store;

    @BeforeEach
    void start() throws IOException {
        server = EmbeddedS3Server.start(folder.resolve("s3"), 0, S3Credentials.random(), "results");
        proxy = new FaultyProxy(server.port());
        settings = server.settings("out").withTimeouts(TIMEOUTS);
        objects = S3ObjectStore.open(settings);
        store = S3MultipartStore.open(settings);
    }

    @AfterEach
    void stop() throws IOException {
        store.close();
        objects.close();
        proxy.close();
        server.close();
    }

    @Test
    void showsNothingBeforeItIsComplete() throws StoreException {
        String upload = store.begin("part-0");
        Part first = store.uploadPart("part-0", upload, 1, large(1));
        Part second = store.uploadPart("part-0", upload, 2, ByteBuffer.wrap(new byte[] {7}));

        assertThat(objects.get("part-0")).isEmpty();
        assertThat(keys()).isEmpty();
        store.complete("part-0", upload, List.of(first, second));

        byte[] content = objects.get("part-0").orElseThrow().content();
        assertThat(content).hasSize(MultipartStore.LEAST_PART_SIZE + 1).endsWith(7);
        assertThat(ByteBuffer.wrap(content, 0, MultipartStore.LEAST_PART_SIZE)).isEqualTo(large(1));
        assertThat(keys()).containsExactly("part-0");
        assertThat(uploads("")).isEmpty();
    }

    @Test
    void takesOneEmptyPart() throws StoreException {
        String upload = store.begin("empty");
        Part part = store.uploadPart("empty", upload, 1, ByteBuffer.allocate(0));

        store.complete("empty", upload, List.of(part));

        assertThat(objects.get("empty").orElseThrow().content()).isEmpty();
    }

    @Test
    void replacesAPartOfTheSameNumber() throws StoreException {
        String upload = store.begin("a");
        store.uploadPart("a", upload, 1, ByteBuffer.wrap(new byte[] {1}));
        Part again = store.uploadPart("a", upload, 1, ByteBuffer.wrap(new byte[] {2}));

        store.complete("a", upload, List.of(again));

        assertThat(objects.get("a").orElseThrow().content()).containsExactly(2);
    }

    @Test
    void completesAgainWithSuccess() throws StoreException {
        String upload = store.begin("a");
        List<Part> parts = List.of(store.uploadPart("a", upload, 1, ByteBuffer.wrap(new byte[] {1})));

        store.complete("a", upload, parts);
        store.complete("a", upload, parts);

        assertThat(objects.get("a").orElseThrow().content()).containsExactly(1);
    }

    @Test
    void doesNotTakeAnotherObjectForItsOwn() throws StoreException {
        String upload = store.begin("a");
        List<Part> parts = List.of(store.uploadPart("a", upload, 1, ByteBuffer.wrap(new byte[] {1})));
        store.abort("a", upload);

        assertKind(() -> store.complete("a", upload, parts), Kind.MISSING);
        objects.put("a", ByteBuffer.wrap(new byte[] {9}));
        assertKind(() -> store.complete("a", upload, parts), Kind.MISSING);

        // Another upload, of other bytes, to the same key.
        String other = store.begin("a");
        store.complete("a", other, List.of(store.uploadPart("a", other, 1, ByteBuffer.wrap(new byte[] {3}))));
        assertKind(() -> store.complete("a", upload, parts), Kind.MISSING);
        assertThat(objects.get("a").orElseThrow().content()).containsExactly(3);
    }

    @Test
    void completesWhenTheAnswerIsLost() throws StoreException {
        String upload = store.begin("a");
        List<Part> parts = List.of(store.uploadPart("a", upload, 1, ByteBuffer.wrap(new byte[] {1})));
        try (var faulty = S3MultipartStore.open(settings.withEndpoint(proxy.endpoint()))) {
            proxy.loseAnswers(2);

            faulty.complete("a", upload, parts);
        }

        assertThat(objects.get("a").orElseThrow().content()).containsExactly(1);
    }

    @Test
    void goesOnAfterARestartOfTheServer() throws Exception {
        String upload = store.begin("dir/a");
        Part first = store.uploadPart("dir/a", upload, 1, large(3));
        int port = server.port();
        server.close();
        server = EmbeddedS3Server.start(folder.resolve("s3"), port, settings.credentials(), "results");

        Part second = store.uploadPart("dir/a", upload, 2, ByteBuffer.wrap(new byte[] {2}));
        store.complete("dir/a", upload, List.of(first, second));

        assertThat(objects.get("dir/a").orElseThrow().content()).hasSize(MultipartStore.LEAST_PART_SIZE + 1);
    }

    @Test
    void abortsAndForgets() throws StoreException {
        String upload = store.begin("a");
        store.uploadPart("a", upload, 1, ByteBuffer.wrap(new byte[] {1}));

        store.abort("a", upload);
        store.abort("a", upload);

        assertThat(uploads("")).isEmpty();
        assertKind(() -> store.uploadPart("a", upload, 2, ByteBuffer.wrap(new byte[] {1})), Kind.MISSING);
    }

    @Test
    void listsAndAbortsWhatIsOpen() throws StoreException {
        Instant before = Instant.now().minusSeconds(60);
        for (String key : List.of("job ü/part-0", "job ü/part-1", "other/part-0")) {
            store.begin(key);
        }

        List<PendingUpload> open = uploads("job ü/");

        assertThat(open).extracting(PendingUpload::key).containsExactlyInAnyOrder("job ü/part-0", "job ü/part-1");
        for (PendingUpload upload : open) {
            store.abort(upload.key(), upload.uploadId());
        }
        assertThat(uploads("")).extracting(PendingUpload::key).containsExactly("other/part-0");
        assertThat(before).isBefore(Instant.now());
    }

    @Test
    void listsMoreThanOnePage() throws StoreException {
        int count = 1_100;
        for (int i = 0; i < count; i++) {
            store.begin("part-%04d".formatted(i));
        }

        assertThat(uploads("")).hasSize(count).extracting(PendingUpload::key).doesNotHaveDuplicates();
    }

    @Test
    void refusesAPartThatIsNotTheOneUploaded() throws StoreException {
        String upload = store.begin("a");
        store.uploadPart("a", upload, 1, ByteBuffer.wrap(new byte[] {1}));

        assertKind(
                () -> store.complete("a", upload, List.of(new Part(1, "00000000000000000000000000000000"))),
                Kind.UNSUPPORTED);
        assertKind(() -> store.complete("a", upload, List.of()), Kind.UNSUPPORTED);
        assertThat(objects.get("a")).isEmpty();
    }

    @Test
    void computesTheEtagOfAnUploadAsS3Does() {
        // printf a | md5sum, printf b | md5sum, and the MD5 of those two digests as bytes (xxd -r -p | md5sum).
        var parts = List.of(
                new Part(1, "0cc175b9c0f1b6a831c399e269772661"), new Part(2, "92eb5ffee6ae2fec3ad71c777531578f"));

        assertThat(S3Uploads.etagOf(parts)).contains("96e024ba2074fe77e8e965ba43a704be-2");
        assertThat(S3Uploads.etagOf(List.of(new Part(1, "not-an-md5")))).isEmpty();
    }

    private static ByteBuffer large(long seed) {
        byte[] content = new byte[MultipartStore.LEAST_PART_SIZE];
        new Random(seed).nextBytes(content);
        return ByteBuffer.wrap(content);
    }

    private List<String> keys() throws StoreException {
        var keys = new ArrayList<String>();
        objects.list("", entry -> keys.add(entry.key()));
        return keys;
    }

    private List<PendingUpload> uploads(String prefix) throws StoreException {
        var uploads = new ArrayList<PendingUpload>();
        store.listUploads(prefix, uploads::add);
        return uploads;
    }
}
