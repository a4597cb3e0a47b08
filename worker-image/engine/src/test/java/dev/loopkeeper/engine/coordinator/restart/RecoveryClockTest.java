package dev.loopkeeper.engine.coordinator.restart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loopkeeper.provider.RecoveryMillis;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class RecoveryClockTest {

    private final RecoveryClock clock = new RecoveryClock(1_000);

    @Test
    void aRecoveryIsOverWhenTheLogIsReplayedAndNotWithTheFirstRecordOfIt() {
        clock.detected(1_001);
        clock.fenced(1_010);
        clock.scheduled(1_020);
        clock.restored(1_030);
        assertThat(clock.firstRecord(1_031)).isFalse();
        assertThat(clock.replayed(1_050)).isTrue();
        assertThat(clock.replayed(1_060)).isFalse();
        assertThat(clock.firstRecord(1_061)).isFalse();
        assertThat(clock.recovery("r0", 2).millis()).isEqualTo(new RecoveryMillis(1L, 10L, 20L, 30L, 50L, 31L));
    }

    /** All phases have one beginning, and rise from it; when the loss was detected does not change by it. */
    @Test
    void whoWasLostEarlierThanItWasThoughtMovesTheBeginning() {
        clock.detected(1_001);
        clock.fenced(1_010);
        clock.lastSign(700);
        clock.scheduled(1_020);
        clock.lastSign(900);
        assertThat(clock.recovery("r0", 2).millis()).isEqualTo(new RecoveryMillis(301L, 310L, 320L, null, null, null));
        assertThat(clock.recovery("r0", 2).time()).isEqualTo(Instant.ofEpochMilli(1_001));
    }

    @Test
    void whatHasNothingToReplayIsThereWithItsFirstRecord() {
        assertThat(clock.replayed(1_030)).isFalse();
        assertThat(clock.firstRecord(1_040)).isTrue();
    }
}
