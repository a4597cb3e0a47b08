package dev.loopkeeper.operator.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loopkeeper.operator.observe.MissingObject;
import dev.loopkeeper.operator.observe.PodPhase;
import dev.loopkeeper.operator.observe.Preparation;
import dev.loopkeeper.operator.observe.RunEnd;
import dev.loopkeeper.operator.observe.StoreAddress;
import dev.loopkeeper.provider.RegionPhase;
import dev.loopkeeper.provider.Verdict;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The life of a job, from its first run to its end: K8, K9, K11, K17, K18, K19. */
final class JobDecisionTest {

    private static final String COORDINATOR = "uid-of-rework-coordinator-1";

    private static Given saying(State state) {
        return Given.runningJob().pod(Pod.coordinator(1)).heard(COORDINATOR, Duration.ZERO, state.is());
    }

    private static List<Step> steps(Given given) {
        return given.decision().steps();
    }

    @Test
    void aNewJobIsTriedAndThenStarted() {
        assertThat(steps(Given.newJob())).containsExactly(new Step.TryPods(1));
        assertThat(steps(Given.newJob().tried(1, null))).containsExactly(new Step.StartRun(1, 1));
    }

    @Test
    void k14CertificatesComeBeforeTheFirstRun() {
        Given given = Given.newJob()
                .tried(1, null)
                .preparation(
                        new Preparation(1, new StoreAddress(Given.STORE), List.of(), List.of(), false, true, false, 0));
        assertThat(steps(given)).containsExactly(new Step.PrepareJob(), new Step.StartRun(1, 1));
    }

    @Test
    void k11AMissingSecretIsNamedBeforeAnythingIsMade() {
        Given given = Given.newJob()
                .tried(1, null)
                .missing(MissingObject.secret("spec.snapshots.store.credentials.secret", "s3", null));
        assertThat(steps(given)).isEmpty();
        assertThat(given.decision().situation())
                .extracting(Situation::kind, Situation::reason)
                .containsExactly(Situation.Kind.HINDERED, "SecretMissing");
        assertThat(given.decision().recheck()).isPresent();
    }

    @Test
    void k16WithoutAStoreNothingStarts() {
        Given given = Given.newJob()
                .tried(1, null)
                .preparation(new Preparation(1, null, List.of(), List.of(), true, true, true, 0));
        assertThat(steps(given)).isEmpty();
        assertThat(given.decision().situation().reason()).isEqualTo("StoreMissing");
    }

    @Test
    void k20ARefusedTemplateStallsAtOnceAndMakesNothing() {
        Given given = Given.newJob().problem("spec.workers.template.spec.restartPolicy: cannot be set");
        assertThat(steps(given)).isEmpty();
        assertThat(given.decision().situation())
                .isEqualTo(new Situation(
                        Situation.Kind.STALLED,
                        "SpecificationRefused",
                        "spec.workers.template.spec.restartPolicy: cannot be set"));
    }

    @Test
    void k20PodsThatTheApiServerRefusesStall() {
        Given given = Given.newJob().tried(1, "spec.volumes: duplicate name");
        assertThat(steps(given)).isEmpty();
        assertThat(given.decision().situation().reason()).isEqualTo("PodsRefused");
    }

    @ParameterizedTest
    @CsvSource({"29, false", "30, true"})
    void k20RefusedPodsAreTriedAgainBecauseTheCauseMayLieElsewhere(int seconds, boolean again) {
        Given given = Given.newJob().tried(1, "violates PodSecurity", Duration.ofSeconds(seconds));
        assertThat(steps(given).contains(new Step.TryPods(1))).isEqualTo(again);
    }

    @Test
    void podsOfEarlierRunsGoAndDoNotHoldUpTheNext() {
        Given given = Given.runningJob()
                .ended(RunEnd.Outcome.SUSPENDED)
                .run(2, 1, null, null)
                .statusNames("rework-coordinator-1", 1)
                .pod(Pod.coordinator(1).terminating(Duration.ofSeconds(1)))
                .pod(Pod.worker("r0", 0, 1))
                .pod(Pod.worker("r0", 1, 1).terminating(Duration.ofSeconds(-11)));
        assertThat(steps(given))
                .containsExactly(
                        new Step.DeletePod("rework-r0-0-1", "uid-of-rework-r0-0-1", 1, "run 1 has ended"),
                        new Step.DeletePod("rework-r0-1-1", "uid-of-rework-r0-1-1", 0, "its node does not end it"),
                        new Step.CreateCoordinator(2, 2, 0, 0, List.of()));
    }

