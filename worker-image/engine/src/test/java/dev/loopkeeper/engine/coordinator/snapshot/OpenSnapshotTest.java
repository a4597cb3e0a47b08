package dev.loopkeeper.engine.coordinator.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loopkeeper.engine.plan.TaskId;
import dev.loopkeeper.engine.snapshot.SnapshotId;
import dev.loopkeeper.engine.snapshot.TaskPart;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a snapshot waits for between trigger and commit. */
final class OpenSnapshotTest {

    private static final TaskId SOURCE = new TaskId(0, 0);
    private static final TaskId OTHER_SOURCE = new TaskId(0, 1);
    private static final TaskId SINK = new TaskId(1, 0);

    private final OpenSnapshot snapshot =
            new OpenSnapshot(new SnapshotId(1, 1), 0, 0, false, false, false, Set.of(SOURCE, OTHER_SOURCE), 3);

    private static TaskPart part(TaskId task) {
        return new TaskPart("operator", task.index(), false, null, List.of());
    }

    @Test
    void allSourcesHaveSentWhenTheLastOfThemHas() {
        assertThat(snapshot.barrierSent(SOURCE)).isFalse();
        assertThat(snapshot.barrierSent(SOURCE)).as("twice by one").isFalse();
        assertThat(snapshot.barrierSent(SINK)).as("no source").isFalse();
        assertThat(snapshot.barrierSent(OTHER_SOURCE)).isTrue();
        assertThat(snapshot.barrierSent(OTHER_SOURCE)).as("told once").isFalse();
    }

    @Test
    void completeWhenEveryTaskHasAcknowledged() {
        assertThat(snapshot.acknowledged(SOURCE, part(SOURCE), 10)).isFalse();
        assertThat(snapshot.acknowledged(SOURCE, part(SOURCE), 10))
                .as("twice by one")
                .isFalse();
        assertThat(snapshot.acknowledged(OTHER_SOURCE, part(OTHER_SOURCE), 5)).isFalse();
        assertThat(snapshot.acknowledged(SINK, part(SINK), 1)).isTrue();
        assertThat(snapshot.uploadedBytes).isEqualTo(16);
    }
}
