package dev.loopkeeper.engine.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loopkeeper.api.state.TaskState;
import dev.loopkeeper.engine.codec.CorruptDataException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TaskStatesTest {

    private final TaskStates states = new TaskStates();

    @Test
    void capturesAndRestores() {
        assertThat(states.isEmpty()).isTrue();
        TaskState<String> names = states.task("names", TestCodecs.strings());
        TaskState<int[]> arrays = states.task("arrays", TestCodecs.arrays());
        states.task("empty", TestCodecs.integers());
        assertThat(states.isEmpty()).isFalse();
        assertThat(names.get()).isEmpty();
        List<String> given = new ArrayList<>(List.of("a", "ä"));
        names.set(given);
        given.clear();
        int[] array = {1, 2};
        arrays.set(List.of(array));
        Map<String, List<byte[]>> captured = states.capture();
        array[0] = 9;
        names.set(List.of());
        assertThat(captured).containsOnlyKeys("names", "arrays");

        TaskStates restored = new TaskStates();
        TaskState<int[]> restoredArrays = restored.task("arrays", TestCodecs.arrays());
        TaskState<String> restoredNames = restored.task("names", TestCodecs.strings());
        TaskState<Integer> added = restored.task("added", TestCodecs.integers());
        restored.restore(captured);
        assertThat(restoredNames.get()).containsExactly("a", "ä");
        assertThat(restoredArrays.get()).singleElement().isEqualTo(new int[] {1, 2});
        assertThat(added.get()).isEmpty();
        assertThatThrownBy(() -> restoredNames.get().add("b")).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void refusesWhatDoesNotFit() {
        TaskState<Integer> count = states.task("count", TestCodecs.integers());
        count.set(List.of(7));
        assertThatThrownBy(() -> states.task("count", TestCodecs.integers()))
                .hasMessage("state 'count' is declared twice");
        assertThatThrownBy(() -> states.restore(Map.of("count", List.of(new byte[4]), "other", List.of(new byte[4]))))
                .isInstanceOf(StateMismatchException.class)
                .hasMessageContaining("the snapshot holds task state 'other', the operator declares 'count'");
        assertThatThrownBy(() -> states.restore(Map.of("count", List.of(new byte[3]))))
                .isInstanceOf(CorruptDataException.class)
                .hasMessageContaining("task state 'count'");
        assertThatThrownBy(() -> states.restore(Map.of("count", List.of(new byte[5]))))
                .hasMessageContaining("1 bytes are left behind a value");
        assertThat(count.get()).as("a failed restore changes nothing").containsExactly(7);
    }

    @Test
    void dealsTheValuesOfOldTasksInTurn() {
        List<Map<String, List<byte[]>>> old =
                List.of(Map.of("a", values(1, 2, 3), "b", values(10)), Map.of(), Map.of("a", values(4, 5)));
        assertThat(TaskStates.deal(old, 3)).isEqualTo(old);
        assertThat(TaskStates.deal(List.of(), 2)).containsExactly(Map.of(), Map.of());
        assertThat(numbers(TaskStates.deal(old, 2)))
                .containsExactly(Map.of("a", List.of(1, 3, 5), "b", List.of(10)), Map.of("a", List.of(2, 4)));
        assertThat(numbers(TaskStates.deal(old, 1)))
                .containsExactly(Map.of("a", List.of(1, 2, 3, 4, 5), "b", List.of(10)));
        assertThat(numbers(TaskStates.deal(old, 4)))
                .containsExactly(
                        Map.of("a", List.of(1, 5), "b", List.of(10)),
                        Map.of("a", List.of(2)),
                        Map.of("a", List.of(3)),
                        Map.of("a", List.of(4)));
    }

    private static List<byte[]> values(int... numbers) {
        List<byte[]> values = new ArrayList<>();
        for (int number : numbers) {
            values.add(new byte[] {(byte) number});
        }
        return values;
    }

    private static List<Map<String, List<Integer>>> numbers(List<Map<String, List<byte[]>>> dealt) {
        return dealt.stream()
                .map(task -> {
                    Map<String, List<Integer>> numbers = new HashMap<>();
                    task.forEach((name, values) -> numbers.put(
                            name, values.stream().map(value -> (int) value[0]).toList()));
                    return numbers;
                })
                .toList();
    }
}
