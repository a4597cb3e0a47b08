package dev.loopkeeper.operator.decide;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** K5: which coordinators fell silent together. */
final class SilenceSurveyTest {

    private static final Instant LAST = Given.NOW;

    /** Milliseconds by which another was last heard after the one that is judged, and whether they fell silent together. */
    @ParameterizedTest
    @CsvSource({
        "0, true",
        "900, true",
        "1500, true",
        "1501, false",
        "4000, false",
        "-900, true",
        "-10000, true",
        "-10001, false",
        "-3600000, false",
    })
    void k5TogetherIsWhoWasLastHeardAboutTheSameTime(int millisLater, boolean together) {
        SilenceSurvey survey = SilenceSurvey.of(List.of(LAST, LAST.plusMillis(millisLater)));
        assertThat(survey.with(LAST)).isEqualTo(together ? 2 : 1);
    }

    /** Signs of life come every second, each coordinator's at another moment of it. The first whose time-out is over must not be taken for the only one. */
    @Test
    void k5WhenTheOperatorGoesDeafItIsSeenWithTheVeryFirst() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int coordinators : List.of(3, 15, 100, 1000)) {
            Instant deaf = LAST;
            List<Instant> lastHeard = IntStream.range(0, coordinators)
                    .mapToObj(_ -> deaf.minusMillis(random.nextInt(1000)))
                    .toList();
            SilenceSurvey survey = SilenceSurvey.of(lastHeard);
            assertThat(lastHeard)
                    .as("seed %d", seed)
                    .allSatisfy(one -> assertThat(survey.with(one)).isEqualTo(coordinators));
        }
    }

    /** Some that nobody reaches any more for an hour are no reason not to replace one that has just fallen silent. */
    @Test
    void k5ThoseThatWereLostLongAgoDoNotCount() {
        List<Instant> lastHeard = new ArrayList<>();
        IntStream.range(0, 5).forEach(_ -> lastHeard.add(LAST.minus(Duration.ofHours(1))));
        IntStream.range(0, 5).forEach(_ -> lastHeard.add(LAST.plusSeconds(5)));
        lastHeard.add(LAST);
        assertThat(SilenceSurvey.of(lastHeard).with(LAST)).isEqualTo(1);
    }

    @Test
    void nobodyIsSilentWithNobody() {
        assertThat(SilenceSurvey.of(List.of()).with(LAST)).isZero();
    }
}
