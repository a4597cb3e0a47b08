package dev.loopkeeper.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loopkeeper.engine.snapshot.ChunkRef;
import dev.loopkeeper.engine.snapshot.SnapshotId;
import dev.loopkeeper.engine.task.ChunkUpload;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class StoreChunksTest {

    private static final SnapshotId SNAPSHOT = new SnapshotId(3, 14);
    private static final int OBJECT_BYTES = 1_000;

    private final MemoryObjectStore store = new MemoryObjectStore();
    private final BackgroundThreads threads = new BackgroundThreads("test");
    private final StoreChunks chunks = new StoreChunks(store, threads, "regions/e1-r0/", 2, OBJECT_BYTES);
    private final StoreChunkReader reader = new StoreChunkReader(store);

    @AfterEach
    void close() {
        threads.close();
    }

    @Test
    void namesCarryClaimCounterAttemptAndTask() throws IOException {
        ChunkUpload upload = chunks.upload(SNAPSHOT, "count words/ä", 7);
        ChunkRef chunk = upload.add(ByteBuffer.wrap("123456789".getBytes(StandardCharsets.US_ASCII)));
        upload.finish();
        assertThat(chunk.object()).isEqualTo("regions/e1-r0/chunks/3-14.2/count_words__-7-0");
        assertThat(store.objects).containsOnlyKeys(chunk.object());
        // The check value of CRC-32C, as its definition gives it.
        assertThat(chunk.checksum()).isEqualTo(0xE3069283);
        assertThat(upload.bytes()).isEqualTo(9);
    }

    @Test
    void twoUploadsOfOneTaskForOneSnapshotDoNotMeet() throws IOException {
        ChunkUpload first = chunks.upload(SNAPSHOT, "head", 0);
        ChunkUpload second = chunks.upload(SNAPSHOT, "head", 0);
        ChunkRef one = first.add(ByteBuffer.wrap(new byte[] {1}));
        ChunkRef two = second.add(ByteBuffer.wrap(new byte[] {2}));
        first.finish();
        second.finish();
        assertThat(one.object()).isNotEqualTo(two.object());
        assertThat(reader.read(one)).containsExactly(1);
        assertThat(reader.read(two)).containsExactly(2);
    }

    @Test
    void nothingIsPutForAnUploadWithoutChunks() throws IOException {
        chunks.upload(SNAPSHOT, "source", 0).finish();
        assertThat(store.objects).isEmpty();
    }

    @Test
    void chunksOfAllSizesComeBackFromObjectsOfBoundedSize() throws IOException {
        for (long seed = 1; seed <= 50; seed++) {
            Random random = new Random(seed);
            ChunkUpload upload = chunks.upload(new SnapshotId(4, seed), "state", 0);
            List<byte[]> written = new ArrayList<>();
            List<ChunkRef> named = new ArrayList<>();
            for (int count = random.nextInt(40); count > 0; count--) {
                byte[] content = new byte[random.nextInt(10) == 0 ? random.nextInt(5_000) : random.nextInt(300)];
                random.nextBytes(content);
                ByteBuffer reused = ByteBuffer.wrap(content.clone());
                written.add(content);
                named.add(upload.add(reused));
                java.util.Arrays.fill(reused.array(), (byte) 0);
            }
            upload.finish();
            long total = 0;
            for (int index = 0; index < named.size(); index++) {
                assertThat(reader.read(named.get(index)))
                        .as("seed %d, chunk %d", seed, index)
                        .isEqualTo(written.get(index));
                total += written.get(index).length;
            }
            assertThat(upload.bytes()).as("seed %d", seed).isEqualTo(total);
            int largest =
                    written.stream().mapToInt(content -> content.length).max().orElse(0);
            assertThat(store.objects.values())
                    .as("seed %d", seed)
                    .allMatch(content -> content.length <= Math.max(OBJECT_BYTES, largest));
            store.objects.clear();
        }
    }

    @Test
    void aStoreThatGivesUpFailsTheUploadWithItsReason() throws IOException {
        store.down = true;
        ChunkUpload upload = chunks.upload(SNAPSHOT, "state", 0);
        upload.add(ByteBuffer.wrap(new byte[10]));
        assertThatThrownBy(upload::finish).isInstanceOf(IOException.class).hasMessageContaining("does not answer");
        ChunkUpload large = chunks.upload(SNAPSHOT, "state", 0);
        assertThatThrownBy(() -> large.add(ByteBuffer.wrap(new byte[2 * OBJECT_BYTES])))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("does not answer");
    }

    /** R14, trap 12. */
    @Test
    void aDamagedChunkIsNamed() throws IOException {
        ChunkUpload upload = chunks.upload(SNAPSHOT, "state", 0);
        ChunkRef chunk = upload.add(ByteBuffer.wrap(new byte[100]));
        ChunkRef next = upload.add(ByteBuffer.wrap(new byte[100]));
        upload.finish();
        store.objects.get(chunk.object())[42] ^= 1;
        assertThatThrownBy(() -> reader.read(chunk))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(chunk.object())
                .hasMessageContaining("damaged");
        assertThat(reader.read(next)).hasSize(100);
        assertThatThrownBy(() -> reader.read(chunk)).hasMessageContaining("damaged");
    }

    /** R14, trap 12. */
    @Test
    void aMissingOrTruncatedObjectIsNamed() throws IOException {
        ChunkUpload upload = chunks.upload(SNAPSHOT, "state", 0);
        ChunkRef chunk = upload.add(ByteBuffer.wrap(new byte[100]));
        upload.finish();
        store.objects.put(chunk.object(), new byte[50]);
        for (int attempt = 0; attempt < 3; attempt++) {
            assertThatThrownBy(() -> reader.read(chunk))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(chunk.object());
        }
        store.objects.clear();
        reader.forget();
        for (int attempt = 0; attempt < 3; attempt++) {
            assertThatThrownBy(() -> reader.read(chunk))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(chunk.object());
        }
    }

    @Test
    void manyChunksOfOneObjectCostTwoRequests() throws IOException {
        ChunkUpload upload = chunks.upload(SNAPSHOT, "state", 0);
        List<ChunkRef> named = new ArrayList<>();
        for (int index = 0; index < 50; index++) {
            named.add(upload.add(ByteBuffer.wrap(new byte[] {(byte) index})));
        }
        upload.finish();
        for (int index = 0; index < 50; index++) {
            assertThat(reader.read(named.get(index))).containsExactly(index);
        }
        assertThat(store.ranges).hasValue(1);
        assertThat(store.gets).hasValue(1);
    }
}
