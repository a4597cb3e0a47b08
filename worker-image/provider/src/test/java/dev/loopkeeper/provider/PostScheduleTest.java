package dev.loopkeeper.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Observations are posted at once when they change, once an interval at most, one at a time. */
class PostScheduleTest {

    private final PostSchedule posts = new PostSchedule(100);

    private static Observations view(long version) {
        return new Observations(ProviderProtocol.VERSION, 1, version, List.of(), List.of(), false, null);
    }

    @Test
    void theFirstGoesAtOnceAndTheNextAnIntervalAfterItBegan() {
        assertThat(posts.due()).isEmpty();
        posts.offer(view(1));
        assertThat(posts.take(-50)).isEqualTo(view(1));
        posts.ended(true);
        posts.offer(view(2));
        assertThat(posts.due()).hasValue(50);
        assertThat(posts.take(49)).isNull();
        assertThat(posts.take(50)).isEqualTo(view(2));
    }

    @Test
    void aClockMayWrapAround() {
        posts.offer(view(1));
        posts.take(Long.MAX_VALUE - 10);
        posts.ended(true);
        posts.offer(view(2));
        assertThat(posts.take(Long.MAX_VALUE)).isNull();
        assertThat(posts.take(Long.MIN_VALUE + 89)).isEqualTo(view(2));
    }

    @Test
    void oneAtATimeAndTheNewestOnly() {
        posts.offer(view(1));
        posts.take(0);
        posts.offer(view(2));
        posts.offer(view(3));
        assertThat(posts.due()).isEmpty();
        assertThat(posts.take(1_000)).isNull();
        posts.ended(true);
        assertThat(posts.take(1_000)).isEqualTo(view(3));
        posts.ended(true);
        assertThat(posts.due()).isEmpty();
    }

    @Test
    void whatHasArrivedIsNotPostedAgain() {
        posts.offer(view(1));
        posts.take(0);
        posts.ended(true);
        posts.offer(view(1));
        assertThat(posts.due()).isEmpty();
    }

    @Test
    void whatDidNotArriveIsRepeatedUnlessNewerWaits() {
        posts.offer(view(1));
        posts.take(0);
        posts.ended(false);
        assertThat(posts.take(100)).isEqualTo(view(1));
        posts.offer(view(2));
        posts.ended(false);
        assertThat(posts.take(200)).isEqualTo(view(2));
    }

    /** The coordinator may have heard it, and only its answer was lost. */
    @Test
    void afterAPostWithoutAnAnswerWhatArrivedBeforeIsPostedAgain() {
        posts.offer(view(1));
        posts.take(0);
        posts.ended(true);
        posts.offer(view(2));
        posts.take(100);
        posts.offer(view(1));
        posts.ended(false);
        assertThat(posts.take(200)).isEqualTo(view(1));
    }

    @Test
    void aCoordinatorThatHasComeHearsTheNewestAgain() {
        posts.again();
        assertThat(posts.due()).isEmpty();
        posts.offer(view(1));
        posts.take(0);
        posts.ended(true);
        posts.again();
        assertThat(posts.take(100)).isEqualTo(view(1));
        posts.ended(true);
        assertThat(posts.due()).isEmpty();
    }

    @Test
    void whatWasUnderWayToTheOneBeforeIsPostedAgain() {
        posts.offer(view(1));
        posts.take(0);
        posts.again();
        posts.ended(true);
        assertThat(posts.take(100)).isEqualTo(view(1));
        posts.ended(true);
        assertThat(posts.due()).isEmpty();
    }
}
