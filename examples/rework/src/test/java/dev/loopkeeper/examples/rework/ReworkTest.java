package dev.loopkeeper.examples.rework;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loopkeeper.testkit.simulation.Faults;
import dev.loopkeeper.testkit.simulation.Simulation;
import dev.loopkeeper.testkit.simulation.SimulationResult;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReworkTest {

    /** {@code [1 + zlib.crc32(str(n).encode()) % 4 for n in range(1, 21)]}, by Python 3.11. */
    private static final int[] FIRST_PASSES = {4, 2, 4, 1, 3, 1, 3, 4, 2, 2, 4, 2, 4, 1, 3, 1, 3, 4, 2, 3};

    @Test
    void passesFollowFromTheNumber() {
        for (int index = 0; index < FIRST_PASSES.length; index++) {
            assertThat(Order.passesNeeded(index + 1)).as("order %d", index + 1).isEqualTo(FIRST_PASSES[index]);
        }
    }

    @Test
    void writesEachOrderOnce() {
        check("no failures", simulation(2000).run(), 2000);
    }

    @Test
    void writesEachOrderOnceInSpiteOfFailures() {
        for (long seed = 1; seed <= 30; seed++) {
            check(
                    "seed " + seed,
                    simulation(400).seed(seed).faults(Faults.all()).run(),
                    400);
        }
    }

    @Test
    void goesOnAtAnotherParallelism() {
        for (int parallelism : new int[] {1, 3}) {
            SimulationResult result = simulation(300)
                    .parameter("rate", "400")
                    .seed(parallelism)
                    .stopAndResume(400, parallelism)
                    .run();
            check("at parallelism " + parallelism, result, 300);
            assertThat(result.virtualMillis()).as("300 orders at 400 a second").isGreaterThan(700);
        }
    }

    @Test
    void keepsTheCitiesApart() {
        SimulationResult result = simulation(10).run();
        assertThat(result.regions()).hasSize(2);
    }

    private static Simulation simulation(int orders) {
        return Simulation.of(new Rework())
                .parameter("output", "/out")
                .parameter("orders", Integer.toString(orders))
                .parallelism(2);
    }

    private static void check(String what, SimulationResult result, int orders) {
        assertThat(result.succeeded()).as("%s: %s", what, result.verdict()).isTrue();
        List<String> expected = new ArrayList<>();
        for (int number = 1; number <= orders; number++) {
            for (String city : List.of("berlin", "leipzig")) {
                expected.add(city + "\t" + number + "\t" + Order.passesNeeded(number));
            }
        }
        assertThat(result.lines("/out"))
                .as(what)
                .isEqualTo(expected.stream().sorted().toList());
    }
}
