package dev.loopkeeper.engine.coordinator.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loopkeeper.engine.snapshot.ChunkRef;
import dev.loopkeeper.engine.snapshot.KeyGroupPart;
import dev.loopkeeper.engine.snapshot.LogChunk;
import dev.loopkeeper.engine.snapshot.LogPart;
import dev.loopkeeper.engine.snapshot.Manifest;
import dev.loopkeeper.engine.snapshot.OperatorPart;
import dev.loopkeeper.engine.snapshot.SnapshotId;
import dev.loopkeeper.engine.snapshot.StoreLayout;
import dev.loopkeeper.engine.snapshot.TaskPart;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** R13: what a retained snapshot names is never deleted, and what none names is, once. */
final class RetainedSnapshotsTest {

    private static final String REGION = "regions/e1-r0/";
    private static final String OTHER = "regions/e1-r1/";

    private static Manifest manifest(String region, int number, String... objects) {
        List<KeyGroupPart> groups = new ArrayList<>();
        for (String object : objects) {
            groups.add(new KeyGroupPart(groups.size(), List.of(new ChunkRef(object, 0, 1, 0))));
        }
        TaskPart task = new TaskPart("operator", 0, false, null, List.of(new OperatorPart.Keyed("operator", groups)));
        return new Manifest(
                region,
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
                List.of(task));
    }

    private static String key(String region, int number) {
        return StoreLayout.manifest(region, new SnapshotId(1, number));
    }

    @Test
    void theNewestAreKeptAndTheRestIsGarbage() {
        RetainedSnapshots retained = new RetainedSnapshots(() -> 2);
        retained.add(manifest(REGION, 1, "a"));
        retained.add(manifest(REGION, 2, "b"));
        assertThat(retained.trim(REGION)).isEmpty();
        retained.add(manifest(REGION, 3, "c"));
        assertThat(retained.trim(REGION)).containsExactlyInAnyOrder(key(REGION, 1), "a");
        assertThat(retained.trim(REGION)).as("told once").isEmpty();
        assertThat(retained.names("a")).isFalse();
        assertThat(retained.names("b")).isTrue();
        assertThat(retained.manifest(REGION, new SnapshotId(1, 1))).isNull();
        assertThat(retained.manifest(REGION, new SnapshotId(1, 3))).isNotNull();
    }

    /** Trap 13: a chunk that a newer snapshot names again outlives the one that uploaded it. */
    @Test
    void aSharedChunkGoesWithTheLastThatNamesIt() {
        RetainedSnapshots retained = new RetainedSnapshots(() -> 1);
        retained.add(manifest(REGION, 1, "base", "old"));
        retained.add(manifest(REGION, 2, "base", "delta"));
        assertThat(retained.trim(REGION)).containsExactlyInAnyOrder(key(REGION, 1), "old");
        retained.add(manifest(REGION, 3, "merged"));
        assertThat(retained.trim(REGION)).containsExactlyInAnyOrder(key(REGION, 2), "base", "delta");
    }

    /** Trap 5: one object holds several pieces of a log and of state; naming it twice in one snapshot counts once. */
    @Test
    void anObjectNamedTwiceByOneSnapshotIsOneObject() {
        LogPart log = new LogPart(
                List.of(
                        new LogChunk(new ChunkRef("segment", 0, 5, 0), 0, 3),
                        new LogChunk(new ChunkRef("segment", 5, 5, 0), 0, 3)),
                null);
        Manifest manifest = manifest(REGION, 1, "segment");
        Manifest withLog = new Manifest(
                REGION,
                manifest.snapshot(),
                manifest.predecessor(),
                1,
                1,
                1,
                new TreeMap<>(),
                false,
                false,
                0,
                Instant.EPOCH,
                List.of(
                        manifest.tasks().getFirst(),
                        new TaskPart(
                                "head",
                                0,
                                false,
                                null,
                                List.of(new OperatorPart.Head("head", 0, null, List.of(log), null, false)))));
        RetainedSnapshots retained = new RetainedSnapshots(() -> 1);
        retained.add(withLog);
        retained.add(manifest(REGION, 2));
        assertThat(retained.trim(REGION)).containsExactly(key(REGION, 1), "segment");
    }

    /** After a rescaling a region names chunks that a region of the epoch before has uploaded. */
    @Test
    void chunksSharedBetweenRegionsOutliveTheRegionThatUploadedThem() {
        RetainedSnapshots retained = new RetainedSnapshots(() -> 1);
        retained.add(manifest(REGION, 1, "left", "shared"));
        retained.add(manifest(OTHER, 1, "shared"));
        assertThat(retained.dropAll(REGION)).containsExactlyInAnyOrder(key(REGION, 1), "left");
        assertThat(retained.names("shared")).isTrue();
        assertThat(retained.objects()).containsExactlyInAnyOrder(key(OTHER, 1), "shared");
        assertThat(retained.dropAll(OTHER)).containsExactlyInAnyOrder(key(OTHER, 1), "shared");
        assertThat(retained.dropAll(OTHER)).isEmpty();
        assertThat(retained.objects()).isEmpty();
    }

    /** Against the definition: after every step exactly what the kept ones name is alive. */
    @Test
    void randomChainsAgainstTheDefinition() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int run = 0; run < 50; run++) {
            int retain = 1 + random.nextInt(3);
            RetainedSnapshots retained = new RetainedSnapshots(() -> retain);
            List<Set<String>> chain = new ArrayList<>();
            Set<String> alive = new HashSet<>();
            for (int number = 1; number < 30; number++) {
                Set<String> objects = new TreeSet<>(List.of("own" + number));
                if (!chain.isEmpty()) {
                    chain.getLast().stream()
                            .filter(object -> random.nextBoolean())
                            .forEach(objects::add);
                }
                chain.add(objects);
                alive.addAll(objects);
                retained.add(manifest(REGION, number, objects.toArray(String[]::new)));
                for (String garbage : retained.trim(REGION)) {
                    if (!garbage.endsWith("/manifest")) {
                        assertThat(alive.remove(garbage))
                                .as("seed %d: %s twice", seed, garbage)
                                .isTrue();
                    }
                }
                Set<String> expected = new HashSet<>();
                chain.subList(Math.max(0, chain.size() - retain), chain.size()).forEach(expected::addAll);
                assertThat(alive).as("seed %d", seed).isEqualTo(expected);
            }
        }
    }
}
