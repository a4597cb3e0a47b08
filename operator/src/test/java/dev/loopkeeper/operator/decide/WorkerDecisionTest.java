package dev.loopkeeper.operator.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loopkeeper.operator.observe.MissingObject;
import dev.loopkeeper.operator.observe.PodPhase;
import dev.loopkeeper.provider.RegionPhase;
import dev.loopkeeper.provider.WantedWorker;
import dev.loopkeeper.provider.WorkerName;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Which workers are made and which are ended: K2, K4, K5, K6, K11. */
final class WorkerDecisionTest {

    private static final String COORDINATOR = "uid-of-rework-coordinator-1";

    /** A job whose coordinator says this. */
    private static Given saying(State state) {
        return Given.runningJob().pod(Pod.coordinator(1)).heard(COORDINATOR, Duration.ZERO, state.is());
    }

    private static List<Step> steps(Given given) {
        return given.decision().steps().stream()
                .filter(step -> !(step instanceof Step.Report))
                .toList();
    }

    private static Step.CreateWorker create(int attempt, String... avoid) {
        return create(attempt, List.of(avoid), List.of(avoid));
    }

    private static Step.CreateWorker create(int attempt, List<String> listed, List<String> avoid) {
        return create(attempt, listed, 0, avoid);
    }

    private static Step.CreateWorker create(int attempt, List<String> listed, int unstarted, List<String> avoid) {
        WantedWorker plain = WantedWorker.wanted(new WorkerName("rework", "r0", 0, attempt), 2);
        WantedWorker wanted = new WantedWorker(plain.name(), "r0", 0, attempt, 2, listed, plain.state(), null, false);
        return new Step.CreateWorker(1, 1, wanted, unstarted, avoid);
    }

    @Test
    void k4AWantedWorkerIsCreated() {
        assertThat(steps(saying(
                        State.claimed().region("r0", 1, RegionPhase.SCHEDULING).wants("r0", 0, 1))))
                .containsExactly(create(1));
    }

    @ParameterizedTest
    @EnumSource(PodPhase.class)
    void k4AWantedWorkerThatIsThereIsNotCreatedAgain(PodPhase phase) {
        Given given = saying(
                        State.claimed().region("r0", 1, RegionPhase.SCHEDULING).wants("r0", 0, 1))
                .pod(Pod.worker("r0", 0, 1).phase(phase).age(Duration.ZERO));
        assertThat(steps(given)).isEmpty();
    }

    @Test
    void k4ARegisteredWorkerIsNeverCreatedAndItsAbsenceIsConfirmed() {
        Given given =
                saying(State.claimed().region("r0", 1, RegionPhase.RUNNING).registered("r0", 0, 1, "abc"));
        assertThat(steps(given)).containsExactly(new Step.ConfirmAbsence("rework-r0-0-1", "abc"));
    }

    @Test
    void k4ARegisteredWorkerUnderAnotherUidIsAbsent() {
        Given given = saying(
                        State.claimed().region("r0", 1, RegionPhase.RUNNING).registered("r0", 0, 1, "abc"))
                .pod(Pod.worker("r0", 0, 1).uid("def"));
        assertThat(steps(given)).containsExactly(new Step.ConfirmAbsence("rework-r0-0-1", "abc"));
    }

    /** Attempt and epoch of a pod, and whether it is ended by a list of epoch 1 whose region is in attempt 2. */
    @ParameterizedTest
    @CsvSource({"1, 1, true", "1, 2, false", "2, 1, false", "3, 1, false"})
    void k4OnlyPodsOfALowerAttemptAndNoHigherEpochAreDeleted(int attempt, long epoch, boolean deleted) {
        Given given = saying(State.claimed().region("r0", 2, RegionPhase.RUNNING))
                .pod(Pod.worker("r0", 0, attempt).epoch(epoch));
        assertThat(steps(given).stream().anyMatch(Step.DeletePod.class::isInstance))
                .isEqualTo(deleted);
    }

    @ParameterizedTest
    @EnumSource(RegionPhase.class)
    void k4PodsOfARegionThatIsDoneAreDeleted(RegionPhase phase) {
        Given given = saying(State.claimed().region("r0", 2, phase)).pod(Pod.worker("r0", 0, 2));
        assertThat(steps(given).isEmpty()).isEqualTo(!phase.terminal());
    }

