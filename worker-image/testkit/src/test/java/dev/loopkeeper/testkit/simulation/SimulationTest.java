package dev.loopkeeper.testkit.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Whole jobs without faults: the engine's first duty. */
final class SimulationTest {

    @Test
    void asynchronousLoopGivesEveryTokenOnce() {
        List<Programs.Token> tokens = Programs.tokens(60, 25);
        SimulationResult result = Simulation.of(Programs.asynchronous(tokens)).run();
        assertThat(result.succeeded()).as("%s", result.log()).isTrue();
        assertThat(result.lines("/out")).isEqualTo(Programs.asynchronousExpected(tokens));
        assertThat(result.snapshots()).isPositive();
    }

    @Test
    void roundsLoopFindsComponents() {
        List<Programs.Edge> graph = Programs.graph(60, 70, 5);
        SimulationResult result = Simulation.of(Programs.components(graph)).run();
        assertThat(result.succeeded()).as("%s", result.log()).isTrue();
        assertThat(result.lines("/out")).isEqualTo(Programs.componentsExpected(graph));
    }

    @Test
    void twoLoopVariablesAndTwoRegionsRunToTheirEnd() {
        SimulationResult variables = Simulation.of(Programs.twoVariables(12, 8)).run();
        assertThat(variables.succeeded()).as("%s", variables.log()).isTrue();
        assertThat(variables.lines("/out")).hasSize(12);

        List<Programs.Token> left = Programs.tokens(20, 10);
        List<Programs.Token> right = Programs.tokens(30, 12);
        SimulationResult regions =
                Simulation.of(Programs.twoRegions(left, right)).run();
        assertThat(regions.succeeded()).as("%s", regions.log()).isTrue();
        assertThat(regions.lines("/out/left")).isEqualTo(Programs.asynchronousExpected(left));
        assertThat(regions.lines("/out/right")).isEqualTo(Programs.asynchronousExpected(right));
        assertThat(regions.regions()).hasSize(2);
    }
}
