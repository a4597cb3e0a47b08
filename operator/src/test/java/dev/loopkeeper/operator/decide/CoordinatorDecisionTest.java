package dev.loopkeeper.operator.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loopkeeper.operator.observe.PodPhase;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** When a coordinator is replaced, and when it is left alone: K2, K5, K7, K8. */
final class CoordinatorDecisionTest {

    private static final String FIRST = "uid-of-rework-coordinator-1";
    private static final Duration NOTHING = Duration.ZERO;

    private static Duration seconds(long seconds) {
        return Duration.ofSeconds(seconds);
    }

    private static List<Step> steps(Given given) {
        return given.decision().steps();
    }

    @Test
    void aRunWithoutACoordinatorGetsOne() {
        assertThat(steps(Given.runningJob())).contains(new Step.CreateCoordinator(1, 1, 0, 0, List.of()));
    }

    @Test
    void aHealthyCoordinatorIsLeftAlone() {
        Given given = Given.runningJob()
                .pod(Pod.coordinator(1))
                .heard(FIRST, seconds(1), State.claimed().is());
        assertThat(steps(given)).noneMatch(step -> !(step instanceof Step.Report));
        assertThat(given.decision().situation()).isEqualTo(Situation.CLEAR);
    }

    @Test
    void k4AVanishedCoordinatorIsReplacedOnlyAfterALiveRequestHasSaidSo() {
        Given cached = Given.runningJob().statusNames("rework-coordinator-4", 4);
        assertThat(steps(cached)).containsExactly(new Step.ConfirmAbsence("rework-coordinator-4", null));
        Given confirmed =
                Given.runningJob().statusNames("rework-coordinator-4", 4).absent("rework-coordinator-4", null);
        assertThat(steps(confirmed)).containsExactly(new Step.CreateCoordinator(1, 5, 0, 0, List.of()));
    }

    @Test
    void k4EpochsRiseAboveAllThatWasSeen() {
        Given given = Given.runningJob().pod(Pod.worker("r0", 0, 3).epoch(8));
        assertThat(steps(given)).contains(new Step.CreateCoordinator(1, 9, 0, 0, List.of()));
    }

    @Test
    void k5ASilentCoordinatorIsReplacedAwayFromItsNode() {
        Given given = Given.runningJob()
                .pod(Pod.coordinator(1))
                .heard(FIRST, seconds(6), State.claimed().is())
                .fleet(10, 1, true, true);
        assertThat(steps(given))
                .startsWith(
                        new Step.CreateCoordinator(1, 2, 1, 1, List.of("node1")),
                        new Step.DeletePod("rework-coordinator-1", FIRST, 1, "it is silent"));
    }

    @Test
    void k5SilenceShorterThanTheHeartbeatTimeoutIsNone() {
        Given given = Given.runningJob()
                .pod(Pod.coordinator(1))
                .heard(FIRST, seconds(5), State.claimed().is());
        assertThat(steps(given)).noneMatch(Step.CreateCoordinator.class::isInstance);
        assertThat(given.decision().recheck())
                .hasValueSatisfying(time -> assertThat(time).isLessThan(seconds(1)));
    }

    /** Its signs of life come each second, whatever workers are asked for. */
    @ParameterizedTest
    @CsvSource({"2900, false", "3100, true"})
    void k5AShortHeartbeatTimeoutDoesNotMakeAHealthyCoordinatorSilent(long millis, boolean replaced) {
        Given given = Given.runningJob()
                .spec("recovery: {heartbeatTimeout: 1s}")
                .pod(Pod.coordinator(1))
                .heard(FIRST, Duration.ofMillis(millis), State.claimed().is())
                .fleet(10, 1, true, true);
        assertThat(steps(given).stream().anyMatch(Step.CreateCoordinator.class::isInstance))
                .isEqualTo(replaced);
    }

    /** Silent coordinators of all, whether the API server answers, and whether the silent one is replaced. */
    @ParameterizedTest
    @CsvSource({
        "1, 1, true, true",
        "2, 2, true, true",
        "3, 3, true, false",
        "15, 3, true, false",
        "16, 3, true, true",
        "100, 19, true, true",
        "100, 20, true, false",
        "10, 1, false, false",
    })
    void k5AnOperatorThatMayBeDeafReplacesNone(int coordinators, int silent, boolean apiServer, boolean replaced) {
        Given given = Given.runningJob()
                .pod(Pod.coordinator(1))
                .heard(FIRST, seconds(6), State.claimed().is())
                .fleet(coordinators, silent, true, apiServer);
        assertThat(steps(given).stream().anyMatch(Step.CreateCoordinator.class::isInstance))
                .isEqualTo(replaced);
        if (!replaced) {
            assertThat(given.decision().situation().reason()).isEqualTo("CoordinatorUnreachable");
        }
    }

