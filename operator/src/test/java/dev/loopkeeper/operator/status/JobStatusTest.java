package dev.loopkeeper.operator.status;

import static dev.loopkeeper.operator.status.Regions.heard;
import static dev.loopkeeper.operator.status.Regions.region;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.loopkeeper.crds.v1alpha1.Condition;
import dev.loopkeeper.crds.v1alpha1.ConditionStatus;
import dev.loopkeeper.crds.v1alpha1.IterativeJobStatus;
import dev.loopkeeper.crds.v1alpha1.JobPhase;
import dev.loopkeeper.operator.decide.Given;
import dev.loopkeeper.operator.decide.Pod;
import dev.loopkeeper.operator.decide.Situation;
import dev.loopkeeper.operator.decide.State;
import dev.loopkeeper.operator.observe.Observation;
import dev.loopkeeper.operator.observe.PodPhase;
import dev.loopkeeper.operator.observe.RunEnd;
import dev.loopkeeper.provider.RegionFailure;
import dev.loopkeeper.provider.RegionPhase;
import dev.loopkeeper.provider.RegionSnapshot;
import dev.loopkeeper.provider.RegionStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What a job's status says: K21, K22. */
final class JobStatusTest {

    private static final String COORDINATOR = "uid-of-rework-coordinator-1";
    private static final Trouble NONE = new Trouble(Situation.CLEAR, Given.NOW);

    private static Trouble trouble(Situation.Kind kind, Duration since) {
        return new Trouble(new Situation(kind, "SomeCause", "what is wrong"), Given.NOW.minus(since));
    }

    private static Given saying(RegionPhase... phases) {
        State state = State.claimed();
        for (int i = 0; i < phases.length; i++) {
            state.region("r" + i, 1, phases[i]);
        }
        return Given.runningJob().pod(Pod.coordinator(1)).heard(COORDINATOR, Duration.ZERO, state.is());
    }

    private static IterativeJobStatus status(Given given, Trouble trouble) {
        return JobStatusOf.of(given.observation(), trouble);
    }

    /** The conditions that are True, in one line. */
    private static String holding(IterativeJobStatus status) {
        return status.conditions().stream()
                .filter(condition -> condition.status() == ConditionStatus.TRUE)
                .map(Condition::type)
                .collect(Collectors.joining(" "));
    }

