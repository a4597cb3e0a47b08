package dev.loopkeeper.crds.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class GoDurationTest {

    /** Expected values are what Go's time.ParseDuration gives, in nanoseconds. */
    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "0s, 0",
        "5s, 5000000000",
        "30s, 30000000000",
        "1478s, 1478000000000",
        "5.6s, 5600000000",
        "10ns, 10",
        "11us, 11000",
        "12µs, 12000",
        "13ms, 13000000",
        "14s, 14000000000",
        "15m, 900000000000",
        "16h, 57600000000000",
        "3h30m, 12600000000000",
        "10.5s4m, 250500000000",
        "0.3333333333333333333h, 1199999999999",
        "9007199254.740993ms, 9007199254740993",
        "9223372036854775807ns, 9223372036854775807"
    })
    void readsWhatGoReads(String text, long nanoseconds) {
        assertThat(GoDuration.parse(text).value()).isEqualTo(Duration.ofNanos(nanoseconds));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "3",
                "-3s",
                "s",
                ".s",
                "1",
                "+5s",
                "5 s",
                "30 seconds",
                "1d",
                "1e3s",
                "9223372036854775808ns",
                "3000000h",
                "1s\n"
            })
    void refusesAnythingElse(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GoDuration.parse(text))
                .withMessageContaining(text);
    }

    @ParameterizedTest
    @CsvSource({
        "60s, 1m",
        "5m0s, 5m",
        "90m, 1h30m",
        "1500ms, 1.5s",
        "0.25s, 250ms",
        "1000us, 1ms",
        "1.5us, 1.5us",
        "999ns, 999ns",
        "0h, 0s",
        "3600.5s, 1h0.5s"
    })
    void writesTheShortestText(String text, String shortest) {
        assertThat(GoDuration.parse(text)).hasToString(shortest);
    }

    @Test
    void readsWhatItWrites() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 2_000; i++) {
            GoDuration duration =
                    new GoDuration(Duration.ofNanos(random.nextLong(Long.MAX_VALUE) >> random.nextInt(63)));
            assertThat(GoDuration.parse(duration.toString()))
                    .as("seed %d", seed)
                    .isEqualTo(duration);
        }
    }
}
