package dev.loopkeeper.launcher.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** R1, and that no wish for workers is dropped silently. */
final class PlacementTest {

    private static final List<Integer> ONE_REGION = List.of(4);
    private static final List<Integer> TWO_REGIONS = List.of(2, 2);

    @Test
    void theJobFileDecidesWhereNothingIsAsked() {
        Placement placement = Placement.of(List.of(4, 3), 2, null);
        assertThat(placement.slotsPerWorker()).isEqualTo(2);
        assertThat(placement.workers()).isEqualTo(4);
        assertThat(placement.difference()).isEmpty();
    }

    static Stream<Arguments> asMany() {
        return Stream.of(
                Arguments.of(ONE_REGION, 1, 4),
                Arguments.of(ONE_REGION, 2, 2),
                Arguments.of(ONE_REGION, 4, 1),
                Arguments.of(TWO_REGIONS, 2, 2),
                Arguments.of(TWO_REGIONS, 4, 1));
    }

    @ParameterizedTest
    @MethodSource
    void asMany(List<Integer> regions, int asked, int slotsPerWorker) {
        Placement placement = Placement.of(regions, 1, asked);
        assertThat(placement.workers()).isEqualTo(asked);
        assertThat(placement.slotsPerWorker()).isEqualTo(slotsPerWorker);
        assertThat(placement.difference()).isEmpty();
    }

    static Stream<Arguments> others() {
        return Stream.of(
                Arguments.of(ONE_REGION, 8, 4, "--workers 8: 4 are used, as there are no more task slots"),
                Arguments.of(List.of(1), 2, 1, "--workers 2: 1 is used, as there are no more task slots"),
                Arguments.of(ONE_REGION, 3, 2, "--workers 3: 2 are used, as each has equally many of the 4 task slots"),
                Arguments.of(
                        TWO_REGIONS, 3, 2, "--workers 3: 2 are used, as each has equally many of the 4 task slots"),
                Arguments.of(TWO_REGIONS, 1, 2, "--workers 1: 2 are used, as each region has workers of its own"));
    }

    @ParameterizedTest
    @MethodSource
    void others(List<Integer> regions, int asked, int used, String told) {
        Placement placement = Placement.of(regions, 1, asked);
        assertThat(placement.workers()).isEqualTo(used);
        assertThat(placement.difference())
                .hasValueSatisfying(line -> assertThat(line).startsWith(told));
    }
}