    private static Condition condition(IterativeJobStatus status, String type) {
        return status.conditions().stream()
                .filter(condition -> condition.type().equals(type))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aSnapshotOnRequestIsToldOnceItIsThere() {
        IterativeJobStatus without = status(told(State.claimed()), NONE);
        assertThat(without.requestedSnapshot()).isNull();

        IterativeJobStatus with = status(told(State.claimed().taken("before-friday")), NONE);
        assertThat(with.requestedSnapshot().token()).isEqualTo("before-friday");
        assertThat(StatusEvents.of(without, with))
                .extracting(StatusEvents.Told::reason)
                .containsExactly("SnapshotTaken");
        assertThat(StatusWrite.due(without, with, Given.NOW, Given.NOW)).isTrue();
        assertThat(StatusEvents.of(with, with)).isEmpty();

        IterativeJobStatus unheard = status(Given.runningJob().status(with), NONE);
        assertThat(unheard.requestedSnapshot()).isEqualTo(with.requestedSnapshot());
    }

    @Test
    void aRunWithoutASnapshotOfItsOwnShowsWhatItGoesBackTo() {
        IterativeJobStatus before = status(told(State.claimed().snapshot("r0")), NONE);
        assertThat(before.lastSnapshot()).isNotNull();

        Given next = told(State.claimed().region("r0", 2, RegionPhase.RESTORING));
        assertThat(status(next.status(before), NONE).lastSnapshot()).isEqualTo(before.lastSnapshot());
    }

    private static Given told(State state) {
        return Given.runningJob().pod(Pod.coordinator(1)).heard(COORDINATOR, Duration.ZERO, state.is());
    }

    static Stream<Arguments> phases() {
        RegionPhase running = RegionPhase.RUNNING;
        return Stream.of(
                Arguments.of(Given.newJob(), JobPhase.PENDING, "Reconciling"),
                Arguments.of(Given.newJob().spec("suspend: true"), JobPhase.SUSPENDED, "Ready"),
                Arguments.of(Given.runningJob(), JobPhase.STARTING, "Reconciling"),
                Arguments.of(saying(running, RegionPhase.SCHEDULING), JobPhase.STARTING, "Reconciling"),
                Arguments.of(saying(running, RegionPhase.RESTORING), JobPhase.STARTING, "Reconciling"),
                Arguments.of(saying(running, running), JobPhase.RUNNING, "Ready"),
                Arguments.of(saying(running, RegionPhase.PENDING), JobPhase.RUNNING, "Ready"),
                Arguments.of(saying(running, RegionPhase.FINISHED), JobPhase.RUNNING, "Ready"),
                Arguments.of(saying(running, RegionPhase.RECOVERING), JobPhase.RECOVERING, "Reconciling Degraded"),
                Arguments.of(
                        saying(running).spec("suspend: true").stopAsked(Duration.ZERO),
                        JobPhase.SUSPENDING,
                        "Reconciling"),
                Arguments.of(
                        Given.runningJob()
                                .spec("suspend: true")
                                .ended(RunEnd.Outcome.SUSPENDED)
                                .pod(Pod.coordinator(1)),
                        JobPhase.SUSPENDING,
                        "Reconciling"),
                Arguments.of(
                        Given.runningJob().spec("suspend: true").ended(RunEnd.Outcome.SUSPENDED),
                        JobPhase.SUSPENDED,
                        "Ready"),
                Arguments.of(Given.runningJob().ended(RunEnd.Outcome.SUSPENDED), JobPhase.STARTING, "Reconciling"),
                Arguments.of(Given.runningJob().ended(RunEnd.Outcome.SUCCEEDED), JobPhase.SUCCEEDED, "Ready Completed"),
                Arguments.of(Given.runningJob().ended(RunEnd.Outcome.FAILED), JobPhase.FAILED, "Stalled Failed"));
    }

    @ParameterizedTest
    @MethodSource("phases")
    void k21EachPhaseHasItsConditions(Given given, JobPhase phase, String conditions) {
        IterativeJobStatus status = status(given, NONE);
        assertThat(status.phase()).isEqualTo(phase);
        assertThat(holding(status)).isEqualTo(conditions);
        assertThat(status.conditions())
                .extracting(Condition::type)
                .containsExactly("Ready", "Reconciling", "Stalled", "Degraded", "Completed", "Failed");
    }

    static Stream<Arguments> troubles() {
        return phases().flatMap(phase -> Stream.of(Situation.Kind.values())
                .flatMap(kind -> Stream.of(0, 30)
                        .map(since -> Arguments.of(phase.get()[0], trouble(kind, Duration.ofSeconds(since))))));
    }

    @ParameterizedTest
    @MethodSource("troubles")
    void k21ReconcilingAndStalledAreNeverBothTrueNorReadyWithStalled(Given given, Trouble trouble) {
        Set<String> holding = Set.of(holding(status(given, trouble)).split(" "));
        assertThat(holding.containsAll(Set.of("Reconciling", "Stalled"))).isFalse();
        assertThat(holding.containsAll(Set.of("Ready", "Stalled"))).isFalse();
    }

    /** A hindrance, for how many seconds, and whether it is a stall. */
    @ParameterizedTest
    @CsvSource({
        "HINDERED, 0, false",
        "HINDERED, 29, false",
        "HINDERED, 30, true",
        "STALLED, 0, true",
        "WAITING, 3600, false"
    })
    void k21TheSameCauseIsAStallAfterHalfAMinute(Situation.Kind kind, int seconds, boolean stalled) {
        IterativeJobStatus status = status(Given.newJob(), trouble(kind, Duration.ofSeconds(seconds)));
        assertThat(holding(status)).isEqualTo(stalled ? "Stalled" : "Reconciling");
        Condition told = condition(status, stalled ? "Stalled" : "Reconciling");
        assertThat(told.reason()).isEqualTo("SomeCause");
        assertThat(told.message()).isEqualTo("what is wrong");
        assertThat(condition(status, "Ready").message()).isEqualTo("what is wrong");
    }

    @Test
    void k21TheClockOfACauseStartsAgainWithAnotherCause() {
        Trouble first = trouble(Situation.Kind.HINDERED, Duration.ofSeconds(29));
        Situation same = new Situation(Situation.Kind.HINDERED, "SomeCause", "other words");
        Situation other = new Situation(Situation.Kind.HINDERED, "OtherCause", "other words");
        assertThat(Trouble.next(first, same, Given.NOW).since()).isEqualTo(first.since());
        assertThat(Trouble.next(first, other, Given.NOW).since()).isEqualTo(Given.NOW);
    }

    /** A new operator process, or another leader, does not call a stalled job well for half a minute. */
    @Test
    void k21AStallOutlastsTheOperatorThatFoundIt() {
        Situation cause = new Situation(Situation.Kind.HINDERED, "SomeCause", "what is wrong");
        IterativeJobStatus written = status(Given.newJob(), trouble(Situation.Kind.HINDERED, Duration.ofSeconds(30)));
        Trouble same = Trouble.next(Trouble.written(written), cause, Given.NOW);
        assertThat(holding(status(Given.newJob().status(written), same))).isEqualTo("Stalled");
        Situation another = new Situation(Situation.Kind.HINDERED, "OtherCause", "what else is wrong");
        Trouble other = Trouble.next(Trouble.written(written), another, Given.NOW);
        assertThat(holding(status(Given.newJob().status(written), other))).isEqualTo("Reconciling");
        assertThat(Trouble.written(null).situation()).isEqualTo(Situation.CLEAR);
    }

    @Test
    void transitionTimesChangeWithTheStatusOnly() {
        Given given = saying(RegionPhase.RUNNING);
        IterativeJobStatus first = status(given, NONE);
        Observation later = new Observation(
                Given.NOW.plusSeconds(4),
                given.status(first).observation().job(),
                given.observation().runs(),
                given.observation().pods(),
                given.observation().streams(),
                Set.of(),
                null,
                List.of(),
                null,
                given.observation().fleet(),
                Map.of());
        IterativeJobStatus second = JobStatusOf.of(later, trouble(Situation.Kind.STALLED, Duration.ZERO));
        assertThat(condition(second, "Ready").lastTransitionTime()).isEqualTo(Given.NOW.plusSeconds(4));
        assertThat(condition(second, "Failed").lastTransitionTime()).isEqualTo(Given.NOW);
    }

    @Test
    void aNewOperatorProcessDoesNotCallARunningJobRecovering() {
        IterativeJobStatus written = status(saying(RegionPhase.RUNNING), NONE);
        Given unheard =
                Given.runningJob().status(written).pod(Pod.coordinator(1)).dialed(COORDINATOR, Duration.ZERO);
        IterativeJobStatus status = status(unheard, NONE);
        assertThat(status.phase()).isEqualTo(JobPhase.RUNNING);
        assertThat(status.regions()).isEqualTo(written.regions());
    }

    /** How many coordinators fell silent together, whether the API server answers, and what the job is called. */
    @ParameterizedTest
    @CsvSource({"1, true, RECOVERING", "3, true, RUNNING", "1, false, RUNNING"})
    void k5ADeafOperatorDoesNotCallJobsRecovering(int silent, boolean apiServer, JobPhase phase) {
        IterativeJobStatus written = status(saying(RegionPhase.RUNNING), NONE);
        Given quiet = Given.runningJob()
                .status(written)
                .pod(Pod.coordinator(1))
                .heard(
                        COORDINATOR,
                        Duration.ofSeconds(6),
                        State.claimed().region("r0", 1, RegionPhase.RUNNING).is())
                .fleet(5, silent, true, apiServer);
        assertThat(status(quiet, NONE).phase()).isEqualTo(phase);
    }

    @Test
    void aRunningJobWithoutItsCoordinatorIsRecovering() {
        IterativeJobStatus written = status(saying(RegionPhase.RUNNING), NONE);
        Given lost = Given.runningJob().status(written).pod(Pod.coordinator(2).phase(PodPhase.PREPARING));
        assertThat(status(lost, NONE).phase()).isEqualTo(JobPhase.RECOVERING);
        assertThat(status(lost, NONE).regionsReady()).isEqualTo("1/1");
    }

    @Test
    void k22TheWorstRegionsComeFirstAndNoMoreThanFit() {
        List<RegionStatus> regions = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            regions.add(region("r" + i, i == 77 ? RegionPhase.FAILED : RegionPhase.RUNNING, 0, null, null));
        }
        IterativeJobStatus status = status(heard(regions), NONE);
        assertThat(status.regions()).hasSize(64);
        assertThat(status.regions().getFirst().name()).isEqualTo("r77");
        assertThat(status.regions().get(2).name()).isEqualTo("r1");
        assertThat(status.regionsOmitted()).isEqualTo(36);
        assertThat(status.regionsReady()).isEqualTo("99/100");
    }

