package dev.loopkeeper.operator.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loopkeeper.operator.observe.Component;
import dev.loopkeeper.operator.observe.PodPhase;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** K4: what bears the name of one of the job's own objects and is another's is neither used nor changed, and what a job before has left is waited for. */
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

    /** Users delete and apply again all the time: the new job waits no longer than the collector takes. A stall it is where that does not come. */
    @Test
    void k4WhatAnEarlierJobHasLeftIsWaitedForAndLookedAtAgainWithinASecond() {
        Given given = Given.newJob().tried(1, null).clash(true);
        assertThat(given.decision().steps()).isEmpty();
        assertThat(given.decision().situation())
                .extracting(Situation::kind, Situation::reason)
                .containsExactly(Situation.Kind.HINDERED, "EarlierJobRemains");
        assertThat(given.decision().recheck()).hasValue(Duration.ofSeconds(1));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void k4NoPodIsMadeThatWouldMountIt(boolean going) {
        assertThat(withoutCoordinator()
                        .clash(going, Component.COORDINATOR)
                        .decision()
                        .steps())
                .isEmpty();
        assertThat(wantingAWorker().clash(going, Component.WORKER).decision().steps())
                .hasOnlyElementsOfType(Step.Report.class);
    }

    /** Somebody has removed a policy or a token and made one of his own: that is told, and is no reason to leave a lost pod unreplaced. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void k4ARunGoesOnWithThePodsThatMountNothingOfIt(boolean going) {
        Decision coordinator =
                withoutCoordinator().clash(going, Component.WORKER).decision();
        assertThat(coordinator.steps()).hasAtLeastOneElementOfType(Step.CreateCoordinator.class);
        Decision worker = wantingAWorker().clash(going, Component.COORDINATOR).decision();
        assertThat(worker.steps()).hasAtLeastOneElementOfType(Step.CreateWorker.class);
        assertThat(List.of(coordinator, worker))
                .extracting(decision -> decision.situation().reason())
                .containsOnly(going ? "EarlierJobRemains" : "NameTaken");
    }

    private static Given withoutCoordinator() {
        return Given.runningJob();
    }

    private static Given wantingAWorker() {
        return Given.runningJob()
                .pod(Pod.coordinator(1))
                .heard(
                        COORDINATOR,
                        Duration.ZERO,
                        State.claimed().wants("r0", 0, 1).is());
    }

    private static Given appliedAgain(Pod left) {
        return Given.newJob().tried(1, null).pod(left.owner("old"));
    }

    /** Its node gives whoever asks by the same name the Secret of the job before, and it may still write where this job will. */
    @Test
    void k14AJobAppliedAgainStartsWhenThePodsOfTheOneBeforeAreGone() {
        Decision decision = appliedAgain(Pod.worker("r0", 0, 1).terminating(Duration.ofSeconds(20)))
                .decision();
        assertThat(decision.steps()).isEmpty();
        assertThat(decision.situation())
                .extracting(Situation::kind, Situation::reason)
                .containsExactly(Situation.Kind.WAITING, "EarlierJobRemains");
        assertThat(decision.situation().message()).contains("rework-r0-0-1");
        assertThat(decision.recheck()).hasValue(Duration.ofSeconds(1));
        assertThat(Given.newJob().tried(1, null).decision().steps()).containsExactly(new Step.StartRun(1, 1));
    }

    /** The API server has it until its node has let go of it. */
    @Test
    void k14OneThatHasEndedIsWaitedForToo() {
        assertThat(appliedAgain(Pod.coordinator(1).phase(PodPhase.SUCCEEDED))
                        .decision()
                        .steps())
                .isEmpty();
    }

    /** A collector that does not work is somebody's to mend. */
    @Test
    void k4OneThatNobodyHasToldToGoBecomesAStall() {
        assertThat(appliedAgain(Pod.coordinator(1)).decision().situation().kind())
                .isEqualTo(Situation.Kind.HINDERED);
    }

    /** Nobody knows whether a node that has gone comes back; as long as its pod is there, none of the new job can have its name. */
    @Test
    void k14OneWhoseNodeDoesNotEndItIsTakenOutOfTheBooks() {
        Given given = appliedAgain(
                Pod.worker("r0", 0, 1).terminating(Timing.OVERDUE.negated().minusSeconds(1)));
        assertThat(given.decision().steps())
                .containsExactly(
                        new Step.DeletePod("rework-r0-0-1", "uid-of-rework-r0-0-1", 0, "its node does not end it"),
                        new Step.StartRun(1, 1));
    }

    /** It clears the store of the earlier job, which is not this one's. */
    @Test
    void k10TheCleaningPodOfTheJobBeforeIsNotWaitedFor() {
        assertThat(appliedAgain(Pod.cleanup()).decision().steps()).containsExactly(new Step.StartRun(1, 1));
    }
}