    @Test
    void k4PodsOfARegionThatTheListDoesNotNameAreLeftAlone() {
        assertThat(steps(saying(State.claimed()).pod(Pod.worker("r7", 0, 1)))).isEmpty();
    }

    @Test
    void otherRegionsAreUntouchedWhenOneRestarts() {
        Given given = saying(State.claimed()
                        .region("r0", 2, RegionPhase.SCHEDULING)
                        .region("r1", 1, RegionPhase.RUNNING)
                        .wants("r0", 0, 2)
                        .registered("r1", 0, 1, "uid-of-rework-r1-0-1"))
                .pod(Pod.worker("r0", 0, 1))
                .pod(Pod.worker("r1", 0, 1));
        assertThat(steps(given))
                .containsExactly(
                        new Step.DeletePod(
                                "rework-r0-0-1", "uid-of-rework-r0-0-1", 1, "region r0 has gone on without it"),
                        create(2));
    }

    @Test
    void k6APodOnASilentNodeIsTakenOutOfTheBooks() {
        Given given = saying(
                        State.claimed().region("r0", 2, RegionPhase.SCHEDULING).wants("r0", 0, 2, "node1"))
                .pod(Pod.worker("r0", 0, 1).node("node1").terminating(Duration.ofSeconds(50)));
        assertThat(steps(given))
                .containsExactly(
                        new Step.DeletePod("rework-r0-0-1", "uid-of-rework-r0-0-1", 0, "its node does not answer"),
                        create(2, "node1"));
    }

    @Test
    void k6ALeavingPodIsNotDeleted() {
        Given given = saying(
                        State.claimed().region("r0", 2, RegionPhase.SCHEDULING).leaving("r0", 0, 1, "x"))
                .pod(Pod.worker("r0", 0, 1).uid("x"));
        assertThat(steps(given)).isEmpty();
    }

    @Test
    void k2AWorkerThatItsNodeDoesNotStartIsPlacedElsewhere() {
        State state = State.claimed().region("r0", 1, RegionPhase.SCHEDULING).wants("r0", 0, 1, "node9");
        Pod bound = Pod.worker("r0", 0, 1).phase(PodPhase.BOUND);
        assertThat(steps(saying(state).pod(bound.age(Duration.ofSeconds(9))))).isEmpty();
        assertThat(steps(saying(state).pod(bound.age(Duration.ofSeconds(10)))))
                .containsExactly(
                        new Step.DeletePod("rework-r0-0-1", "uid-of-rework-r0-0-1", 0, "node node1 does not start it"),
                        create(1, List.of("node9"), 1, List.of("node9", "node1")));
    }

    /** Two nodes have died, and the scheduler goes on binding pods to both for a while. */
    @Test
    void k2AWorkerIsNotPassedToAndFroBetweenTwoDeadNodes() {
        State state = State.claimed().region("r0", 1, RegionPhase.SCHEDULING).wants("r0", 0, 1);
        Pod second = Pod.worker("r0", 0, 1)
                .phase(PodPhase.BOUND)
                .avoids("node1")
                .unstarted(1)
                .node("node2")
                .age(Duration.ofSeconds(20));
        assertThat(steps(saying(state).pod(second))).contains(create(1, List.of(), 2, List.of("node1", "node2")));
    }

    /** A node that is merely busy gets to a pod in the end: how many were not started before, and for how many seconds the next is waited for. */
    @ParameterizedTest
    @CsvSource({"0, 10", "1, 20", "2, 40", "4, 160", "5, 300", "60, 300"})
    void k2EachThatIsNotStartedIsWaitedForTwiceAsLong(int unstarted, int seconds) {
        State state = State.claimed().region("r0", 1, RegionPhase.SCHEDULING).wants("r0", 0, 1);
        Pod pod = Pod.worker("r0", 0, 1).phase(PodPhase.BOUND).unstarted(unstarted);
        assertThat(steps(saying(state).pod(pod.age(Duration.ofSeconds(seconds - 1)))))
                .isEmpty();
        assertThat(steps(saying(state).pod(pod.age(Duration.ofSeconds(seconds)))))
                .contains(create(1, List.of(), unstarted + 1, List.of("node1")));
    }

