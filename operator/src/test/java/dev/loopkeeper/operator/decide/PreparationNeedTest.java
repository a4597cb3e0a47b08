package dev.loopkeeper.operator.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loopkeeper.operator.observe.RunEnd;
import dev.loopkeeper.provider.RegionPhase;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** When requests are spent on what pods need: K11, K14, K22. */
final class PreparationNeedTest {

    private static final Duration JUST_NOW = Duration.ofSeconds(1);
    private static final Duration LATELY = Duration.ofMinutes(10);
    private static final Duration LONG_AGO = Duration.ofHours(12);

    private static Given idle() {
        State state =
                State.claimed().region("r0", 1, RegionPhase.RUNNING).registered("r0", 0, 1, "uid-of-rework-r0-0-1");
        return Given.runningJob()
                .pod(Pod.coordinator(1))
                .pod(Pod.worker("r0", 0, 1))
                .heard("uid-of-rework-coordinator-1", Duration.ZERO, state.is());
    }

    private static Given wanting() {
        State state = State.claimed().region("r0", 1, RegionPhase.SCHEDULING).wants("r0", 0, 1);
        return Given.runningJob()
                .pod(Pod.coordinator(1))
                .heard("uid-of-rework-coordinator-1", Duration.ZERO, state.is());
    }

    static Stream<Arguments> jobs() {
        return Stream.of(
                Arguments.of("idle", idle(), LATELY, false),
                Arguments.of("idle, certificates age", idle(), LONG_AGO, true),
                Arguments.of("idle, a new operator process", idle(), null, true),
                Arguments.of("a worker is to be made", wanting(), LATELY, true),
                Arguments.of("a worker is to be made, just looked", wanting(), JUST_NOW, false),
                Arguments.of("changed", idle().generation(2).preparedBefore(), JUST_NOW, true),
                Arguments.of("changed, and looked since", idle().generation(2), JUST_NOW, false),
                Arguments.of("without a coordinator", Given.runningJob(), LATELY, true),
                Arguments.of(
                        "suspended",
                        Given.runningJob().spec("suspend: true").ended(RunEnd.Outcome.SUSPENDED),
                        LATELY,
                        false),
                Arguments.of(
                        "suspended, and not all is there",
                        Given.runningJob()
                                .spec("suspend: true")
                                .ended(RunEnd.Outcome.SUSPENDED)
                                .clash(true),
                        LATELY,
                        false),
                Arguments.of("never run", Given.newJob(), LATELY, true),
                Arguments.of(
                        "what an earlier job has left is going", Given.newJob().clash(true), JUST_NOW, true),
                Arguments.of("it has run since long", idle().clash(true), JUST_NOW, true),
                Arguments.of(
                        "another's object has a name of ours", Given.newJob().clash(false), JUST_NOW, false),
                Arguments.of("the same, and a while ago", Given.newJob().clash(false), LATELY, true),
                Arguments.of("finished", Given.runningJob().ended(RunEnd.Outcome.SUCCEEDED), LONG_AGO, false),
                Arguments.of("paused", wanting().paused(), null, false),
                Arguments.of(
                        "paused and deleted", wanting().paused().finalizer().deleted(JUST_NOW), LATELY, true),
                Arguments.of("deleted without a finalizer", wanting().deleted(JUST_NOW), LATELY, false));
    }

    /** What the job is, when it was last looked at, and whether it is looked at again. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("jobs")
    void k22AnIdleJobCostsNoRequests(String name, Given given, Duration ago, boolean due) {
        assertThat(PreparationNeed.due(given.observation(), ago == null ? null : Given.NOW.minus(ago)))
                .isEqualTo(due);
    }
}