    /** An operator that was deaf until so many seconds ago: the silence counts from then on, and the budget is the same five seconds. */
    @ParameterizedTest
    @CsvSource({"0, false", "5, false", "6, true", "3600, true"})
    void k5AnOperatorThatHearsAgainGivesEachItsTime(int secondsAgo, boolean replaced) {
        Given given = Given.runningJob()
                .pod(Pod.coordinator(1))
                .heard(FIRST, seconds(60), State.claimed().is())
                .fleet(10, 1, true, true)
                .doubted(seconds(secondsAgo));
        assertThat(steps(given).stream().anyMatch(Step.CreateCoordinator.class::isInstance))
                .isEqualTo(replaced);
        if (!replaced) {
            assertThat(given.decision().situation().reason()).isEqualTo("CoordinatorUnreachable");
            assertThat(given.decision().recheck()).isPresent();
        }
    }

    @Test
    void k5EvidenceOfThePodItselfCountsEvenForADeafOperator() {
        Given given = Given.runningJob()
                .pod(Pod.coordinator(1).exit(137, "OOMKilled", ""))
                .fleet(3, 3, false, false);
        assertThat(steps(given)).contains(new Step.CreateCoordinator(1, 2, 1, 0, List.of()));
    }

    @Test
    void k5NoCoordinatorIsSilentForAnOperatorThatHasHeardNothingYet() {
        Given given = Given.runningJob()
                .pod(Pod.coordinator(1).age(Duration.ofHours(1)))
                .dialed(FIRST, Duration.ofMinutes(5))
                .fleet(1, 1, false, true);
        assertThat(steps(given)).noneMatch(Step.CreateCoordinator.class::isInstance);
        assertThat(given.decision().situation().reason()).isEqualTo("CoordinatorUnreachable");
        assertThat(given.decision().situation().message()).contains("8443");
    }

    /** Where the leader before vanished, for how long this one has dialed, whether the API server answers, and whether the coordinator is replaced. */
    @ParameterizedTest
    @CsvSource({
        "node1, 6, true, true",
        "node1, 5, true, false",
        "node1, 6, false, false",
        "node2, 600, true, false",
        ", 600, true, false",
    })
    void k24OneThatVanishedFromTheFormerLeadersNodeIsReplaced(
            String lostNode, int dialedSeconds, boolean apiServer, boolean replaced) {
        Given given = Given.runningJob()
                .pod(Pod.coordinator(1).age(Duration.ofHours(1)))
                .dialed(FIRST, seconds(dialedSeconds))
                .fleet(1, 1, false, apiServer)
                .lostNode(lostNode);
        assertThat(steps(given).stream().anyMatch(Step.CreateCoordinator.class::isInstance))
                .isEqualTo(replaced);
        if (replaced) {
            assertThat(steps(given)).contains(new Step.CreateCoordinator(1, 2, 1, 1, List.of("node1")));
        }
    }

    @ParameterizedTest
    @CsvSource({"30, false", "31, true"})
    void k5OneThatWasNeverHeardHasTimeToStart(int dialedSeconds, boolean replaced) {
        Given given = Given.runningJob()
                .pod(Pod.coordinator(1))
                .dialed(FIRST, seconds(dialedSeconds))
                .fleet(10, 1, true, true);
        assertThat(steps(given).stream().anyMatch(Step.CreateCoordinator.class::isInstance))
                .isEqualTo(replaced);
    }

    @Test
    void k5AfterThreeSilentOnesTheLastIsKept() {
        Given given = Given.runningJob()
                .pod(Pod.coordinator(3).silent(2).failures(2))
                .dialed("uid-of-rework-coordinator-3", seconds(31))
                .fleet(10, 1, true, true);
        assertThat(steps(given)).noneMatch(Step.CreateCoordinator.class::isInstance);
        assertThat(given.decision().situation())
                .extracting(Situation::kind, Situation::reason)
                .containsExactly(Situation.Kind.HINDERED, "CoordinatorUnreachable");
        assertThat(given.decision().situation().message()).contains("8443", "NetworkPolicy");
    }

