package dev.loopkeeper.operator.status;

import static dev.loopkeeper.operator.status.Regions.heard;
import static dev.loopkeeper.operator.status.Regions.region;
import static org.assertj.core.api.Assertions.assertThat;

import dev.loopkeeper.crds.v1alpha1.Condition;
import dev.loopkeeper.crds.v1alpha1.ConditionStatus;
import dev.loopkeeper.crds.v1alpha1.IterativeJobStatus;
import dev.loopkeeper.operator.decide.Given;
import dev.loopkeeper.operator.decide.Situation;
import dev.loopkeeper.provider.RegionPhase;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a job says that is left alone for a while: K21. */
final class PausedTest {

    private static Given running(RegionPhase phase) {
        return heard(List.of(region("r0", phase, 1, null, null)));
    }

    private static IterativeJobStatus status(Given given) {
        Situation situation = given.decision().situation();
        return JobStatusOf.of(given.observation(), new Trouble(situation, Given.NOW));
    }

    private static Condition reconciling(IterativeJobStatus status) {
        return status.conditions().stream()
                .filter(condition -> condition.type().equals("Reconciling"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aChangeIsSeenToWaitForTheEndOfThePause() {
        IterativeJobStatus before = status(running(RegionPhase.RUNNING));
        IterativeJobStatus paused =
                status(running(RegionPhase.RUNNING).status(before).paused().generation(2));
        assertThat(paused.observedGeneration()).isEqualTo(1);
        assertThat(reconciling(paused).status()).isEqualTo(ConditionStatus.TRUE);
        assertThat(reconciling(paused).reason()).isEqualTo("Paused");
        IterativeJobStatus later =
                status(running(RegionPhase.RUNNING).status(paused).paused().generation(2));
        assertThat(later).isEqualTo(paused);
    }

    @Test
    void aJobThatIsAsItShouldBeIsNotInProgress() {
        IterativeJobStatus before = status(running(RegionPhase.RUNNING));
        assertThat(status(running(RegionPhase.RUNNING).status(before).paused())).isEqualTo(before);
    }

    @Test
    void aJobThatCannotRecoverSaysWhy() {
        IterativeJobStatus before = status(running(RegionPhase.RECOVERING));
        Condition condition = reconciling(
                status(running(RegionPhase.RECOVERING).status(before).paused()));
        assertThat(condition.status()).isEqualTo(ConditionStatus.TRUE);
        assertThat(condition.reason()).isEqualTo("Paused");
    }

    @Test
    void aJobThatWasNeverLookedAtIsNotTakenForObserved() {
        IterativeJobStatus status = status(Given.newJob().paused());
        assertThat(status.observedGeneration()).isEqualTo(-1);
        assertThat(reconciling(status).reason()).isEqualTo("Paused");
    }
}
