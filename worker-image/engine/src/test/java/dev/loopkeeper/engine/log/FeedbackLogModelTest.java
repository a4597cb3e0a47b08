package dev.loopkeeper.engine.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Random lives of a feedback log against a plain list. {@code -Dlog.seed=N} repeats one, {@code -Dlog.schedules=N} sets how many are run. */
final class FeedbackLogModelTest {

    private static final int SCHEDULES = Integer.getInteger("log.schedules", 3000);

    @Test
    void everyScheduleGivesWhatAListGives(@TempDir Path directory) {
        ScheduleCoverage coverage = new ScheduleCoverage();
        Long given = Long.getLong("log.seed");
        long first = given != null ? given : ThreadLocalRandom.current().nextLong();
        System.out.println("feedback log schedules from seed " + first);
        for (int i = 0; i < (given != null ? 1 : SCHEDULES); i++) {
            long seed = first + i;
            try {
                new RandomSchedule(seed, directory.resolve("spill"), coverage).run();
            } catch (Throwable failure) {
                throw new AssertionError("failed with -Dlog.seed=" + seed + ": " + failure.getMessage(), failure);
            }
        }
        if (given == null) {
            assertThat(coverage.commits).isGreaterThan(SCHEDULES);
            assertThat(coverage.aborts).isGreaterThan(SCHEDULES);
            assertThat(coverage.restores).isGreaterThan(SCHEDULES / 4);
            assertThat(coverage.failures).isGreaterThan(SCHEDULES / 100);
            assertThat(coverage.spilled).isPositive();
            assertThat(coverage.waits).isPositive();
            assertThat(coverage.copies).isPositive();
            assertThat(coverage.namedAgain).isPositive();
            assertThat(coverage.marksCaptured).isPositive();
        }
    }
}