    @Test
    void k5OneThatWasHeardAndFrozeIsReplacedHoweverManyWereSilentBefore() {
        Given given = Given.runningJob()
                .pod(Pod.coordinator(3).silent(2))
                .heard(
                        "uid-of-rework-coordinator-3",
                        seconds(6),
                        State.claimed().epoch(3).is());
        assertThat(steps(given)).contains(new Step.CreateCoordinator(1, 4, 1, 1, List.of("node1")));
    }

    /** Failures in a row before, seconds since this one's end, and whether the next is due. */
    @ParameterizedTest
    @CsvSource({
        "0, 0, true",
        "1, 0, false",
        "1, 1, true",
        "2, 1, false",
        "2, 2, true",
        "5, 15, false",
        "5, 16, true",
        "30, 299, false",
        "30, 300, true",
    })
    void k5ReplacementsBackOff(int failures, int since, boolean due) {
        Given given = Given.runningJob()
                .pod(Pod.coordinator(1)
                        .failures(failures)
                        .exit(3, "Error", "broken")
                        .age(seconds(since)));
        assertThat(steps(given).contains(new Step.CreateCoordinator(1, 2, failures + 1, 0, List.of())))
                .isEqualTo(due);
        if (!due) {
            assertThat(given.decision().recheck()).isPresent();
            assertThat(given.decision().situation().reason()).isEqualTo("CoordinatorRestarting");
        }
    }

    static Stream<Arguments> k8Exits() {
        return Stream.of(
                Arguments.of(0, true), // a verdict that nobody has read: the next one finds it
                Arguments.of(1, true),
                Arguments.of(2, false),
                Arguments.of(3, true),
                Arguments.of(137, true));
    }

    @ParameterizedTest
    @MethodSource("k8Exits")
    void k8TheExitCodeTellsWhetherAnotherStarts(int code, boolean replaced) {
        Given given = Given.runningJob()
                .pod(Pod.coordinator(1).exit(code, "Error", "no such class").age(seconds(5)));
        assertThat(steps(given).stream().anyMatch(Step.CreateCoordinator.class::isInstance))
                .isEqualTo(replaced);
    }

    @Test
    void k8CodeTwoIsAStallWithTheCoordinatorsWords() {
        Given given = Given.runningJob().pod(Pod.coordinator(1).exit(2, "Error", "no class dev.example.Rework"));
        assertThat(given.decision().situation())
                .isEqualTo(new Situation(Situation.Kind.STALLED, "ProgramRefused", "no class dev.example.Rework"));
    }

    @ParameterizedTest
    @CsvSource({"0, 29, false", "0, 30, true", "1, 59, false", "1, 60, true", "9, 299, false", "9, 300, true"})
    void aRefusalIsTriedAgainBecauseTheCauseMayLieElsewhere(int failures, int seconds, boolean again) {
        Given given = Given.runningJob()
                .pod(Pod.coordinator(1)
                        .failures(failures)
                        .exit(2, "Error", "there is no bucket jobs")
                        .age(seconds(seconds)));
        assertThat(steps(given).contains(new Step.CreateCoordinator(1, 2, failures + 1, 0, List.of())))
                .isEqualTo(again);
        assertThat(given.decision().situation().kind()).isEqualTo(Situation.Kind.STALLED);
    }

    @Test
    void aRefusalStandsUntilACoordinatorThatTriesAgainWantsWorkers() {
        Pod again = Pod.coordinator(2).failures(1);
        Given given = Given.runningJob()
                .stalled("ProgramRefused", "there is no bucket jobs")
                .pod(again);

        assertThat(given.decision().situation())
                .isEqualTo(new Situation(Situation.Kind.STALLED, "ProgramRefused", "there is no bucket jobs"));
        given.heard(again.view().uid(), seconds(0), State.claimed().epoch(2).is());
        assertThat(given.decision().situation().kind()).isEqualTo(Situation.Kind.STALLED);
        Given further = Given.runningJob()
                .stalled("ProgramRefused", "there is no bucket jobs")
                .pod(again)
                .heard(
                        again.view().uid(),
                        seconds(0),
                        State.claimed().epoch(2).wants("r0", 0, 1).is());
        assertThat(further.decision().situation()).isEqualTo(Situation.CLEAR);
    }

    @Test
    void k3ATerminatingCoordinatorThatStillSpeaksIsWaitedFor() {
        Given given = Given.runningJob()
                .pod(Pod.coordinator(1).terminating(seconds(50)))
                .heard(FIRST, seconds(1), State.claimed().is());
        assertThat(steps(given)).noneMatch(Step.CreateCoordinator.class::isInstance);
    }

