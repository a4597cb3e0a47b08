package dev.loopkeeper.engine.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loopkeeper.api.state.ListState;
import dev.loopkeeper.api.state.ValueState;
import dev.loopkeeper.engine.codec.KeyGroups;
import dev.loopkeeper.engine.snapshot.ChunkRef;
import dev.loopkeeper.engine.snapshot.KeyGroupPart;
import dev.loopkeeper.engine.snapshot.SnapshotId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.NullUnmarked;

/** Runs keyed state beside a plain map that says what it has to hold, now and in each committed snapshot. */
@NullUnmarked // null stands for nothing held and nothing under way
final class KeyedStateModel {

    /**
     * A way to run.
     *
     * @param keys the number of different keys
     * @param snapshots how likely a step has to do with a snapshot
     */
    record Configuration(int keys, ToIntFunction<Integer> hash, int chunkBytes, double snapshots) {}

    /** What a key holds. */
    private record Held(Integer value, List<String> list, List<Integer> array) {

        static final Held NOTHING = new Held(null, List.of(), null);
    }

    /** Keyed state with its handles. */
    private static final class Subject {

        final KeyedState<Integer> state;
        final ValueState<Integer> value;
        final ListState<String> list;
        final ValueState<int[]> array;

        Subject(Configuration configuration, int firstGroup, int endGroup) {
            state = new KeyedState<>(
                    TestCodecs.integers(), configuration.hash(), firstGroup, endGroup, configuration.chunkBytes());
            value = state.value("value", TestCodecs.integers());
            list = state.list("list", TestCodecs.strings());
            array = state.value("array", TestCodecs.arrays());
            state.opened();
        }

        Held held() {
            return new Held(value.get(), List.copyOf(list.get()), asList(array.get()));
        }
    }

    private final Random random;
    private final Configuration configuration;
    private final StoredChunks chunks = new StoredChunks();
    private Subject subject;
    private Map<Integer, Held> model = new HashMap<>();

    private SnapshotId last = SnapshotId.NONE.next();
    private KeyedCapture capture;
    private Map<Integer, Held> captured;
    private List<KeyGroupPart> written;

    private List<KeyGroupPart> committedParts = List.of();
    private Map<Integer, Held> committed = Map.of();
    private final Set<SnapshotId> committedSnapshots = new HashSet<>();

    KeyedStateModel(Random random, Configuration configuration) {
        this.random = random;
        this.configuration = configuration;
        this.subject = new Subject(configuration, 0, KeyGroups.COUNT);
    }

    int commits() {
        return committedSnapshots.size();
    }

    void run(int steps) throws IOException {
        for (int step = 0; step < steps; step++) {
            double dice = random.nextDouble();
            if (dice < configuration.snapshots()) {
                snapshot();
            } else if (dice < configuration.snapshots() + 0.02) {
                visit();
            } else if (dice < configuration.snapshots() + 0.025) {
                restart();
            } else {
                change();
            }
        }
        compare(subject, model);
        restart();
        compare(subject, model);
    }

    private void change() {
        int key = random.nextInt(configuration.keys());
        subject.state.select(key, configuration.hash().applyAsInt(key));
        assertThat(subject.held()).isEqualTo(model.getOrDefault(key, Held.NOTHING));
        // Several changes while the key stays selected: it may go and come back meanwhile.
        for (int count = 1 + random.nextInt(3); count > 0; count--) {
            changeCurrent(key);
            assertThat(subject.held()).isEqualTo(model.getOrDefault(key, Held.NOTHING));
        }
    }

    private void changeCurrent(int key) {
        Held held = model.getOrDefault(key, Held.NOTHING);
        int number = random.nextInt(1000);
        Held changed = switch (random.nextInt(8)) {
            case 0, 1 -> {
                subject.value.set(number);
                yield new Held(number, held.list(), held.array());
            }
            case 2 -> {
                subject.value.set(null);
                yield new Held(null, held.list(), held.array());
            }
            case 3 -> {
                subject.list.add("" + number);
                List<String> more = new ArrayList<>(held.list());
                more.add("" + number);
                yield new Held(held.value(), List.copyOf(more), held.array());
            }
            case 4 -> {
                subject.list.clear();
                yield new Held(held.value(), List.of(), held.array());
            }
            case 5 -> {
                int[] array = subject.array.get();
                array = array == null ? new int[random.nextInt(3)] : array;
                if (array.length > 0) {
                    array[random.nextInt(array.length)] = number;
                }
                subject.array.set(array);
                yield new Held(held.value(), held.list(), asList(array));
            }
            case 6 -> {
                subject.array.set(null);
                yield new Held(held.value(), held.list(), null);
            }
            default -> {
                subject.value.set(null);
                subject.list.clear();
                subject.array.set(null);
                yield Held.NOTHING;
            }
        };
        if (changed.equals(Held.NOTHING)) {
            model.remove(key);
        } else {
            model.put(key, changed);
        }
    }

