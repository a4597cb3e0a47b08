package dev.loopkeeper.engine.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loopkeeper.api.state.ListState;
import dev.loopkeeper.api.state.ValueState;
import dev.loopkeeper.engine.codec.KeyGroups;
import dev.loopkeeper.engine.snapshot.KeyGroupPart;
import dev.loopkeeper.engine.snapshot.SnapshotId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.ConcurrentModificationException;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class KeyedStateTest {

    private final StoredChunks chunks = new StoredChunks();
    private final KeyedState<Integer> state = newState(0, KeyGroups.COUNT);
    private SnapshotId last = SnapshotId.NONE.next();

    private static KeyedState<Integer> newState(int firstGroup, int endGroup) {
        return new KeyedState<>(TestCodecs.integers(), key -> key, firstGroup, endGroup);
    }

    private void select(int key) {
        state.select(key, key);
    }

    private List<KeyGroupPart> commit() throws IOException {
        last = last.next();
        List<KeyGroupPart> parts = state.capture(last).write(chunks.writer(last));
        state.uploaded(last, parts);
        state.committed(last);
        return parts;
    }

    @Test
    void refusesDeclarationsThatCannotBe() {
        state.value("count", TestCodecs.integers());
        assertThatThrownBy(() -> state.list("count", TestCodecs.integers()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("state 'count' is declared twice");
        state.opened();
        assertThatThrownBy(() -> state.value("late", TestCodecs.integers()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("'late' is declared too late");
        assertThatThrownBy(() -> new KeyedState<>(TestCodecs.arrays(), key -> 0, 0, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cannot be a key");
        assertThatThrownBy(() -> newState(0, KeyGroups.COUNT + 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void holdsUpToThirtyTwoStates() throws IOException {
        List<ValueState<Integer>> values = new ArrayList<>();
        for (int index = 0; index < KeyedState.MAXIMUM_STATES; index++) {
            values.add(state.value("state" + index, TestCodecs.integers()));
        }
        assertThatThrownBy(() -> state.value("more", TestCodecs.integers())).hasMessageContaining("one too many");
        select(5);
        for (int index = 31; index >= 0; index -= 2) {
            values.get(index).set(index);
        }
        List<KeyGroupPart> parts = commit();
        assertThat(parts)
                .singleElement()
                .satisfies(part -> assertThat(part.chunks()).hasSize(16));
        select(5);
        values.get(31).set(null);
        assertThat(commit().getFirst().chunks()).hasSize(15); // nothing is left of that state, so nothing is named
    }

    @Test
    void refusesUseWithoutAKeyAndKeysOfOtherTasks() {
        KeyedState<Integer> part = newState(3, 5);
        ValueState<Integer> value = part.value("count", TestCodecs.integers());
        ListState<Integer> list = part.list("seen", TestCodecs.integers());
        String message = "is used where no key is current";
        assertThatThrownBy(value::get).isInstanceOf(IllegalStateException.class).hasMessageContaining(message);
        assertThatThrownBy(() -> value.set(1)).hasMessageContaining("state 'count' " + message);
        assertThatThrownBy(() -> value.set(null)).hasMessageContaining(message);
        assertThatThrownBy(list::get).hasMessageContaining("state 'seen' " + message);
        assertThatThrownBy(() -> list.add(1)).hasMessageContaining(message);
        assertThatThrownBy(list::clear).hasMessageContaining(message);
        assertThatThrownBy(() -> part.select(5, 5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a key of group 5 arrived at the task of groups [3, 5)");
        part.select(131, 131); // group 3
        value.set(1);
        part.deselect();
        assertThatThrownBy(value::get).hasMessageContaining(message);
    }

    @Test
    void listsAreReadOnlyGrowWhileHeldAndKeepNoNull() {
        ListState<String> list = state.list("seen", TestCodecs.strings());
        select(1);
        assertThat(list.get()).isEmpty();
        list.add("a");
        List<String> held = list.get();
        list.add("b");
        assertThat(held).containsExactly("a", "b");
        assertThatThrownBy(() -> held.add("c")).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> held.set(0, "c")).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> list.add(null))
                .isInstanceOf(NullPointerException.class)
                .hasMessageContaining("'seen'");
        assertThatThrownBy(() -> {
                    for (String element : held) {
                        list.add(element);
                    }
                })
                .isInstanceOf(ConcurrentModificationException.class);
        list.clear();
        list.add("d");
        assertThat(held).startsWith("a", "b");
        assertThat(list.get()).containsExactly("d");
    }

    @Test
    void aVisitMayChangeAndRemoveButNotAdd() {
        ValueState<Integer> value = state.value("count", TestCodecs.integers());
        for (int key = 0; key < 1000; key++) {
            select(key);
            value.set(key);
        }
        select(7);
        state.forEachKey(key -> {
            if (key % 2 == 0) {
                value.set(null);
            } else {
                value.set(key + 1);
            }
        });
        assertThat(value.get()).isEqualTo(8); // key 7 is current again
        assertThat(state.keys()).isEqualTo(500);
        assertThat(state.entries()).isEqualTo(500);
        select(2_000);
        state.forEachKey(key -> {
            value.set(null);
            value.set(key); // back again, during its own visit
            state.forEachKey(inner -> assertThat(value.get()).isNotNull());
            assertThat(value.get()).isEqualTo(key);
        });
        assertThat(value.get()).isNull();
        assertThat(state.keys()).isEqualTo(500);
        assertThatThrownBy(() -> state.forEachKey(key -> {
                    select(key + 10_000);
                    value.set(1);
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("set for a new key during forEachKey");
        assertThatThrownBy(() -> state.forEachKey(key -> state.capture(last.next())))
                .hasMessageContaining("is captured during forEachKey");
        select(10_000);
        value.set(1); // the failed visits are over
        assertThat(state.keys()).isEqualTo(501);
    }

    @Test
    void keysThatComeAndGoLeaveNothingBehind() throws IOException {
        ValueState<Integer> value = state.value("count", TestCodecs.integers());
        for (int key = 0; key < 10_000; key++) {
            select(key);
            value.set(1);
            value.set(null);
        }
        assertThat(state.entries()).isZero();
        assertThat(commit()).isEmpty();

        // Removals are kept until a snapshot with them is committed.
        select(1);
        value.set(1);
        commit();
        select(1);
        value.set(null);
        assertThat(state.entries()).isOne();
        assertThat(commit()).isEmpty();
        assertThat(state.entries()).isZero();

        // Snapshots that are aborted again and again add nothing.
        for (int key = 0; key < 1000; key++) {
            select(key);
            value.set(1);
            last = last.next();
            state.capture(last);
            select(key);
            value.set(null);
            state.aborted(last);
            assertThat(state.entries()).isZero();
        }
    }

    @Test
    void refusesCallsOutOfOrder() throws IOException {
        ValueState<Integer> value = state.value("count", TestCodecs.integers());
        select(1);
        value.set(1);
        SnapshotId first = new SnapshotId(1, 1);
        KeyedCapture capture = state.capture(first);
        assertThat(capture.id()).isEqualTo(first);
        assertThatThrownBy(() -> state.capture(first.next()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("1-2 is captured before the outcome of 1-1");
        assertThatThrownBy(() -> state.uploaded(first, List.of())).hasMessageContaining("not what its capture wrote");
        List<KeyGroupPart> parts = capture.write(chunks.writer(first));
        assertThatThrownBy(() -> capture.write(chunks.writer(first))).hasMessageContaining("1-1 is written twice");
        assertThatThrownBy(() -> state.committed(first)).hasMessageContaining("was not uploaded");
        assertThatThrownBy(() -> state.uploaded(first.next(), parts))
                .hasMessageContaining("1-2 is not under way here, 1-1 is");
        assertThatCode(() -> state.aborted(first.next())).doesNotThrowAnyException();
        state.uploaded(first, parts);
        state.committed(first);
        assertThatThrownBy(() -> state.committed(first)).hasMessageContaining("none is");
        assertThatThrownBy(() -> state.capture(first)).hasMessageContaining("1-1 is captured after 1-1");
        KeyedContents contents = state.read(parts, chunks);
        assertThatThrownBy(() -> state.restore(contents)).hasMessageContaining("it has contents already");
        assertThatThrownBy(() -> newState(0, KeyGroups.COUNT).restore(contents))
                .hasMessageContaining("read for other states");
    }

    @Test
    void aWriteSeesTheCutWhateverTheTaskDoesMeanwhile() throws Exception {
        ValueState<Integer> value = state.value("value", TestCodecs.integers());
        ListState<String> list = state.list("list", TestCodecs.strings());
        ValueState<int[]> array = state.value("array", TestCodecs.arrays());
        int keys = 500;
        for (int key = 0; key < keys; key++) {
            select(key);
            value.set(key);
            list.add("first");
            list.add("second");
            array.set(new int[] {key});
        }
        KeyedCapture capture = state.capture(last);
        CountDownLatch begun = new CountDownLatch(1);
        List<KeyGroupPart> parts;
        try (ExecutorService background = Executors.newSingleThreadExecutor()) {
            Future<List<KeyGroupPart>> write = background.submit(() -> {
                begun.countDown();
                return capture.write(chunks.writer(last));
            });
            assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
            int round = 0;
            while (!write.isDone() || round == 0) {
                round++;
                for (int key = 0; key < keys + 100; key++) {
                    select(key);
                    value.set(key % 3 == 0 ? null : -round);
                    if (round % 10 == 0) {
                        list.clear();
                    }
                    list.add("later");
                    int[] held = array.get();
                    if (held != null) {
                        held[0] = -round;
                        array.set(held);
                    }
                }
            }
            parts = write.get(10, TimeUnit.SECONDS);
        }
        KeyedState<Integer> restored = newState(0, KeyGroups.COUNT);
        ValueState<Integer> restoredValue = restored.value("value", TestCodecs.integers());
        ListState<String> restoredList = restored.list("list", TestCodecs.strings());
        ValueState<int[]> restoredArray = restored.value("array", TestCodecs.arrays());
        restored.restore(restored.read(parts, chunks));
        assertThat(restored.keys()).isEqualTo(keys);
        restored.forEachKey(key -> {
            assertThat(restoredValue.get()).isEqualTo(key);
            assertThat(restoredList.get()).containsExactly("first", "second");
            assertThat(restoredArray.get()).containsExactly(key);
        });
    }

    @Test
    void anAbortedWriteEndsEarlyBesideTheNext() throws Exception {
        ValueState<Integer> value = state.value("value", TestCodecs.integers());
        for (int key = 0; key < 10; key++) {
            select(key);
            value.set(key);
        }
        SnapshotId aborted = last;
        KeyedCapture capture = state.capture(aborted);
        CountDownLatch inStore = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        try (ExecutorService background = Executors.newSingleThreadExecutor()) {
            Future<List<KeyGroupPart>> write = background.submit(() -> capture.write(content -> {
                inStore.countDown();
                try {
                    assertThat(release.await(10, TimeUnit.SECONDS)).isTrue();
                } catch (InterruptedException interrupted) {
                    throw new IOException(interrupted);
                }
                return chunks.writer(aborted).add(content);
            }));
            assertThat(inStore.await(10, TimeUnit.SECONDS)).isTrue();
            state.aborted(aborted);
            List<KeyGroupPart> parts = commit(); // does not wait for the write that hangs in the store
            assertThat(parts).hasSize(10);
            assertThat(parts)
                    .allSatisfy(part -> assertThat(part.chunks())
                            .allSatisfy(chunk ->
                                    assertThat(StoredChunks.snapshot(chunk)).isEqualTo(last)));
            release.countDown();
            assertThatThrownBy(() -> write.get(10, TimeUnit.SECONDS)).hasCauseInstanceOf(CancellationException.class);
        }
    }
}
