package dev.loopkeeper.operator.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loopkeeper.provider.Observations;
import dev.loopkeeper.provider.ProviderProtocol;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Observations are posted at once when they change, once a second at most, one at a time. */
final class PostScheduleTest {

    private final PostSchedule posts = new PostSchedule(1000);

    private static Observations observations(long version) {
        return new Observations(ProviderProtocol.VERSION, 1, version, List.of(), List.of(), false, null);
    }

    @Test
    void theFirstIsDueAtOnce() {
        assertThat(posts.due()).isEmpty();
        posts.offer(observations(1));
        assertThat(posts.take(5)).isEqualTo(observations(1));
    }

    @Test
    void theNextIsDueASecondAfterTheLastBegan() {
        posts.offer(observations(1));
        posts.take(5);
        posts.ended(true);
        posts.offer(observations(2));
        posts.offer(observations(3));
        assertThat(posts.due()).isEqualTo(OptionalLong.of(1005));
        assertThat(posts.take(1004)).isNull();
        assertThat(posts.take(1005)).isEqualTo(observations(3));
    }

    @Test
    void oneIsUnderWayAtATime() {
        posts.offer(observations(1));
        posts.take(5);
        posts.offer(observations(2));
        assertThat(posts.due()).isEmpty();
        assertThat(posts.take(9000)).isNull();
    }

    @Test
    void whatHasArrivedIsNotPostedAgain() {
        posts.offer(observations(1));
        posts.take(5);
        posts.ended(true);
        posts.offer(observations(1));
        assertThat(posts.due()).isEmpty();
        posts.again();
        assertThat(posts.take(2000)).isEqualTo(observations(1));
    }

    @Test
    void whatHasNotArrivedIsPostedAgain() {
        posts.offer(observations(1));
        posts.take(5);
        posts.ended(false);
        assertThat(posts.take(1005)).isEqualTo(observations(1));
    }
}
