package dev.loopkeeper.engine.coordinator.restore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loopkeeper.engine.snapshot.ChunkRef;
import dev.loopkeeper.engine.snapshot.KeyGroupPart;
import dev.loopkeeper.engine.snapshot.Manifest;
import dev.loopkeeper.engine.snapshot.OperatorPart;
import dev.loopkeeper.engine.snapshot.SnapshotId;
import dev.loopkeeper.engine.snapshot.TaskPart;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** R14: where a restore goes on from when a chunk is lost. */
final class FallBackTest {

    private static final String DAMAGE = "object c3 is missing";

    private final List<Manifest> chain = new ArrayList<>();

    private static ChunkRef chunk(int number) {
        return new ChunkRef("c" + number, 0, 10, number);
    }

    /** The next snapshot of the chain: it names the given chunks and lists the given transactions. */
    private void committed(List<Integer> chunks, String... transactions) {
        int number = chain.size() + 1;
        TaskPart task = new TaskPart(
                "operator",
                0,
                false,
                null,
                List.of(
                        new OperatorPart.Keyed(
                                "operator",
                                List.of(new KeyGroupPart(
                                        0,
                                        chunks.stream().map(FallBackTest::chunk).toList()))),
                        new OperatorPart.Transactions("sink", List.of(transactions))));
        chain.add(new Manifest(
                "regions/e1-r0/",
                new SnapshotId(1, number),
                new SnapshotId(1, number - 1),
                1,
                1,
                1,
                new TreeMap<>(),
                false,
                false,
                0,
                Instant.EPOCH,
                List.of(task)));
    }

    private FallBack decide(boolean repeatOutput) {
        return FallBack.of(chain, chunk(3), DAMAGE, repeatOutput);
    }

    @Test
    void withNothingCommittedSinceTheSnapshotBeforeIsRestored() {
        committed(List.of(1), "t1");
        committed(List.of(1, 2), "t2");
        committed(List.of(1, 2, 3));
        assertThat(decide(false)).isEqualTo(new FallBack.To(chain.get(1), 0));
    }

    /** An incremental snapshot names the chunks of those before it: the damage is theirs too. */
    @Test
    void snapshotsThatNameTheSameChunkArePassedOver() {
        committed(List.of(1));
        committed(List.of(1, 3));
        committed(List.of(1, 3, 4));
        assertThat(decide(false)).isEqualTo(new FallBack.To(chain.get(0), 0));
    }

    @Test
    void outputCommittedSinceStopsTheJobAndTheMessageNamesTheOption() {
        committed(List.of(1));
        committed(List.of(3), "t1", "t2");
        committed(List.of(3));
        assertThat(decide(false))
                .isInstanceOfSatisfying(
                        FallBack.Stop.class,
                        stop -> assertThat(stop.reason())
                                .contains("snapshot 1-3", DAMAGE, "1-1", "2 output transactions", FallBack.OPTION)
                                .doesNotContain("\n"));
    }

    @Test
    void outputCommittedSinceIsRepeatedWhereTheJobAcceptsIt() {
        committed(List.of(1), "t0");
        committed(List.of(3), "t1", "t2");
        assertThat(decide(true)).isEqualTo(new FallBack.To(chain.get(0), 2));
    }

    /** A sink lists what it has not heard the commit of once more: that was committed before, and by the earlier snapshot. */
    @Test
    void aTransactionThatTheEarlierSnapshotListsIsNotCommittedSince() {
        committed(List.of(1), "t1");
        committed(List.of(3), "t1");
        assertThat(decide(false)).isEqualTo(new FallBack.To(chain.get(0), 0));
    }

    @Test
    void withNoSnapshotBeforeItTheJobStopsWhateverItAccepts() {
        committed(List.of(3));
        committed(List.of(3, 4));
        assertThat(decide(true))
                .isInstanceOfSatisfying(
                        FallBack.Stop.class,
                        stop -> assertThat(stop.reason())
                                .contains("snapshot 1-2", DAMAGE, "no retained snapshot", "run the job again"));
    }

    @Test
    void aRegionWithoutASnapshotOfItsOwnStopsTheJob() {
        assertThat(decide(true))
                .isInstanceOfSatisfying(
                        FallBack.Stop.class,
                        stop -> assertThat(stop.reason()).contains("starts from", DAMAGE, "run the job again"));
    }

    /** What a log had not read when newer snapshots were taken may be damaged in none of them. */
    @Test
    void damageThatTheNewestSnapshotDoesNotNameIsAFailureAsAnyOther() {
        committed(List.of(3));
        committed(List.of(1));
        assertThat(decide(false)).isEqualTo(new FallBack.Restart());
    }
}
