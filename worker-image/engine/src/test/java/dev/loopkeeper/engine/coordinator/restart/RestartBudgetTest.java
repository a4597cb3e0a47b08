package dev.loopkeeper.engine.coordinator.restart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loopkeeper.engine.coordinator.restart.RestartStrategy.ExponentialDelay;
import dev.loopkeeper.engine.coordinator.restart.RestartStrategy.FailureRate;
import dev.loopkeeper.engine.coordinator.restart.RestartStrategy.FixedDelay;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a region is started again: strategies as tables, and the budget that feeds them. */
final class RestartBudgetTest {

    private static final long GIVE_UP = RestartStrategy.GIVE_UP;

    private static List<Long> failures(int count) {
        return LongStream.range(0, count).boxed().toList();
    }

    @ParameterizedTest
    @CsvSource({"1, 100", "2, 100", "3, 100", "4, -1", "5, -1"})
    void fixedDelayAllowsThreeRestarts(int failures, long delay) {
        assertThat(new FixedDelay(3, 100).delay(failures(failures), 0.5)).isEqualTo(delay);
    }

    @Test
    void noRestartAtAll() {
        assertThat(new RestartStrategy.None().delay(failures(1), 0.5)).isEqualTo(GIVE_UP);
        assertThat(new FixedDelay(0, 100).delay(failures(1), 0.5)).isEqualTo(GIVE_UP);
    }

    /** At once, then 1 s doubled up to 60 s. */
    @ParameterizedTest
    @CsvSource({"1, 0", "2, 1000", "3, 2000", "4, 4000", "7, 32000", "8, 60000", "9, 60000", "400, 60000"})
    void exponentialDelayGrowsToItsBound(int failures, long delay) {
        assertThat(new ExponentialDelay(0, 1_000, 60_000, 2, 10).delay(failures(failures), 0.5))
                .isEqualTo(delay);
    }

    @ParameterizedTest
    @CsvSource({"0, 900", "0.25, 950", "0.5, 1000", "1, 1100"})
    void jitterSpreadsTheDelayByTenPercent(double random, long delay) {
        assertThat(new ExponentialDelay(0, 1_000, 60_000, 2, 10).delay(failures(2), random))
                .isEqualTo(delay);
    }

    @Test
    void failureRateCountsTheIntervalOnly() {
        FailureRate rate = new FailureRate(2, 60_000, 500);
        assertThat(rate.delay(List.of(0L), 0)).isEqualTo(500);
        assertThat(rate.delay(List.of(0L, 1_000L), 0)).isEqualTo(500);
        assertThat(rate.delay(List.of(0L, 1_000L, 59_999L), 0)).isEqualTo(GIVE_UP);
        assertThat(rate.delay(List.of(0L, 1_000L, 60_000L), 0)).isEqualTo(500);
        assertThat(rate.delay(List.of(0L, 1_000L, 60_000L, 60_500L), 0)).isEqualTo(GIVE_UP);
    }

    @Test
    void aCommittedSnapshotGivesTheBudgetBack() {
        RestartBudget budget = new RestartBudget(() -> new FixedDelay(2, 10));
        assertThat(budget.failed(1, null, 0)).isEqualTo(10);
        assertThat(budget.failed(2, null, 0)).isEqualTo(10);
        budget.committed();
        assertThat(budget.failed(3, null, 0)).isEqualTo(10);
        assertThat(budget.failed(4, null, 0)).isEqualTo(10);
        assertThat(budget.failed(5, null, 0)).isEqualTo(GIVE_UP);
        assertThat(budget.exhausted()).contains("2 restarts", "recovery.restart.fixedDelay.attempts");
    }

    @Test
    void aCommittedSnapshotMakesTheFirstRestartImmediateAgain() {
        RestartBudget budget = new RestartBudget(() -> new ExponentialDelay(0, 1_000, 60_000, 2, 0));
        assertThat(budget.failed(1, null, 0)).isZero();
        assertThat(budget.failed(2, null, 0)).isEqualTo(1_000);
        budget.committed();
        assertThat(budget.failed(3, null, 0)).isZero();
    }

    @Test
    void aCommittedSnapshotSaysNothingAboutARate() {
        RestartBudget budget = new RestartBudget(() -> new FailureRate(1, 1_000, 10));
        assertThat(budget.failed(1, null, 0)).isEqualTo(10);
        budget.committed();
        assertThat(budget.failed(2, null, 0)).isEqualTo(GIVE_UP);
    }

    /** A strategy that never gives up would repeat a bug of the program for ever. */
    @Test
    void theSameProgramFailureFiveTimesWithNoSnapshotBetweenIsTheEnd() {
        RestartBudget budget = new RestartBudget(() -> new ExponentialDelay(0, 1, 1, 2, 0));
        for (int time = 1; time <= 4; time++) {
            assertThat(budget.failed(time, "division by zero", 0)).isNotEqualTo(GIVE_UP);
        }
        assertThat(budget.failed(5, "division by zero", 0)).isEqualTo(GIVE_UP);
        assertThat(budget.exhausted()).isEqualTo("failed 5 times in the same way with no snapshot between");
    }

    /** Two bad records in different tasks: which of them is met first changes from attempt to attempt. */
    @Test
    void twoProgramFailuresThatTakeTurnsAreTheEndToo() {
        RestartBudget budget = new RestartBudget(() -> new ExponentialDelay(0, 1, 1, 2, 0));
        for (int time = 1; time <= 8; time++) {
            assertThat(budget.failed(time, time % 2 == 0 ? "line 3" : "line 7", 0))
                    .isNotEqualTo(GIVE_UP);
        }
        assertThat(budget.failed(9, "line 7", 0)).isEqualTo(GIVE_UP);
    }

    @Test
    void snapshotsBetweenBeginTheCountAnew() {
        RestartBudget budget = new RestartBudget(() -> new ExponentialDelay(0, 1, 1, 2, 0));
        for (int time = 0; time < 40; time++) {
            assertThat(budget.failed(time, "division by zero", 0)).isNotEqualTo(GIVE_UP);
            switch (time % 4) {
                case 3 -> budget.committed();
                case 1 -> budget.failed(time, null, 0);
                default -> {}
            }
        }
    }

    @Test
    void lostWorkersAreNeverTheProgramsFault() {
        RestartBudget budget = new RestartBudget(() -> new ExponentialDelay(0, 1, 1, 2, 0));
        for (int time = 0; time < 100; time++) {
            assertThat(budget.failed(time, null, 0)).isNotEqualTo(GIVE_UP);
        }
    }
}