    @Test
    void k2TheCountOutlastsThatItsNodesAreAllowedAgain() {
        State state = State.claimed().region("r0", 1, RegionPhase.SCHEDULING).wants("r0", 0, 1);
        Pod pod = Pod.worker("r0", 0, 1).avoids("node1").unstarted(3).unschedulable();
        assertThat(steps(saying(state).pod(pod))).contains(create(1, List.of(), 3, List.of()));
    }

    /** A pod that a drain gave a minute, and whose region has moved: seconds that are left to it, and whether that is shortened. */
    @ParameterizedTest
    @CsvSource({"50, true", "7, true", "5, false", "-5, false"})
    void k6AFencedPodKeepsNoLongGrace(int left, boolean shortened) {
        Given given = saying(State.claimed().region("r0", 2, RegionPhase.RUNNING))
                .pod(Pod.worker("r0", 0, 1).terminating(Duration.ofSeconds(left)));
        assertThat(steps(given)
                        .contains(new Step.DeletePod(
                                "rework-r0-0-1", "uid-of-rework-r0-0-1", 1, "region r0 has gone on without it")))
                .isEqualTo(shortened);
    }

    @Test
    void k2AvoidedNodesAreDroppedAfterTenSecondsWithoutAnother() {
        State state = State.claimed().region("r0", 1, RegionPhase.SCHEDULING).wants("r0", 0, 1, "node9");
        Pod pod = Pod.worker("r0", 0, 1).avoids("node9").unschedulable();
        assertThat(steps(saying(state).pod(pod.age(Duration.ofSeconds(9))))).isEmpty();
        assertThat(steps(saying(state).pod(pod.age(Duration.ofSeconds(10)))))
                .containsExactly(
                        new Step.DeletePod("rework-r0-0-1", "uid-of-rework-r0-0-1", 0, "no other node takes it"),
                        create(1, List.of("node9"), List.of()));
    }

    @Test
    void k5AListCountsOnlyOnceItsCoordinatorHasClaimed() {
        Given given = saying(State.claimed()
                        .unclaimed()
                        .region("r0", 2, RegionPhase.SCHEDULING)
                        .wants("r0", 0, 2))
                .pod(Pod.worker("r0", 0, 1));
        assertThat(given.decision().steps()).isEmpty();
    }

    @Test
    void k4AListOfAnEarlierCoordinatorCountsNoMore() {
        Given given = Given.runningJob()
                .pod(Pod.coordinator(1))
                .pod(Pod.coordinator(2))
                .heard(
                        COORDINATOR,
                        Duration.ZERO,
                        State.claimed()
                                .region("r0", 1, RegionPhase.SCHEDULING)
                                .wants("r0", 0, 1)
                                .is());
        assertThat(steps(given)).noneMatch(Step.CreateWorker.class::isInstance);
    }

    @Test
    void k4ANameThatBelongsToAnotherIsNoSuccess() {
        Given given = saying(
                        State.claimed().region("r0", 1, RegionPhase.SCHEDULING).wants("r0", 0, 1))
                .pod(Pod.worker("r0", 0, 1).owner("somebody"));
        assertThat(steps(given)).isEmpty();
        assertThat(given.decision().situation().reason()).isEqualTo("NameTaken");
    }

    @Test
    void k11NoPodIsMadeWhoseSecretIsMissing() {
        MissingObject missing =
                MissingObject.secret("spec.snapshots.store.credentials.secret", "s3", "secretAccessKey");
        Given given = saying(
                        State.claimed().region("r0", 1, RegionPhase.SCHEDULING).wants("r0", 0, 1))
                .missing(missing);
        assertThat(steps(given)).isEmpty();
        assertThat(given.decision().situation().reason()).isEqualTo("SecretMissing");
        assertThat(given.decision().situation().message())
                .contains("spec.snapshots.store.credentials.secret", "s3", "secretAccessKey");
    }

    @Test
    void anUnschedulableWorkerIsNamedAndNoStall() {
        Given given = saying(
                        State.claimed().region("r0", 1, RegionPhase.SCHEDULING).wants("r0", 0, 1))
                .pod(Pod.worker("r0", 0, 1).unschedulable().age(Duration.ofMinutes(10)));
        assertThat(given.decision().situation())
                .extracting(Situation::kind, Situation::reason)
                .containsExactly(Situation.Kind.WAITING, "Unschedulable");
    }
}
