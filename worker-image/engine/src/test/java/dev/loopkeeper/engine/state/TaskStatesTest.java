package dev.loopkeeper.engine.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loopkeeper.api.state.TaskState;
import dev.loopkeeper.engine.codec.CorruptDataException;
import java.util.ArrayList;
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
        assertThatThrownBy(() -> states.restore(Map.of("count", List.of(new byte[8]), "other", List.of(new byte[8]))))
                .isInstanceOf(StateMismatchException.class)
                .hasMessageContaining("the snapshot holds task state 'other', the operator declares 'count'");
        assertThatThrownBy(() -> states.restore(Map.of("count", List.of(new byte[7]))))
                .isInstanceOf(CorruptDataException.class)
                .hasMessageContaining("task state 'count'");
        assertThatThrownBy(() -> states.restore(Map.of("count", List.of(new byte[9]))))
                .hasMessageContaining("1 bytes are left behind a value");
        assertThat(count.get()).as("a failed restore changes nothing").containsExactly(7);
    }
}
