package dev.loopkeeper.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BackoffTest {

    private final Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(5));

    @Test
    void doublesUpToItsBoundWithJitter() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        var random = new Random(seed);
        for (int turn = 0; turn < 1_000; turn++) {
            assertThat(backoff.after(1, random)).isBetween(Duration.ofMillis(50), Duration.ofMillis(100));
            assertThat(backoff.after(4, random)).isBetween(Duration.ofMillis(400), Duration.ofMillis(800));
            assertThat(backoff.after(7, random)).isBetween(Duration.ofMillis(2_500), Duration.ofSeconds(5));
            assertThat(backoff.after(1_000_000, random)).isBetween(Duration.ofMillis(2_500), Duration.ofSeconds(5));
        }
    }
}