    @Test
    void aJobThatRunsWithoutSnapshotsIsDegradedAndReady() {
        RegionStatus region = new RegionStatus(
                "r0", "r0", RegionPhase.RUNNING, 1, 0, 2, 2, null, null, null, "11 snapshots in a row have failed");
        IterativeJobStatus status = status(heard(List.of(region)), NONE);

        assertThat(status.phase()).isEqualTo(JobPhase.RUNNING);
        assertThat(status.conditions())
                .filteredOn(condition -> condition.status() == ConditionStatus.TRUE)
                .extracting(Condition::type, Condition::reason)
                .containsExactly(tuple("Ready", "Running"), tuple("Degraded", "SnapshotsFail"));
        assertThat(StatusEvents.of(null, status))
                .contains(new StatusEvents.Told(true, "SnapshotsFail", "r0: 11 snapshots in a row have failed"));
        assertThat(StatusEvents.of(status, status)).isEmpty();
    }

    /** One condition tells of both: the snapshots of one region fail while another recovers. */
    @Test
    void snapshotsThatFailAreToldAlsoWhenTheJobWasDegradedForAnotherReason() {
        RegionStatus failing = new RegionStatus(
                "r1", "r1", RegionPhase.RUNNING, 1, 0, 2, 2, null, null, null, "11 snapshots in a row have failed");
        IterativeJobStatus recovers =
                status(heard(List.of(region("r0", RegionPhase.RECOVERING, 1, null, null), failing)), NONE);
        IterativeJobStatus runs =
                status(heard(List.of(region("r0", RegionPhase.RUNNING, 1, null, null), failing)), NONE);
        assertThat(holding(recovers)).contains("Degraded");
        assertThat(holding(runs)).contains("Degraded");
        assertThat(StatusEvents.of(null, recovers))
                .extracting(StatusEvents.Told::reason)
                .doesNotContain("SnapshotsFail");
        assertThat(StatusEvents.of(recovers, runs))
                .contains(new StatusEvents.Told(true, "SnapshotsFail", "r1: 11 snapshots in a row have failed"));
    }

