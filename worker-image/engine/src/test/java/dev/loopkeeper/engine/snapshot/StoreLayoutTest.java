package dev.loopkeeper.engine.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Names in the store. They are the format of existing stores: a change here makes those unreadable. */
final class StoreLayoutTest {

    private static final String REGION = StoreLayout.region(2, "r1");

    @Test
    void theNamesOfAJobsObjects() {
        assertThat(StoreLayout.JOB).isEqualTo("job");
        assertThat(REGION).isEqualTo("regions/e2-r1/");
        assertThat(StoreLayout.head(REGION)).isEqualTo("regions/e2-r1/head");
        assertThat(StoreLayout.manifest(REGION, new SnapshotId(3, 7)))
                .isEqualTo("regions/e2-r1/snapshots/3-7/manifest");
    }

    /** R13: claim, counter and attempt, so that a sweep can tell by the name alone. */
    @Test
    void chunksCarryClaimCounterAndAttempt() {
        assertThat(StoreLayout.chunks(REGION, new SnapshotId(3, 7), 5)).isEqualTo("regions/e2-r1/chunks/3-7.5/");
    }

    /** Trap 16: numbers of a later claim are above all of an earlier one, so none is used again. */
    @Test
    void snapshotsAreOrderedByClaimAndThenByCounter() {
        List<SnapshotId> ascending = List.of(
                SnapshotId.NONE,
                new SnapshotId(1, 0),
                new SnapshotId(1, 1),
                new SnapshotId(1, 10),
                new SnapshotId(2, 0),
                new SnapshotId(10, 1));
        assertThat(ascending).isSorted();
        for (SnapshotId id : ascending) {
            assertThat(SnapshotId.parse(id.toString())).isEqualTo(id);
            assertThat(id.next().isAfter(id)).isTrue();
            assertThat(id.isAfter(id)).isFalse();
        }
    }
}
