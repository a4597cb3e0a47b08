package dev.loopkeeper.engine.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loopkeeper.api.state.ListState;
import dev.loopkeeper.api.state.ValueState;
import dev.loopkeeper.engine.codec.CorruptDataException;
import dev.loopkeeper.engine.codec.KeyGroups;
import dev.loopkeeper.engine.snapshot.ChunkRef;
import dev.loopkeeper.engine.snapshot.KeyGroupPart;
import dev.loopkeeper.engine.snapshot.SnapshotId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KeyedRestoreTest {

    private static final int KEYS = 1_000;

    private final StoredChunks chunks = new StoredChunks();
    private List<KeyGroupPart> parts = List.of();

    /** Two tasks write a base and a delta each: keys up to 100 have another value than at first, the others that of the base. */
    @BeforeEach
    void write() throws IOException {
        parts = new ArrayList<>();
        for (int task = 0; task < 2; task++) {
            KeyedState<Integer> state = state(task, 2);
            ValueState<Integer> count = state.value("count", TestCodecs.integers());
            ListState<String> seen = state.list("seen", TestCodecs.strings());
            SnapshotId base = new SnapshotId(1, 1);
            for (int key = 0; key < KEYS; key++) {
                if (KeyGroups.task(KeyGroups.group(key), 2) == task) {
                    state.select(key, key);
                    count.set(key);
                    seen.add("key " + key);
                }
            }
            commit(state, base);
            for (int key = 0; key < 100; key++) {
                if (KeyGroups.task(KeyGroups.group(key), 2) == task) {
                    state.select(key, key);
                    count.set(-key);
                }
            }
            parts.addAll(commit(state, base.next()));
        }
        assertThat(parts).hasSize(KeyGroups.COUNT);
    }

    private static KeyedState<Integer> state(int task, int parallelism) {
        return new KeyedState<>(
                TestCodecs.integers(),
                key -> key,
                KeyGroups.first(task, parallelism),
                KeyGroups.first(task + 1, parallelism));
    }

    private List<KeyGroupPart> commit(KeyedState<?> state, SnapshotId snapshot) throws IOException {
        List<KeyGroupPart> written = state.capture(snapshot).write(chunks.writer(snapshot));
        state.uploaded(snapshot, written);
        state.committed(snapshot);
        return written;
    }

    @Test
    void atAnyParallelismEachTaskTakesItsGroups() throws IOException {
        for (int parallelism : new int[] {1, 2, 3, 5, 128}) {
            long keys = 0;
            for (int task = 0; task < parallelism; task++) {
                KeyedState<Integer> state = state(task, parallelism);
                ListState<String> seen = state.list("seen", TestCodecs.strings()); // in another order than before
                ValueState<Integer> count = state.value("count", TestCodecs.integers());
                state.restore(state.read(parts, chunks));
                state.forEachKey(key -> {
                    assertThat(count.get()).isEqualTo(key < 100 ? -key : key);
                    assertThat(seen.get()).containsExactly("key " + key);
                });
                keys += state.keys();
                // The first snapshot of the new task names what the old ones wrote.
                SnapshotId next = new SnapshotId(2, 1);
                assertThat(commit(state, next).stream().flatMap(part -> part.chunks().stream()))
                        .isNotEmpty()
                        .noneMatch(chunk -> StoredChunks.snapshot(chunk).equals(next));
            }
            assertThat(keys).isEqualTo(KEYS);
        }
    }

    @Test
    void groupsMayBeReadSeparately() throws IOException {
        KeyedState<Integer> state = state(0, 1);
        ValueState<Integer> count = state.value("count", TestCodecs.integers());
        state.list("seen", TestCodecs.strings());
        KeyedContents first = state.read(parts.subList(0, 50), chunks);
        KeyedContents second = state.read(parts.subList(50, parts.size()), chunks);
        state.restore(second);
        state.restore(first);
        assertThat(state.keys()).isEqualTo(KEYS);
        state.select(777, 777);
        assertThat(count.get()).isEqualTo(777);
        assertThatThrownBy(() -> state.read(List.of(parts.getFirst(), parts.getFirst()), chunks))
                .hasMessageContaining("names key group 0 of one operator twice");
    }

    @Test
    void aNewStateIsEmpty() throws IOException {
        KeyedState<Integer> state = state(0, 1);
        ValueState<Integer> added = state.value("added", TestCodecs.integers());
        ValueState<Integer> count = state.value("count", TestCodecs.integers());
        state.list("seen", TestCodecs.strings());
        state.restore(state.read(parts, chunks));
        state.forEachKey(key -> {
            assertThat(added.get()).isNull();
            added.set(count.get());
        });
        List<KeyGroupPart> next = commit(state, new SnapshotId(2, 1));
        KeyedState<Integer> again = state(0, 1);
        ValueState<Integer> addedAgain = again.value("added", TestCodecs.integers());
        ValueState<Integer> countAgain = again.value("count", TestCodecs.integers());
        again.list("seen", TestCodecs.strings());
        again.restore(again.read(next, chunks));
        assertThat(again.keys()).isEqualTo(KEYS);
        again.forEachKey(key -> assertThat(addedAgain.get()).isEqualTo(countAgain.get()));
    }

    @Test
    void aStateThatIsLeftOutOrOfAnotherKindIsRefused() {
        KeyedState<Integer> without = state(0, 1);
        without.value("count", TestCodecs.integers());
        assertThatThrownBy(() -> without.read(parts, chunks))
                .isInstanceOf(StateMismatchException.class)
                .hasMessage(
                        "the snapshot holds keyed state 'seen', the operator declares 'count': declare it again, or start "
                                + "without this snapshot");
        KeyedState<Integer> none = state(0, 1);
        assertThatThrownBy(() -> none.read(parts, chunks)).hasMessageContaining("the operator declares none:");
        KeyedState<Integer> other = state(0, 1);
        other.list("count", TestCodecs.integers());
        other.list("seen", TestCodecs.strings());
        assertThatThrownBy(() -> other.read(parts, chunks))
                .isInstanceOf(StateMismatchException.class)
                .hasMessageContaining("the operator declares 'count' as a list for each key");
    }

    @Test
    void damageIsReportedWithTheObjectAndWhatIsWrong() throws IOException {
        KeyedState<Integer> state = state(0, 1);
        state.value("count", TestCodecs.integers());
        state.list("seen", TestCodecs.strings());
        ChunkRef base = parts.get(5).chunks().getFirst();
        byte[] content = chunks.read(base);
        byte[] version = content.clone();
        version[0] = 9;
        damaged(state, base, version, "format 9 of keyed state is not known, only 2 is");
        byte[] flags = content.clone();
        flags[1] = 64;
        damaged(state, base, flags, "flags 64");
        damaged(state, base, Arrays.copyOf(content, content.length - 1), "bytes wanted");
        damaged(state, base, Arrays.copyOf(content, content.length + 2), "2 bytes are left behind 8 keys");
        damaged(state, base, new byte[0], "1 bytes wanted at 0");
        damaged(state, base, chunks.read(parts.get(6).chunks().getFirst()), "the chunk is of key group 6");
        damaged(state, base, chunks.read(parts.get(5).chunks().get(1)), "the chunks of state 'count' are not in order");

        KeyedState<Integer> hashedOtherwise =
                new KeyedState<>(TestCodecs.integers(), key -> key + 1, 0, KeyGroups.COUNT);
        hashedOtherwise.value("count", TestCodecs.integers());
        hashedOtherwise.list("seen", TestCodecs.strings());
        assertThatThrownBy(() -> hashedOtherwise.read(parts, chunks)).hasMessageContaining("a key belongs to group 1");
    }

    private void damaged(KeyedState<Integer> state, ChunkRef chunk, byte[] content, String message) {
        assertThatThrownBy(() -> state.read(parts, chunks.with(chunk, content)))
                .isInstanceOf(CorruptDataException.class)
                .hasMessageStartingWith("key group 5 cannot be read from " + chunk.object() + " (bytes 0 to ")
                .hasMessageContaining(message);
    }

    /** Whatever is in a chunk, reading ends, and with an error of these or without. */
    @Test
    void anyBytesAreReadOrRefused() throws IOException {
        Random random = new Random(11);
        ChunkRef base = parts.get(5).chunks().getFirst();
        ChunkRef list = parts.get(5).chunks().getLast();
        for (int run = 0; run < 3_000; run++) {
            KeyedState<Integer> state = state(0, 1);
            state.value("count", TestCodecs.integers());
            state.list("seen", TestCodecs.strings());
            ChunkRef chosen = random.nextBoolean() ? base : list;
            byte[] content = chunks.read(chosen);
            for (int damage = 1 + random.nextInt(3); damage > 0; damage--) {
                content[random.nextInt(content.length)] = (byte) random.nextInt();
            }
            try {
                state.read(parts, chunks.with(chosen, content));
            } catch (CorruptDataException | StateMismatchException refused) {
                assertThat(refused.getMessage()).isNotBlank();
            }
        }
    }
}