    @Test
    void k22WhatIsLongIsCut() {
        RegionFailure failure = new RegionFailure(
                Given.NOW, "TaskFailed", "rework-r0-0-1", "node1", 1, "m".repeat(9000), "x".repeat(9000));
        IterativeJobStatus status = status(heard(List.of(region("r0", RegionPhase.RUNNING, 0, null, failure))), NONE);
        assertThat(status.regions().getFirst().lastFailure().message()).hasSize(1024);
        assertThat(status.regions().getFirst().lastFailure().logTail()).hasSize(2048);
        Trouble wordy = new Trouble(new Situation(Situation.Kind.STALLED, "SomeCause", "w".repeat(9000)), Given.NOW);
        assertThat(condition(status(Given.newJob(), wordy), "Stalled").message())
                .hasSize(1024);
    }

    @Test
    void theLastSnapshotIsTheOldestOfTheRegionsNewest() {
        RegionSnapshot old = new RegionSnapshot("9-1", Instant.parse("2026-11-21T03:00:00Z"), 10, 5);
        RegionSnapshot young = new RegionSnapshot("9-2", Instant.parse("2026-11-21T03:10:00Z"), 20, 6);
        IterativeJobStatus both = status(
                heard(List.of(
                        region("r0", RegionPhase.RUNNING, 0, young, null),
                        region("r1", RegionPhase.RUNNING, 0, old, null))),
                NONE);
        assertThat(both.lastSnapshot().time()).isEqualTo(old.time());
        IterativeJobStatus one = status(
                heard(List.of(
                        region("r0", RegionPhase.RUNNING, 0, young, null),
                        region("r1", RegionPhase.RUNNING, 0, null, null))),
                NONE);
        assertThat(one.lastSnapshot()).isNull();
    }

    @Test
    void theStatusTellsWhatItIsAbout() {
        IterativeJobStatus status = status(saying(RegionPhase.RUNNING).generation(5), NONE);
        assertThat(status.observedGeneration()).isEqualTo(5);
        assertThat(status.selector()).isEqualTo("loopkeeper.dev/job=rework,loopkeeper.dev/component=worker");
        assertThat(status.run().revision()).isEqualTo("rework-run-1");
        assertThat(status.run().store()).isEqualTo(Given.STORE);
        assertThat(status.coordinator().epoch()).isEqualTo(1);
        assertThat(status.startedAt()).isEqualTo(Given.NOW);
        assertThat(condition(status, "Ready").message()).isEqualTo("1 of 1 regions run");
    }

    /** Times have whole seconds, but two failures in one second are two. */
    @Test
    void k22EachFailureIsToldOnce() {
        IterativeJobStatus before = failed("TaskFailed", Given.NOW);
        assertThat(StatusEvents.of(null, before))
                .extracting(StatusEvents.Told::reason)
                .contains("RegionFailed");
        assertThat(StatusEvents.of(before, failed("TaskFailed", Given.NOW))).isEmpty();
        assertThat(StatusEvents.of(before, failed("OOMKilled", Given.NOW)))
                .extracting(StatusEvents.Told::message)
                .containsExactly("r0: OOMKilled of rework-r0-0-1: it broke");
        assertThat(StatusEvents.of(before, failed("TaskFailed", Given.NOW.plusSeconds(1))))
                .hasSize(1);
    }

    private static IterativeJobStatus failed(String reason, Instant time) {
        RegionFailure failure = new RegionFailure(time, reason, "rework-r0-0-1", "node1", 1, "it broke", "");
        return status(heard(List.of(region("r0", RegionPhase.RUNNING, 1, null, failure))), NONE);
    }
}
