package dev.loopkeeper.storage;

import static dev.loopkeeper.storage.StoreAssertions.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.loopkeeper.engine.store.ConditionalPut;
import dev.loopkeeper.engine.store.Precondition;
import dev.loopkeeper.engine.store.StoreException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Conditional writes (R12) against the real embedded server: exactly one of many writers, and etags of the bytes that are read. */
class S3ConditionalWritesTest extends EmbeddedStoreFixture {

    @Test
    void writesIfAbsentOnce() throws StoreException {
        var first = store.putIf("head", bytes("one"), new Precondition.Absent());
        var second = store.putIf("head", bytes("two"), new Precondition.Absent());

        assertThat(first).isInstanceOf(ConditionalPut.Written.class);
        assertThat(second).isEqualTo(new ConditionalPut.Refused());
        assertThat(content("head")).isEqualTo("one");
    }

    @Test
    void writesIfTheEtagMatches() throws StoreException {
        String etag = store.put("head", bytes("one"));

        assertThat(store.putIf("head", bytes("two"), new Precondition.Matches(etag)))
                .isInstanceOf(ConditionalPut.Written.class);
        assertThat(store.putIf("head", bytes("three"), new Precondition.Matches(etag)))
                .isEqualTo(new ConditionalPut.Refused());
        assertThat(content("head")).isEqualTo("two");
    }

    @Test
    void refusesToReplaceWhatIsNotThere() throws StoreException {
        assertThat(store.putIf("head", bytes("two"), new Precondition.Matches("5d41402abc4b2a76b9719d911017c592")))
                .isEqualTo(new ConditionalPut.Refused());
        assertThat(store.get("head")).isEmpty();
    }

    @Test
    void exactlyOneOfManyWritersReplaces() throws Exception {
        int writers = 8;
        int turns = 40;
        int size = 20_000;
        String etag = store.put("head", ByteBuffer.allocate(size));
        try (var threads = Executors.newFixedThreadPool(writers)) {
            for (int turn = 1; turn <= turns; turn++) {
                String replaced = etag;
                var attempts = new ArrayList<Future<ConditionalPut>>();
                for (int writer = 0; writer < writers; writer++) {
                    byte[] own = new byte[size];
                    own[0] = (byte) turn;
                    own[1] = (byte) writer;
                    attempts.add(threads.submit(
                            () -> store.putIf("head", ByteBuffer.wrap(own), new Precondition.Matches(replaced))));
                }
                var written = new ArrayList<Integer>();
                for (int writer = 0; writer < writers; writer++) {
                    if (attempts.get(writer).get() instanceof ConditionalPut.Written(String own)) {
                        written.add(writer);
                        etag = own;
                    }
                }
                assertThat(written).as("writers that replaced in turn %d", turn).hasSize(1);
                var read = store.get("head").orElseThrow();
                assertThat(read.etag()).isEqualTo(etag);
                assertThat(read.content()[0]).isEqualTo((byte) turn);
                assertThat(read.content()[1]).isEqualTo(written.getFirst().byteValue());
            }
        }
    }

    @Test
    void exactlyOneOfManyWritersCreates() throws Exception {
        int writers = 8;
        try (var threads = Executors.newFixedThreadPool(writers)) {
            for (int turn = 1; turn <= 30; turn++) {
                String key = "head-" + turn;
                List<Future<ConditionalPut>> attempts = IntStream.range(0, writers)
                        .mapToObj(writer -> threads.submit(
                                () -> store.putIf(key, bytes("writer " + writer), new Precondition.Absent())))
                        .toList();
                int written = 0;
                for (var attempt : attempts) {
                    written += attempt.get() instanceof ConditionalPut.Written ? 1 : 0;
                }
                assertThat(written).as("writers that created %s", key).isEqualTo(1);
            }
        }
    }

    @Test
    void readersSeeTheEtagOfTheBytesTheyGet() throws Exception {
        store.put("head", bytes("0"));
        try (var threads = Executors.newFixedThreadPool(3)) {
            var writing = threads.submit(() -> {
                for (int i = 1; i <= 400; i++) {
                    store.put("head", bytes(String.valueOf(i)));
                }
                return true;
            });
            var readers = IntStream.range(0, 2)
                    .mapToObj(r -> threads.submit(() -> {
                        do {
                            var read = store.get("head").orElseThrow();
                            assertThat(read.etag()).isEqualTo(md5(read.content()));
                        } while (!writing.isDone());
                        return true;
                    }))
                    .toList();
            assertThat(writing.get()).isTrue();
            for (var reader : readers) {
                assertThat(reader.get()).isTrue();
            }
        }
    }

    private static String md5(byte[] content) throws Exception {
        return HexFormat.of()
                .formatHex(java.security.MessageDigest.getInstance("MD5").digest(content));
    }
}
