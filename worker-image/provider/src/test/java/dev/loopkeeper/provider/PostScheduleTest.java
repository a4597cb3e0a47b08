package dev.loopkeeper.launcher.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loopkeeper.provider.Observations;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PostScheduleTest {

    private final PostSchedule posts = new PostSchedule(100);

    private static Observations view(long version) {
        return new Observations(1, 1, version, List.of(), List.of(), false, null);
    }

    @Test
    void theFirstGoesAtOnceAndTheNextAfterTheInterval() {
        posts.offer(view(1));
        assertThat(posts.take(-50)).isEqualTo(view(1));
        posts.ended(false);
        posts.offer(view(2));
        assertThat(posts.due()).hasValue(50);
        assertThat(posts.take(49)).isNull();
        assertThat(posts.take(50)).isEqualTo(view(2));
    }

    @Test
    void oneAtATimeAndTheNewestOnly() {
        posts.offer(view(1));
        posts.take(0);
        posts.offer(view(2));
        posts.offer(view(3));
        assertThat(posts.take(1_000)).isNull();
        posts.ended(false);
        assertThat(posts.take(1_000)).isEqualTo(view(3));
        posts.ended(false);
        assertThat(posts.due()).isEmpty();
    }

    @Test
    void whatDidNotArriveIsRepeatedUnlessNewerWaits() {
        posts.offer(view(1));
        posts.take(0);
        posts.ended(true);
        assertThat(posts.take(100)).isEqualTo(view(1));
        posts.offer(view(2));
        posts.ended(true);
        assertThat(posts.take(200)).isEqualTo(view(2));
    }

    @Test
    void aCoordinatorThatHasComeHearsTheNewestAgain() {
        posts.again();
        assertThat(posts.due()).isEmpty();
        posts.offer(view(1));
        posts.take(0);
        posts.ended(false);
        posts.again();
        assertThat(posts.take(100)).isEqualTo(view(1));
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 5", "2, 100", "3, 200", "4, 400", "5, 700", "6, 700", "2147483647, 700"})
    void delaysDoubleUpToTheLongest(int failures, long millis) {
        Backoff backoff = new Backoff(Duration.ofMillis(5), Duration.ofMillis(100), Duration.ofMillis(700));
        assertThat(backoff.delay(failures)).isEqualTo(Duration.ofMillis(millis));
    }
}
