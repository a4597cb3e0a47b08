package dev.loopkeeper.engine.coordinator.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loopkeeper.engine.coordinator.ScriptedStore;
import dev.loopkeeper.engine.snapshot.Manifest;
import dev.loopkeeper.engine.snapshot.SnapshotId;
import dev.loopkeeper.engine.snapshot.StoreLayout;
import dev.loopkeeper.engine.store.StoreException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Manifests: chains of them, damaged ones, and the sweep for what none names. */
final class SnapshotStoreTest {

    private static final String REGION = StoreLayout.region(1, "r0");

    private final ScriptedStore objects = new ScriptedStore();
    private final SnapshotStore store = new SnapshotStore(objects);

    private static SnapshotId id(int counter) {
        return new SnapshotId(1, counter);
    }

    private static Manifest manifest(SnapshotId id, SnapshotId predecessor) {
        return new Manifest(
                REGION, id, predecessor, 1, 1, 1, new TreeMap<>(), false, false, 0, Instant.EPOCH, List.of());
    }

    @BeforeEach
    void chainOfThree() throws StoreException {
        store.write(manifest(id(1), SnapshotId.NONE));
        store.write(manifest(id(4), id(1)));
        store.write(manifest(id(5), id(4)));
        // Written and never swung: off the chain.
        store.write(manifest(id(3), id(1)));
    }

    private List<SnapshotId> chain(int newest, int limit) throws StoreException {
        return store.chain(REGION, id(newest), limit).stream()
                .map(Manifest::snapshot)
                .toList();
    }

    /** R13: what is off the chain was never committed. */
    @Test
    void theChainFollowsPredecessorsOldestFirst() throws StoreException {
        assertThat(chain(5, 9)).containsExactly(id(1), id(4), id(5));
        assertThat(chain(5, 2)).containsExactly(id(4), id(5));
    }

    @Test
    void aDroppedSnapshotEndsTheChain() throws StoreException {
        objects.delete(List.of(StoreLayout.manifest(REGION, id(1))));
        assertThat(chain(5, 9)).containsExactly(id(4), id(5));
    }

    /** Trap 12: the newest must be there, whole. */
    @Test
    void aMissingOrTornManifestIsNamed() {
        String key = StoreLayout.manifest(REGION, id(5));
        objects.put(key, ByteBuffer.wrap("{\"region\":\"re".getBytes(StandardCharsets.UTF_8)));
        assertThatThrownBy(() -> chain(5, 9))
                .isInstanceOfSatisfying(
                        StoreException.class,
                        failure -> assertThat(failure.kind()).isEqualTo(StoreException.Kind.CORRUPT))
                .hasMessageContaining(key);
        objects.delete(List.of(key));
        assertThatThrownBy(() -> chain(5, 9))
                .isInstanceOfSatisfying(
                        StoreException.class,
                        failure -> assertThat(failure.kind()).isEqualTo(StoreException.Kind.MISSING))
                .hasMessageContaining(key);
    }

    /** Traps 13 and 26: a sweep touches only closed snapshots, never what a retained one names, and nothing whose name it cannot read. */
    @Test
    void theSweepLeavesWhatIsNamedOpenOrForeign() throws StoreException {
        ByteBuffer nothing = ByteBuffer.allocate(0);
        String shared = StoreLayout.chunks(REGION, id(1), 1) + "base";
        String aborted = StoreLayout.chunks(REGION, id(2), 1) + "delta";
        String deadAttempt = StoreLayout.chunks(REGION, id(4), 1) + "delta";
        String open = StoreLayout.chunks(REGION, id(6), 2) + "delta";
        String successor = StoreLayout.chunks(REGION, new SnapshotId(2, 1), 3) + "delta";
        String foreign = REGION + "chunks/notes/by-hand";
        String otherRegion = StoreLayout.chunks(StoreLayout.region(1, "r1"), id(2), 1) + "delta";
        for (String key : List.of(shared, aborted, deadAttempt, open, successor, foreign, otherRegion)) {
            objects.put(key, nothing);
        }
        Set<String> named = Set.of(shared, StoreLayout.manifest(REGION, id(4)), StoreLayout.manifest(REGION, id(5)));
        int deleted = store.sweep(REGION, snapshot -> !snapshot.isAfter(id(5)), named::contains);
        assertThat(objects.deleted())
                .containsExactlyInAnyOrder(
                        aborted, deadAttempt, StoreLayout.manifest(REGION, id(1)), StoreLayout.manifest(REGION, id(3)));
        assertThat(deleted).isEqualTo(4);
    }
}
