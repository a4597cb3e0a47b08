package dev.loopkeeper.launcher.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackoffTest {

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 5", "2, 100", "3, 200", "4, 400", "5, 700", "6, 700", "2147483647, 700"})
    void delaysDoubleUpToTheLongest(int failures, long millis) {
        Backoff backoff = new Backoff(Duration.ofMillis(5), Duration.ofMillis(100), Duration.ofMillis(700));
        assertThat(backoff.delay(failures)).isEqualTo(Duration.ofMillis(millis));
    }
}
