package dev.loopkeeper.engine.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loopkeeper.engine.state.KeyedStateModel.Configuration;
import java.util.Random;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keyed state against a plain map: random changes, snapshots, aborts, failures and rescalings. A seed reproduces a run. */
class KeyedStateModelTest {

    private static final int RUNS = 1_000;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void behavesLikeAMapWhateverHappensToItsSnapshots(long firstSeed) throws Exception {
        for (long seed = firstSeed * 1_000_000; seed < firstSeed * 1_000_000 + RUNS; seed++) {
            Random random = new Random(seed);
            KeyedStateModel model = new KeyedStateModel(random, configuration(random));
            try {
                model.run(150);
            } catch (Throwable failure) {
                throw new AssertionError("seed " + seed + " fails: " + failure.getMessage(), failure);
            }
        }
    }

    /** Long runs with one snapshot after the other, so that bases are written again and again. */
    @Test
    void survivesManyMerges() throws Exception {
        for (long seed = 1; seed <= 20; seed++) {
            Random random = new Random(seed);
            KeyedStateModel model =
                    new KeyedStateModel(random, new Configuration(300, KeyedStateModelTest::mixed, 1 << 20, 0.2));
            try {
                model.run(5_000);
            } catch (Throwable failure) {
                throw new AssertionError("seed " + seed + " fails: " + failure.getMessage(), failure);
            }
            assertThat(model.commits()).as("commits of seed %d", seed).isGreaterThan(100);
        }
    }

    private static Configuration configuration(Random random) {
        ToIntFunction<Integer> hash = switch (random.nextInt(4)) {
            case 0 -> key -> 0;
            case 1 -> key -> key << 7 | 3; // all in one group
            case 2 -> key -> key; // few groups, and neighbours in each
            default -> KeyedStateModelTest::mixed;
        };
        return new Configuration(
                1 + random.nextInt(random.nextBoolean() ? 4 : 60),
                hash,
                random.nextBoolean() ? 1 + random.nextInt(40) : 1 << 20,
                random.nextDouble() * 0.3);
    }

    private static int mixed(int key) {
        int mixed = (key ^ key >>> 16) * 0x85EBCA6B;
        return mixed ^ mixed >>> 13;
    }
}