    private void visit() {
        Set<Integer> visited = new HashSet<>();
        Set<Integer> expected = Set.copyOf(model.keySet());
        subject.state.forEachKey(key -> {
            assertThat(visited.add(key)).as("key %d is visited once", key).isTrue();
            assertThat(subject.held()).isEqualTo(model.get(key));
            while (random.nextInt(3) == 0) {
                changeCurrent(key);
            }
        });
        assertThat(visited).isEqualTo(expected);
    }

    private void snapshot() throws IOException {
        if (capture == null) {
            last = last.next();
            capture = subject.state.capture(last);
            captured = Map.copyOf(model);
            written = null;
        } else if (random.nextInt(3) == 0) {
            abort();
        } else if (written == null) {
            written = capture.write(chunks.writer(last));
            assertThat(subject.state.storedBytes()).isEqualTo(bytes(committedParts));
        } else {
            commit();
        }
    }

    private void abort() {
        if (written != null && random.nextBoolean()) {
            subject.state.uploaded(last, written);
        }
        subject.state.aborted(last);
        if (written == null && random.nextBoolean()) {
            // The write that nobody waits for any more: whatever it does must leave no trace.
            KeyedCapture late = capture;
            try {
                late.write(chunks.writer(last));
            } catch (IOException | CancellationException expected) {
                assertThat(expected).isInstanceOf(CancellationException.class);
            }
        }
        capture = null;
    }

    private void commit() throws IOException {
        subject.state.uploaded(last, written);
        committedSnapshots.add(last);
        for (KeyGroupPart part : written) {
            for (ChunkRef chunk : part.chunks()) {
                assertThat(committedSnapshots).as("%s is named", chunk).contains(StoredChunks.snapshot(chunk));
            }
        }
        subject.state.committed(last);
        committedParts = written;
        committed = captured;
        capture = null;
        assertThat(subject.state.storedBytes()).isEqualTo(bytes(written));
        if (random.nextInt(4) == 0) {
            int parallelism = 1 + random.nextInt(4);
            for (int task = 0; task < parallelism; task++) {
                compareTask(task, parallelism);
            }
        }
    }

    /** A task at another parallelism holds exactly the committed keys of its groups. */
    private void compareTask(int task, int parallelism) throws IOException {
        Subject restored =
                new Subject(configuration, KeyGroups.first(task, parallelism), KeyGroups.first(task + 1, parallelism));
        restored.state.restore(restored.state.read(committedParts, chunks));
        Map<Integer, Held> expected = new HashMap<>();
        committed.forEach((key, held) -> {
            if (KeyGroups.task(KeyGroups.group(configuration.hash().applyAsInt(key)), parallelism) == task) {
                expected.put(key, held);
            }
        });
        compare(restored, expected);
    }

    /** A failure: everything after the last committed snapshot is gone. */
    private void restart() throws IOException {
        subject = new Subject(configuration, 0, KeyGroups.COUNT);
        subject.state.restore(subject.state.read(committedParts, chunks));
        model = new HashMap<>(committed);
        capture = null;
        assertThat(subject.state.storedBytes()).isEqualTo(bytes(committedParts));
        if (random.nextInt(10) == 0) {
            assertThatThrownBy(() -> subject.array.set(new int[0])).isInstanceOf(IllegalStateException.class);
        }
    }

    private static void compare(Subject subject, Map<Integer, Held> expected) {
        Map<Integer, Held> found = new HashMap<>();
        subject.state.forEachKey(key -> found.put(key, subject.held()));
        assertThat(found).isEqualTo(expected);
        assertThat(subject.state.keys()).isEqualTo(expected.size());
    }

    private static long bytes(List<KeyGroupPart> parts) {
        return parts.stream()
                .flatMap(part -> part.chunks().stream())
                .mapToLong(ChunkRef::length)
                .sum();
    }

    private static List<Integer> asList(int[] array) {
        if (array == null) {
            return null;
        }
        List<Integer> list = new ArrayList<>();
        for (int element : array) {
            list.add(element);
        }
        return list;
    }
}