    @Test
    void pausedMeansThatNothingIsTouched() {
        Given given = Given.runningJob().paused();
        assertThat(steps(given)).isEmpty();
        assertThat(given.decision().recheck()).isPresent();
    }

    @Test
    void aSuspendedNewJobStartsNothing() {
        assertThat(steps(Given.newJob().spec("suspend: true"))).isEmpty();
    }

    @Test
    void k9TheGenerationThatARunWasStartedWithNeverStopsIt() {
        // As after an upgrade whose schema fills in other defaults: the specification reads otherwise, its generation
        // is the same.
        Given given = saying(State.claimed()).spec("workers: {memory: 4Gi}").tried(1, null);
        assertThat(steps(given)).noneMatch(Step.AskStop.class::isInstance);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "snapshots: {interval: 5s}",
                "snapshots: {timeout: 1m}",
                "snapshots: {retain: 9}",
                "recovery: {heartbeatTimeout: 9s}",
                "recovery: {restart: {type: None}}",
                "ttlSecondsAfterFinished: 5",
                "startTimeout: 1m",
                "snapshotToken: now"
            })
    void k17TheseChangesStopNothing(String change) {
        assertThat(steps(saying(State.claimed()).spec(change).generation(2).tried(2, null)))
                .noneMatch(Step.AskStop.class::isInstance);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "image: registry.example/rework:2",
                "parallelism: 2",
                "workers: {slots: 2}",
                "workers: {template: {metadata: {labels: {team: b}}}}",
                "coordinator: {memory: 1Gi}",
                "restartToken: again"
            })
    void k17TheseChangesTakeAStopSnapshotAndANewRun(String change) {
        assertThat(steps(saying(State.claimed()).spec(change).generation(2).tried(2, null)))
                .contains(new Step.AskStop(1, "changed: spec." + change.substring(0, change.indexOf(':'))));
    }

    @Test
    void k18TheNewPodsAreTriedBeforeTheOldOnesGo() {
        Given given = saying(State.claimed()).spec("image: other").generation(2).tried(1, null);
        assertThat(steps(given)).contains(new Step.TryPods(2)).noneMatch(Step.AskStop.class::isInstance);
    }

    @Test
    void k18ARefusalStallsAndTheOldRunGoesOn() {
        Given given = saying(
                        State.claimed().region("r0", 1, RegionPhase.SCHEDULING).wants("r0", 0, 1))
                .spec("image: other")
                .generation(2)
                .tried(2, "spec.containers[0].image: no");
        assertThat(steps(given)).noneMatch(Step.AskStop.class::isInstance);
        assertThat(steps(given)).anyMatch(Step.CreateWorker.class::isInstance);
        assertThat(given.decision().situation().reason()).isEqualTo("PodsRefused");
    }

    @Test
    void theStopIsAskedForUntilTheVerdictComes() {
        Given given = saying(State.claimed()).spec("suspend: true").stopAsked(Duration.ofSeconds(10));
        assertThat(steps(given))
                .singleElement()
                .isInstanceOfSatisfying(
                        Step.Report.class,
                        report -> assertThat(report.observations().stop()).satisfies(stop -> {
                            assertThat(stop.id()).isEqualTo("run-1");
                            assertThat(stop.snapshot()).isTrue();
                            assertThat(stop.rescalable()).isFalse();
                            assertThat(stop.deadline()).isEqualTo(Given.NOW.plusSeconds(290));
                        }));
    }

    @Test
    void aStopForAnotherParallelismMustAllowIt() {
        Given given =
                saying(State.claimed()).spec("parallelism: 4").generation(2).stopAsked(Duration.ofSeconds(10));
        assertThat(steps(given))
                .singleElement()
                .isInstanceOfSatisfying(
                        Step.Report.class,
                        report -> assertThat(report.observations().stop().rescalable())
                                .isTrue());
    }

    @Test
    void k18ARunOfWhichNothingRunsIsNotAskedForASnapshot() {
        Given given = Given.runningJob()
                .spec("image: mended")
                .generation(2)
                .stopAsked(Duration.ZERO)
                .pod(Pod.coordinator(1).waiting("ImagePullBackOff"));
        assertThat(steps(given))
                .singleElement()
                .isInstanceOfSatisfying(
                        Step.EndRun.class,
                        ended -> assertThat(ended.end().outcome()).isEqualTo(RunEnd.Outcome.ABANDONED));
    }

    @Test
    void k18AProgramThatWasRefusedIsMendedByAChange() {
        Given given = Given.runningJob()
                .spec("image: mended")
                .generation(2)
                .tried(2, null)
                .pod(Pod.coordinator(1).exit(2, "Error", "no class"));
        assertThat(steps(given)).contains(new Step.AskStop(1, "changed: spec.image"));
        assertThat(steps(given.stopAsked(Duration.ZERO))).anyMatch(Step.EndRun.class::isInstance);
    }

    @Test
    void k18RunningWorkersGetTheirCoordinatorBackToTakeTheSnapshot() {
        Given given = Given.runningJob()
                .spec("suspend: true")
                .stopAsked(Duration.ofSeconds(5))
                .pod(Pod.worker("r0", 0, 1));
        assertThat(steps(given)).anyMatch(Step.CreateCoordinator.class::isInstance);
    }

    /** Seconds since the stop was asked for, with a snapshot time-out of 300 s, and whether the run is given up. */
    @ParameterizedTest
    @CsvSource({"330, false", "331, true"})
    void k18AStopIsNotWaitedForForEver(int seconds, boolean abandoned) {
        Given given = saying(State.claimed()).spec("suspend: true").stopAsked(Duration.ofSeconds(seconds));
        assertThat(steps(given).stream().anyMatch(Step.EndRun.class::isInstance))
                .isEqualTo(abandoned);
    }

    @ParameterizedTest
    @EnumSource(Verdict.Outcome.class)
    void k8TheVerdictIsWrittenDownBeforeAnythingElse(Verdict.Outcome outcome) {
        Given given = saying(
                        State.claimed().region("r0", 2, RegionPhase.FINISHED).verdict(outcome))
                .pod(Pod.worker("r0", 0, 2));
        assertThat(steps(given))
                .containsExactly(new Step.EndRun(
                        1,
                        new RunEnd(RunEnd.Outcome.valueOf(outcome.name()), "it is over", Given.NOW.minusSeconds(1))));
    }

    @Test
    void k8TheVerdictIsAlsoReadFromWhatTheCoordinatorLeftBehind() {
        Given given = Given.runningJob()
                .pod(Pod.coordinator(1).exit(0, "Completed", "loopkeeper-verdict SUCCEEDED 2 of 2 regions finished"));
        assertThat(steps(given))
                .containsExactly(
                        new Step.EndRun(1, new RunEnd(RunEnd.Outcome.SUCCEEDED, "2 of 2 regions finished", Given.NOW)));
    }

    @ParameterizedTest
    @CsvSource({"1, SUCCEEDED", "137, SUCCEEDED", "0, FAILED", "0, PERHAPS"})
    void k8AWordThatDoesNotFitTheExitCodeIsNoVerdict(int code, String word) {
        Given given = Given.runningJob().pod(Pod.coordinator(1).exit(code, "Error", "loopkeeper-verdict " + word));
        assertThat(steps(given)).noneMatch(Step.EndRun.class::isInstance);
    }

    @Test
    void k8AVerdictIsAcknowledgedOnlyAfterItWasWrittenDown() {
        Given given = saying(State.claimed().verdict(Verdict.Outcome.SUCCEEDED))
                .ended(RunEnd.Outcome.SUCCEEDED)
                .pod(Pod.worker("r0", 0, 1));
        assertThat(steps(given))
                .anyMatch(step -> step instanceof Step.Report report
                        && report.observations().acknowledgedVerdict())
                .contains(new Step.DeletePod("rework-r0-0-1", "uid-of-rework-r0-0-1", 1, "run 1 has ended"));
    }

    @Test
    void theCoordinatorOfAFinishedJobStaysForItsLog() {
        Given given = Given.runningJob()
                .ended(RunEnd.Outcome.SUCCEEDED)
                .pod(Pod.coordinator(1).exit(0, "Completed", ""));
        assertThat(steps(given)).isEmpty();
        assertThat(given.decision().recheck()).isEmpty();
    }

    /** It would count in quotas as long as the job is kept. */
    @Test
    void aFinishedJobKeepsNoPodInWhichAnotherContainerRunsOn() {
        Given given = Given.runningJob()
                .ended(RunEnd.Outcome.SUCCEEDED)
                .pod(Pod.coordinator(1).exit(0, "Completed", "").othersRun());
        assertThat(steps(given))
                .containsExactly(new Step.DeletePod("rework-coordinator-1", COORDINATOR, 1, "run 1 has ended"));
    }

    @Test
    void aSuspendedJobGivesAllItsPodsBack() {
        Given given = Given.runningJob()
                .spec("suspend: true")
                .ended(RunEnd.Outcome.SUSPENDED)
                .pod(Pod.coordinator(1).exit(0, "Completed", ""));
        assertThat(steps(given))
                .containsExactly(new Step.DeletePod("rework-coordinator-1", COORDINATOR, 1, "run 1 has ended"));
    }

    @ParameterizedTest
    @EnumSource(
            value = RunEnd.Outcome.class,
            names = {"SUSPENDED", "ABANDONED"})
    void aStoppedJobGoesOnInTheNextRun(RunEnd.Outcome outcome) {
        assertThat(steps(Given.runningJob().ended(outcome).generation(2).tried(2, null)))
                .containsExactly(new Step.StartRun(2, 2));
    }

    @ParameterizedTest
    @EnumSource(
            value = RunEnd.Outcome.class,
            names = {"SUCCEEDED", "FAILED"})
    void k17AFinishedJobIsFinal(RunEnd.Outcome outcome) {
        Given given = Given.runningJob()
                .ended(outcome)
                .spec("parallelism: 2")
                .generation(2)
                .tried(2, null);
        assertThat(steps(given)).isEmpty();
        assertThat(given.decision().situation())
                .extracting(Situation::kind, Situation::reason)
                .containsExactly(Situation.Kind.STALLED, "AlreadyFinished");
        assertThat(given.decision().situation().message()).contains("spec.parallelism");
    }

    /** A job that ended 60 s ago. */
    @ParameterizedTest
    @CsvSource({"60, true", "61, false"})
    void k19AFinishedJobIsDeletedAfterItsTime(int ttl, boolean deleted) {
        Given given = Given.runningJob().ended(RunEnd.Outcome.FAILED).spec("ttlSecondsAfterFinished: " + ttl);
        assertThat(steps(given).contains(new Step.DeleteJob())).isEqualTo(deleted);
        if (!deleted) {
            assertThat(given.decision().recheck()).contains(Duration.ofSeconds(1));
        }
    }

    @ParameterizedTest
    @EnumSource(PodPhase.class)
    void everyJobThatIsNotDoneIsLookedAtAgain(PodPhase phase) {
        Given given = Given.runningJob().pod(Pod.coordinator(1).phase(phase));
        assertThat(given.decision().recheck())
                .hasValueSatisfying(time -> assertThat(time).isLessThanOrEqualTo(Timing.RECHECK));
    }

    @Test
    void k9AConfigurationThatVanishedIsRestored() {
        Given given = saying(State.claimed())
                .preparation(
                        new Preparation(1, new StoreAddress(Given.STORE), List.of(), List.of(), true, true, false, 1));
        assertThat(steps(given)).contains(new Step.RestoreConfiguration(1));
    }

    @Test
    void tenEarlierRunsAreKeptAndThoseOfWhichAPodIsLeft() {
        Given given = Given.newJob();
        for (int run = 1; run <= 13; run++) {
            given.run(run, run, null, new RunEnd(RunEnd.Outcome.SUSPENDED, "changed", Given.NOW));
        }
        given.run(14, 14, null, null).pod(Pod.worker("r0", 0, 1).run(2).terminating(Duration.ofSeconds(9)));
        assertThat(steps(given).stream().filter(Step.ForgetRun.class::isInstance))
                .containsExactly(new Step.ForgetRun(1), new Step.ForgetRun(3));
    }
}
