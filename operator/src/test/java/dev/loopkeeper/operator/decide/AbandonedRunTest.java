package dev.loopkeeper.operator.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loopkeeper.operator.status.JobStatusOf;
import dev.loopkeeper.operator.status.Trouble;
import dev.loopkeeper.provider.RegionPhase;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** K18: a change goes on from the last commit, with an event that names what is computed again. */
final class AbandonedRunTest {

    private static final String COORDINATOR = "uid-of-rework-coordinator-1";
    private static final State REGIONS =
            State.claimed().snapshot("r0").region("r1", 2, RegionPhase.RUNNING).region("r2", 1, RegionPhase.FINISHED);
    private static final String TOLD =
            "run 1 ended without a stop snapshot; processed again: r0 since snapshot 9-1, r1 from its beginning";

    private static List<Step> steps(Given given) {
        return given.decision().steps();
    }

    @Test
    void itNamesWhatIsProcessedAgainAfterTheEndIsWrittenDown() {
        List<Step> steps = steps(Given.runningJob()
                .spec("suspend: true")
                .stopAsked(Duration.ofSeconds(331))
                .pod(Pod.coordinator(1))
                .heard(COORDINATOR, Duration.ZERO, REGIONS.is()));
        assertThat(steps).hasSize(2);
        assertThat(steps.getFirst()).isInstanceOf(Step.EndRun.class);
        assertThat(steps.getLast()).isEqualTo(new Step.TellOnce(true, "RunAbandoned", TOLD));
    }

    @Test
    void whatTheStatusSaysCountsWhereTheCoordinatorIsGone() {
        Given before = Given.runningJob().pod(Pod.coordinator(1)).heard(COORDINATOR, Duration.ZERO, REGIONS.is());
        assertThat(steps(Given.runningJob()
                        .stopAsked(Duration.ZERO)
                        .status(JobStatusOf.of(before.observation(), new Trouble(Situation.CLEAR, Given.NOW)))))
                .contains(new Step.TellOnce(true, "RunAbandoned", TOLD));
    }

    @Test
    void ofMoreThanTenRegionsTheOthersAreCounted() {
        State many = State.claimed();
        for (int region = 0; region < 13; region++) {
            many.region("r" + region, 1, RegionPhase.RUNNING);
        }
        assertThat(steps(Given.runningJob()
                        .stopAsked(Duration.ofSeconds(331))
                        .pod(Pod.coordinator(1))
                        .heard(COORDINATOR, Duration.ZERO, many.is())))
                .anyMatch(step -> step instanceof Step.TellOnce told
                        && told.message().endsWith("r9 from its beginning, and 3 more"));
    }

    @Test
    void aRunThatNeverWorkedLosesNothing() {
        assertThat(steps(Given.runningJob().stopAsked(Duration.ZERO))).noneMatch(Step.TellOnce.class::isInstance);
    }
}
