package dev.loopkeeper.testkit.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Faults at the one moment at which they hurt most, where chance would seldom put them. */
final class WorstMomentsTest {

    private static final long SEEDS = 20;

    /** What a worker is told when its stream is back must not give up a snapshot that is being committed (traps 20 and 24). */
    @Test
    void connectionThatBreaksDuringACommitLeavesTheSnapshotCommitted() {
        List<Programs.Token> tokens = Programs.tokens(40, 60);
        for (long seed = 0; seed < SEEDS; seed++) {
            SimulationResult result = Simulation.of(Programs.asynchronous(tokens))
                    .seed(seed)
                    .retain(1)
                    .snapshotInterval(30)
                    .whenWritten((key, cluster) -> {
                        if (key.endsWith("/manifest")) {
                            cluster.store().unavailableFor(200);
                            cluster.accidents().breakConnection();
                        }
                    })
                    .run();
            assertThat(result.succeeded()).as("seed %d: %s", seed, result.log()).isTrue();
            assertThat(result.lines("/out")).as("seed %d", seed).isEqualTo(Programs.asynchronousExpected(tokens));
        }
    }

    /**
     * Trap 6, R9: while the store is away every snapshot is given up, in the middle of its uploads; the first one afterwards is committed, and
     * nothing of the others is left.
     */
    @Test
    void snapshotsThatAreGivenUpAgainAndAgainLeaveNothing() {
        List<Programs.Token> tokens = Programs.tokens(60, 600);
        for (long seed = 0; seed < SEEDS; seed++) {
            int[] storms = {0};
            SimulationResult result = Simulation.of(Programs.asynchronous(tokens))
                    .seed(seed)
                    .retain(1)
                    .snapshotInterval(25)
                    .whenWritten((key, cluster) -> {
                        if (key.contains("/chunks/") && storms[0]++ == 0) {
                            cluster.store().unavailableFor(1_000);
                        }
                    })
                    .run();
            assertThat(result.succeeded()).as("seed %d: %s", seed, result.log()).isTrue();
            assertThat(result.lines("/out")).as("seed %d", seed).isEqualTo(Programs.asynchronousExpected(tokens));
            assertThat(result.log())
                    .as("seed %d", seed)
                    .filteredOn(line -> line.contains("given up"))
                    .hasSizeGreaterThan(5);
            assertThat(result.snapshots()).as("seed %d", seed).isGreaterThan(1);
            assertThat(result.unfinishedFiles()).as("seed %d", seed).isEmpty();
        }
    }

    /** What stands still for a stop snapshot goes on when the next coordinator is not told to stop, a committed one too. */
    @Test
    void regionGoesOnWhenTheNextCoordinatorKnowsOfNoStop() {
        List<Programs.Token> tokens = Programs.tokens(60, 200);
        for (long seed = 0; seed < SEEDS; seed++) {
            boolean[] stopped = {false};
            boolean[] crashed = {false};
            SimulationResult result = Simulation.of(Programs.asynchronous(tokens))
                    .seed(seed)
                    .snapshotInterval(3_000)
                    .stopAndResume(60, 2)
                    .whenWritten((key, cluster) -> {
                        stopped[0] |= key.endsWith("/manifest");
                        if (stopped[0] && !crashed[0] && key.endsWith("/head")) {
                            crashed[0] = true;
                            cluster.provider().requestStop(null);
                            cluster.accidents().crashCoordinator();
                        }
                    })
                    .run();
            assertThat(crashed[0]).as("seed %d", seed).isTrue();
            assertThat(result.succeeded()).as("seed %d: %s", seed, result.log()).isTrue();
            assertThat(result.lines("/out")).as("seed %d", seed).isEqualTo(Programs.asynchronousExpected(tokens));
            assertThat(result.log()).as("seed %d", seed).noneMatch(line -> line.contains("given up"));
        }
    }

    /** Regions that share a sink are not at the same attempt: what one takes for left over may be what another one is about to commit. */
    @Test
    void sweepOfOneRegionLeavesTheOutputOfAnotherAlone() {
        List<Programs.Token> tokens = Programs.tokens(3_000, 0);
        for (long seed = 0; seed < SEEDS; seed++) {
            int[] crashes = {0};
            SimulationResult result = Simulation.of(Programs.lanes(tokens))
                    .seed(seed)
                    .parallelism(3)
                    .snapshotInterval(20)
                    .whenWritten((key, cluster) -> {
                        if (key.endsWith("r0/head") && crashes[0]++ < 3) {
                            cluster.time()
                                    .after(
                                            30 + cluster.time().random().nextInt(50),
                                            () -> cluster.accidents().crashWorkerOf("r0"));
                        }
                    })
                    .run();
            assertThat(result.succeeded()).as("seed %d: %s", seed, result.log()).isTrue();
            assertThat(result.lines("/out")).as("seed %d", seed).isEqualTo(Programs.lanesExpected(tokens));
            assertThat(result.unfinishedFiles()).as("seed %d", seed).isEmpty();
        }
    }
}
