package dev.loopkeeper.operator.decide;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** K4: what bears the name of one of the job's own objects and is another's is neither used nor changed. */
final class NameClashTest {

    private static final String COORDINATOR = "uid-of-rework-coordinator-1";

    @Test
    void k4WhatIsAnothersStallsTheJobAndIsNamed() {
        Given given = Given.newJob().tried(1, null).clash(false);
        assertThat(given.decision().steps()).isEmpty();
        assertThat(given.decision().situation())
                .extracting(Situation::kind, Situation::reason)
                .containsExactly(Situation.Kind.STALLED, "NameTaken");
        assertThat(given.decision().situation().message()).contains("Secret rework-ca");
    }

    /** Users delete and apply again all the time: the new job waits no longer than the collector takes. */
    @Test
    void k4WhatAnEarlierJobHasLeftIsWaitedForAndLookedAtAgainWithinASecond() {
        Given given = Given.newJob().tried(1, null).clash(true);
        assertThat(given.decision().steps()).isEmpty();
        assertThat(given.decision().situation())
                .extracting(Situation::kind, Situation::reason)
                .containsExactly(Situation.Kind.WAITING, "EarlierJobRemains");
        assertThat(given.decision().recheck()).hasValue(Duration.ofSeconds(1));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void k4NoPodIsMadeThatWouldMountIt(boolean going) {
        assertThat(Given.runningJob().clash(going).decision().steps()).isEmpty();
        State wanting = State.claimed().wants("r0", 0, 1);
        Given worker = Given.runningJob()
                .pod(Pod.coordinator(1))
                .heard(COORDINATOR, Duration.ZERO, wanting.is())
                .clash(going);
        assertThat(worker.decision().steps()).hasOnlyElementsOfType(Step.Report.class);
    }
}