    @Test
    void k3ATerminatingAndSilentCoordinatorIsLostAtOnce() {
        Given given = Given.runningJob()
                .pod(Pod.coordinator(1).terminating(seconds(50)))
                .heard(FIRST, seconds(6), State.claimed().is())
                .fleet(3, 3, true, true);
        assertThat(steps(given)).contains(new Step.CreateCoordinator(1, 2, 0, 0, List.of("node1")));
    }

    @ParameterizedTest
    @CsvSource({"9, false", "10, true"})
    void k2ACoordinatorThatItsNodeDoesNotStartIsPlacedElsewhere(int boundSeconds, boolean replaced) {
        Given given =
                Given.runningJob().pod(Pod.coordinator(1).phase(PodPhase.BOUND).age(seconds(boundSeconds)));
        assertThat(steps(given).contains(new Step.CreateCoordinator(1, 2, 0, 0, 1, List.of("node1"))))
                .isEqualTo(replaced);
    }

    @ParameterizedTest
    @CsvSource({"19, false", "20, true"})
    void k2TheNextIsWaitedForLongerAndAvoidsBothNodes(int boundSeconds, boolean replaced) {
        Given given = Given.runningJob()
                .pod(Pod.coordinator(2)
                        .phase(PodPhase.BOUND)
                        .unstarted(1)
                        .avoids("node2")
                        .age(seconds(boundSeconds)));
        assertThat(steps(given).contains(new Step.CreateCoordinator(1, 3, 0, 0, 2, List.of("node2", "node1"))))
                .isEqualTo(replaced);
    }

    @ParameterizedTest
    @CsvSource({"true, 9, false", "true, 10, true", "false, 60, false"})
    void k2AvoidedNodesAreDroppedWhenNoOtherTakesIt(boolean avoids, int ageSeconds, boolean replaced) {
        Pod pod = Pod.coordinator(1).unschedulable().age(seconds(ageSeconds));
        Given given = Given.runningJob().pod(avoids ? pod.avoids("node1") : pod);
        assertThat(steps(given).contains(new Step.CreateCoordinator(1, 2, 0, 0, List.of())))
                .isEqualTo(replaced);
        if (!replaced) {
            assertThat(given.decision().situation().reason()).isEqualTo("Unschedulable");
        }
    }

    @Test
    void k7OlderCoordinatorsGoWhenANewOneIsThere() {
        Given given = Given.runningJob()
                .pod(Pod.coordinator(1))
                .pod(Pod.coordinator(2))
                .heard(
                        "uid-of-rework-coordinator-2",
                        NOTHING,
                        State.claimed().epoch(2).is());
        assertThat(steps(given))
                .contains(new Step.DeletePod(
                        "rework-coordinator-1", FIRST, 1, "a later coordinator has taken its place"));
    }

    @Test
    void k6ACoordinatorThatItsNodeDoesNotEndIsTakenOutOfTheBooks() {
        Given given = Given.runningJob()
                .pod(Pod.coordinator(1).terminating(seconds(-11)))
                .pod(Pod.coordinator(2));
        assertThat(steps(given))
                .contains(new Step.DeletePod("rework-coordinator-1", FIRST, 0, "its node does not end it"));
    }

    /** A full quota may keep its replacement out until it is gone: seconds that are left to it, and the grace that it gets. */
    @ParameterizedTest
    @CsvSource({"50, 1", "-5, 1", "-11, 0"})
    void k6ASilentCoordinatorThatItsNodeDoesNotEndDoesNotStandInItsReplacementsWay(int left, int grace) {
        Given given = Given.runningJob()
                .pod(Pod.coordinator(1).terminating(seconds(left)))
                .heard(FIRST, seconds(60), State.claimed().is());
        assertThat(steps(given))
                .filteredOn(Step.DeletePod.class::isInstance)
                .singleElement()
                .extracting(step -> ((Step.DeletePod) step).graceSeconds())
                .isEqualTo(grace);
    }

    @Test
    void k7TheServiceIsLedToTheNewestEpoch() {
        Given given = Given.runningJob().pod(Pod.coordinator(2)).dialed("uid-of-rework-coordinator-2", NOTHING);
        assertThat(steps(given)).contains(new Step.SelectCoordinator(2));
    }

    @Test
    void anImageThatCannotBePulledIsNamed() {
        Given given = Given.runningJob().pod(Pod.coordinator(1).waiting("ImagePullBackOff"));
        assertThat(given.decision().situation())
                .extracting(Situation::kind, Situation::reason)
                .containsExactly(Situation.Kind.HINDERED, "ImageUnavailable");
    }
}
