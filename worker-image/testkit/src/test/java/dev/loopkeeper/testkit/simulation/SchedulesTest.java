package dev.loopkeeper.testkit.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Some thousands of random schedules of faults, of every shape of job. After each of them the output is that of a run without failures (I8, and by it
 * R6, and R11 in the shapes that go on at another parallelism), one shape's output being what its callbacks and decisions have computed (I7); no manifest was
 * written twice and no head went back (I6); and the store holds what its heads name. Each failure names its seed; {@code -Dloopkeeper.seed=N} repeats it,
 * {@code -Dloopkeeper.schedules=N} runs another number of them.
 */
final class SchedulesTest {

    private static final long FIRST = Long.getLong("loopkeeper.seed", 0);
    private static final long COUNT =
            Long.getLong("loopkeeper.schedules", System.getProperty("loopkeeper.seed") == null ? 500 : 1);

    @ParameterizedTest
    @EnumSource
    void everyScheduleEndsWithTheRightOutput(Schedules.Shape shape) {
        long snapshots = 0;
        long crashes = 0;
        for (long seed = FIRST; seed < FIRST + COUNT; seed++) {
            SimulationResult result = Schedules.run(shape, seed);
            snapshots += result.snapshots();
            crashes += result.crashes();
        }
        System.out.printf(
                "%s: seeds %d to %d, %d snapshots, %d crashes%n", shape, FIRST, FIRST + COUNT - 1, snapshots, crashes);
        assertThat(COUNT).isPositive();
    }

    /** The simulation is worth nothing if a seed does not repeat its run. */
    @ParameterizedTest
    @EnumSource
    void aSeedRepeatsItsRun(Schedules.Shape shape) {
        SimulationResult first = Schedules.run(shape, 7);
        SimulationResult second = Schedules.run(shape, 7);
        assertThat(second.log()).isEqualTo(first.log());
        assertThat(second.virtualMillis()).isEqualTo(first.virtualMillis());
        assertThat(second.snapshots()).isEqualTo(first.snapshots());
    }
}
