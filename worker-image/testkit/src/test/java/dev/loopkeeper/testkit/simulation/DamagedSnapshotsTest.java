package dev.loopkeeper.testkit.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loopkeeper.api.Program;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Objects of the newest snapshots that are torn or lost (R14, trap 12); the random schedules have some of it too. */
final class DamagedSnapshotsTest {

    private static final long SEEDS = 60;

    private static final List<Programs.Token> TOKENS = Programs.tokens(60, 40);

    private static final List<Programs.Edge> GRAPH = Programs.graph(40, 50, 3);

    private static Simulation damaged(Program program, long seed) {
        return Simulation.of(program).seed(seed).retain(3).snapshotInterval(30).faults(Faults.NONE.withDamages(4));
    }

    /** Rounds write at their end only: until then a region can go back. */
    @Test
    void aRegionGoesBackWhereNothingWasCommittedSince() {
        int fallBacks = 0;
        for (long seed = 0; seed < SEEDS; seed++) {
            SimulationResult result = damaged(Programs.components(GRAPH), seed).run();
            assertThat(result.succeeded()).as("seed %d: %s", seed, result.log()).isTrue();
            assertThat(result.lines("/out")).as("seed %d", seed).isEqualTo(Programs.componentsExpected(GRAPH));
            fallBacks += result.fallBacks();
        }
        assertThat(fallBacks).as("fall-backs").isPositive();
    }

    /** Where output was committed since, the job stops; repaired and run again it ends as if nothing had been. */
    @Test
    void outputIsNotWrittenTwiceUnlessTheJobAcceptsIt() {
        int repairs = 0;
        for (long seed = 0; seed < SEEDS; seed++) {
            SimulationResult result =
                    damaged(Programs.asynchronous(TOKENS), seed).run();
            assertThat(result.succeeded()).as("seed %d: %s", seed, result.log()).isTrue();
            assertThat(result.lines("/out")).as("seed %d", seed).isEqualTo(Programs.asynchronousExpected(TOKENS));
            repairs += result.repairs();
        }
        assertThat(repairs).as("stops for damage").isPositive();
    }

    /** A job that accepts it goes on by itself where it can: everything is there, and some of it twice. */
    @Test
    void aJobThatAcceptsRepeatedOutputGoesBackBehindIt() {
        int repeated = 0;
        int fallBacks = 0;
        for (long seed = 0; seed < SEEDS; seed++) {
            SimulationResult result =
                    damaged(Programs.asynchronous(TOKENS), seed).repeatOutput().run();
            assertThat(result.succeeded()).as("seed %d: %s", seed, result.log()).isTrue();
            List<String> expected = Programs.asynchronousExpected(TOKENS);
            assertThat(new HashSet<>(result.lines("/out"))).as("seed %d", seed).isEqualTo(new HashSet<>(expected));
            repeated += result.lines("/out").size() - expected.size();
            fallBacks += result.fallBacks();
        }
        assertThat(fallBacks).as("fall-backs").isPositive();
        assertThat(repeated).as("lines written again").isPositive();
    }
}
