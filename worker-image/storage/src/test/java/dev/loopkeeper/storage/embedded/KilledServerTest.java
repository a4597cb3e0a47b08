package dev.loopkeeper.storage.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loopkeeper.engine.store.ConditionalPut;
import dev.loopkeeper.engine.store.MultipartStore;
import dev.loopkeeper.engine.store.MultipartStore.Part;
import dev.loopkeeper.engine.store.ObjectEntry;
import dev.loopkeeper.engine.store.ObjectStore;
import dev.loopkeeper.engine.store.Precondition;
import dev.loopkeeper.engine.store.StoreException;
import dev.loopkeeper.engine.store.StoredObject;
import dev.loopkeeper.storage.S3Credentials;
import dev.loopkeeper.storage.S3MultipartStore;
import dev.loopkeeper.storage.S3ObjectStore;
import dev.loopkeeper.storage.S3Settings;
import dev.loopkeeper.storage.S3Timeouts;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SIGKILL of the server in the middle of writes, again and again: what was acknowledged is there, and nothing is half there. */
class KilledServerTest {

    private static final int ROUNDS = 3;
    private static final int WRITERS = 6;
    private static final S3Timeouts IMPATIENT =
            new S3Timeouts(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(1));

    @TempDir
    Path folder;

    @Test
    void losesNothingAndTearsNothing() throws Exception {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        var random = new Random(seed);
        var credentials = S3Credentials.random();
        List<Writer> writers = new ArrayList<>();
        for (int i = 0; i < WRITERS; i++) {
            writers.add(new Writer("writer-" + i, new Random(random.nextLong())));
        }
        int port = 0;
        try (var threads = Executors.newFixedThreadPool(WRITERS)) {
            for (int round = 0; round < ROUNDS; round++) {
                try (var server = ServerProcess.start(folder.resolve("s3"), port, credentials)) {
                    port = server.port();
                    S3Settings settings = server.settings();
                    verify(settings, writers, round);
                    List<Future<Boolean>> writing = new ArrayList<>();
                    var acknowledgements = new CountDownLatch(50 + random.nextInt(150));
                    for (Writer writer : writers) {
                        writing.add(threads.submit(() ->
                                writer.writeUntilTheServerDies(settings.withTimeouts(IMPATIENT), acknowledgements)));
                    }
                    assertThat(acknowledgements.await(30, TimeUnit.SECONDS)).isTrue();
                    server.kill();
                    for (Future<Boolean> each : writing) {
                        assertThat(each.get()).isTrue();
                    }
                }
            }
            try (var server = ServerProcess.start(folder.resolve("s3"), port, credentials)) {
                verify(server.settings(), writers, ROUNDS);
            }
        }
    }

    private static void verify(S3Settings settings, List<Writer> writers, int round) throws StoreException {
        Set<String> possible = new HashSet<>();
        try (var store = S3ObjectStore.open(settings)) {
            for (Writer writer : writers) {
                writer.verify(store, round);
                possible.addAll(writer.keys());
            }
            List<ObjectEntry> listed = new ArrayList<>();
            store.list("", listed::add);
            assertThat(listed)
                    .extracting(ObjectEntry::key)
                    .as("keys after round %d", round)
                    .isSubsetOf(possible);
        }
    }

    /** Writes its own keys only, and knows of each what it must hold, or may hold where the last answer did not come. */
    private static final class Writer {

        private static final int KEYS = 8;

        private final String name;
        private final Random random;
        private final Map<String, Optional<byte[]>> certain = new HashMap<>();
        private final Map<String, List<Optional<byte[]>>> uncertain = new HashMap<>();

        Writer(String name, Random random) {
            this.name = name;
            this.random = random;
        }

        Set<String> keys() {
            return certain.keySet();
        }

        boolean writeUntilTheServerDies(S3Settings settings, CountDownLatch acknowledgements) {
            try (var store = S3ObjectStore.open(settings);
                    var uploads = S3MultipartStore.open(settings)) {
                while (true) {
                    String key = name + "/folder-" + random.nextInt(2) + "/key-" + random.nextInt(KEYS);
                    certain.putIfAbsent(key, Optional.empty());
                    Optional<byte[]> next = random.nextInt(5) == 0 ? Optional.empty() : Optional.of(content());
                    uncertain.put(key, List.of(certain.get(key), next));
                    write(store, uploads, key, next);
                    certain.put(key, next);
                    uncertain.remove(key);
                    acknowledgements.countDown();
                }
            } catch (StoreException e) {
                // The server is dead.
                return true;
            }
        }

        private void write(ObjectStore store, MultipartStore uploads, String key, Optional<byte[]> next)
                throws StoreException {
            if (next.isEmpty()) {
                store.delete(List.of(key));
                return;
            }
            ByteBuffer content = ByteBuffer.wrap(next.get());
            switch (random.nextInt(3)) {
                case 0 -> store.put(key, content);
                case 1 -> {
                    Optional<StoredObject> present = store.get(key);
                    Precondition condition = present.<Precondition>map(
                                    object -> new Precondition.Matches(object.etag()))
                            .orElseGet(Precondition.Absent::new);
                    assertThat(store.putIf(key, content, condition)).isInstanceOf(ConditionalPut.Written.class);
                }
                default -> {
                    String upload = uploads.begin(key);
                    Part part = uploads.uploadPart(key, upload, 1, content);
                    uploads.complete(key, upload, List.of(part));
                }
            }
        }

        /** A number, noise, and a checksum over both. */
        private byte[] content() {
            byte[] content = new byte[random.nextInt(10) == 0 ? 3_000_000 : 8 + random.nextInt(20_000)];
            random.nextBytes(content);
            var checksum = new CRC32C();
            checksum.update(content, 4, content.length - 4);
            ByteBuffer.wrap(content).putInt((int) checksum.getValue());
            return content;
        }

        void verify(ObjectStore store, int round) throws StoreException {
            for (String key : List.copyOf(certain.keySet())) {
                Optional<byte[]> found = store.get(key).map(StoredObject::content);
                found.ifPresent(content -> assertWhole(key, content));
                List<Optional<byte[]>> allowed = uncertain.getOrDefault(key, List.of(certain.get(key)));
                assertThat(allowed.stream().anyMatch(one -> equal(one, found)))
                        .as("%s after round %d is what was acknowledged last, or the write under way", key, round)
                        .isTrue();
                certain.put(key, found);
                uncertain.remove(key);
            }
        }

        private static void assertWhole(String key, byte[] content) {
            var checksum = new CRC32C();
            checksum.update(content, 4, content.length - 4);
            assertThat(ByteBuffer.wrap(content).getInt())
                    .as("checksum of " + key)
                    .isEqualTo((int) checksum.getValue());
        }

        private static boolean equal(Optional<byte[]> one, Optional<byte[]> other) {
            return one.isPresent() == other.isPresent()
                    && (one.isEmpty() || Arrays.equals(one.get(), other.orElseThrow()));
        }
    }
}
