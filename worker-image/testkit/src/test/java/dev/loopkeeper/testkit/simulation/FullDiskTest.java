package dev.loopkeeper.testkit.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** A disk without room fails a job's attempts as long as there is none, and the job goes on from there. */
final class FullDiskTest {

    private static final int REFUSALS = 12;

    private final List<Programs.Token> tokens = Programs.tokens(4_000, 20);
    private final Simulation simulation =
            Simulation.of(Programs.asynchronous(tokens)).parallelism(1);

    @Test
    void underOutput() {
        simulation.outputRoom().lacking(REFUSALS);
        goesOn(simulation.outputRoom(), "operator done");
    }

    @Test
    void underAFeedbackLog() {
        simulation.spillRoom().lacking(REFUSALS);
        goesOn(simulation.spillRoom(), "cannot spill to the simulated disk");
    }

    private void goesOn(DiskRoom room, String where) {
        SimulationResult result = simulation.run();
        assertThat(room.refused()).isEqualTo(REFUSALS);
        assertThat(result.succeeded()).as("%s", result.log()).isTrue();
        assertThat(result.lines("/out")).isEqualTo(Programs.asynchronousExpected(tokens));
        assertThat(result.regions().getFirst().restarts()).isGreaterThan(5);
        assertThat(result.regions().getFirst().lastFailure().message())
                .contains(where, "No space left on device")
                .endsWith("; the job goes on when there is room");
    }
}
