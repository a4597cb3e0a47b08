package dev.loopkeeper.engine.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loopkeeper.api.state.ListState;
import dev.loopkeeper.api.state.ValueState;
import dev.loopkeeper.engine.codec.KeyGroups;
import dev.loopkeeper.engine.snapshot.ChunkRef;
import dev.loopkeeper.engine.snapshot.KeyGroupPart;
import dev.loopkeeper.engine.snapshot.SnapshotId;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A snapshot costs what changed (R10). */
class SnapshotCostTest {

    private static final int KEYS = 20_000;

    private final StoredChunks chunks = new StoredChunks();
    private final KeyedState<Integer> state = new KeyedState<>(TestCodecs.integers(), key -> key, 0, KeyGroups.COUNT);
    private final ValueState<Integer> rank = state.value("rank", TestCodecs.integers());
    private final ListState<Integer> neighbours = state.list("neighbours", TestCodecs.integers());
    private SnapshotId last = SnapshotId.NONE;

    private List<KeyGroupPart> snapshot() throws IOException {
        last = last.equals(SnapshotId.NONE) ? new SnapshotId(1, 1) : last.next();
        List<KeyGroupPart> parts = state.capture(last).write(chunks.writer(last));
        state.uploaded(last, parts);
        state.committed(last);
        return parts;
    }

    private void loadGraph() {
        for (int key = 0; key < KEYS; key++) {
            state.select(key, key);
            for (int edge = 0; edge < 10; edge++) {
                neighbours.add(key + edge);
            }
        }
    }

    @Test
    void whatNeverChangesIsUploadedOnce() throws IOException {
        loadGraph();
        List<KeyGroupPart> first = snapshot();
        long loaded = state.uploadedBytes();
        assertThat(loaded).isGreaterThan(KEYS * 40L);
        for (int count = 0; count < 100; count++) {
            assertThat(snapshot()).isEqualTo(first);
            assertThat(state.uploadedBytes()).isZero();
            assertThat(state.storedBytes()).isEqualTo(loaded);
        }
    }

    /** The graph is uploaded once even where ranks beside it, of the same keys, change in every snapshot. */
    @Test
    void aStateThatChangesDoesNotTakeTheOthersAlong() throws IOException {
        loadGraph();
        Set<ChunkRef> graph = chunksOf(snapshot());
        long ranks = KEYS * 8L + KeyGroups.COUNT * 100L;
        for (int count = 0; count < 100; count++) {
            for (int key = 0; key < KEYS; key++) {
                state.select(key, key);
                rank.set(count);
            }
            assertThat(chunksOf(snapshot())).containsAll(graph);
            assertThat(state.uploadedBytes()).isBetween(KEYS * 8L, ranks);
        }
    }

    @Test
    void aFewChangedKeysCostAFewBytesAndWhatIsMergedIsAmortised() throws IOException {
        for (int key = 0; key < KEYS; key++) {
            state.select(key, key);
            rank.set(key);
        }
        snapshot();
        long base = state.uploadedBytes();
        Random random = new Random(7);
        long uploaded = 0;
        long most = 0;
        int snapshots = 200;
        int changesEach = KEYS / 20;
        for (int count = 0; count < snapshots; count++) {
            for (int change = 0; change < changesEach; change++) {
                int key = random.nextInt(KEYS);
                state.select(key, key);
                rank.set(count);
            }
            List<KeyGroupPart> parts = snapshot();
            uploaded += state.uploadedBytes();
            most = Math.max(most, state.uploadedBytes());
            assertThat(parts).allSatisfy(part -> assertThat(part.chunks()).hasSizeLessThanOrEqualTo(17));
            assertThat(state.storedBytes()).isLessThan(3 * base);
        }
        long changed = (long) snapshots * changesEach * 9;
        assertThat(uploaded).isLessThan(4 * changed);
        // Groups do not merge all at once.
        assertThat(most).isLessThan(base / 2);
    }

    @Test
    void aLargeBaseIsSeveralChunks() throws IOException {
        KeyedState<Integer> large = new KeyedState<>(TestCodecs.integers(), key -> 0, 0, 1, 1_000);
        ValueState<Integer> value = large.value("value", TestCodecs.integers());
        for (int key = 0; key < 1_000; key++) {
            large.select(key, 0);
            value.set(key);
        }
        SnapshotId first = new SnapshotId(1, 1);
        List<KeyGroupPart> parts = large.capture(first).write(chunks.writer(first));
        assertThat(parts)
                .singleElement()
                .satisfies(part -> assertThat(part.chunks())
                        .hasSizeBetween(8, 9)
                        .allSatisfy(chunk -> assertThat(chunk.length()).isLessThan(1_020)));
    }

    private static Set<ChunkRef> chunksOf(List<KeyGroupPart> parts) {
        Set<ChunkRef> all = new HashSet<>();
        parts.forEach(part -> all.addAll(part.chunks()));
        return all;
    }
}
