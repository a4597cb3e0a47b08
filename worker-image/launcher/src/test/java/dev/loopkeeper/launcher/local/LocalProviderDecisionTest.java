package dev.loopkeeper.launcher.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loopkeeper.launcher.provider.Backoff;
import dev.loopkeeper.provider.ProviderProtocol;
import dev.loopkeeper.provider.ProviderState;
import dev.loopkeeper.provider.RegionPhase;
import dev.loopkeeper.provider.RegionStatus;
import dev.loopkeeper.provider.Verdict;
import dev.loopkeeper.provider.WantedWorker;
import dev.loopkeeper.provider.WorkerName;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class LocalProviderDecisionTest {

    private static final long EPOCH = 3;
    private static final Verdict VERDICT = new Verdict(Verdict.Outcome.SUCCEEDED, "done", null);

    private static final LocalProviderSettings SETTINGS = new LocalProviderSettings(
            Duration.ofSeconds(5),
            Duration.ofSeconds(60),
            Duration.ofSeconds(5),
            Duration.ofSeconds(10),
            new Backoff(Duration.ZERO, Duration.ofSeconds(1), Duration.ofSeconds(30)),
            Duration.ofSeconds(30),
            5);

    private final LocalProviderDecision decision = new LocalProviderDecision(SETTINGS);

    private static CoordinatorLife started(long at) {
        return new CoordinatorLife.Running(EPOCH, at, OptionalLong.empty(), OptionalLong.empty());
    }

    private static CoordinatorLife heard(long at) {
        return new CoordinatorLife.Running(EPOCH, 0, OptionalLong.of(at), OptionalLong.empty());
    }

    private static CoordinatorLife killed(long at) {
        return new CoordinatorLife.Running(EPOCH, 0, OptionalLong.of(0), OptionalLong.of(at));
    }

    private static CoordinatorLife ended(long at, int code) {
        return new CoordinatorLife.Ended(EPOCH, at, new ChildExit(code, "the end"));
    }

    private List<Step> coordinator(long now, CoordinatorLife life, int failures, int fruitless) {
        return decision.decide(new LocalView(now, life, failures, fruitless, null, OptionalLong.empty(), List.of()));
    }

    private List<Step> workers(@Nullable ProviderState state, LocalWorker... workers) {
        return decision.decide(
                new LocalView(100, heard(100), 0, 0, state, OptionalLong.empty(), Arrays.asList(workers)));
    }

    private static ProviderState state(
            long epoch, long claim, int attempt, RegionPhase phase, @Nullable Verdict verdict, WantedWorker... wanted) {
        RegionStatus region = new RegionStatus("r0", "leipzig", phase, attempt, 0, 2, 0, null, null, null);
        return new ProviderState(
                ProviderProtocol.VERSION,
                "job",
                epoch,
                9,
                "plan",
                claim,
                "running",
                Arrays.asList(wanted),
                List.of(region),
                verdict);
    }

    private static ProviderState running(int attempt, WantedWorker... wanted) {
        return state(EPOCH, 1, attempt, RegionPhase.RUNNING, null, wanted);
    }

    private static WantedWorker wanted(int worker, int attempt) {
        return WantedWorker.wanted(new WorkerName("job", "r0", worker, attempt), 1);
    }

    private static LocalWorker worker(int worker, int attempt, WorkerLife life) {
        String name = new WorkerName("job", "r0", worker, attempt).toString();
        return new LocalWorker(name, "r0", attempt, "uid-" + name, life);
    }

    private static LocalWorker alive(int worker, int attempt) {
        return worker(worker, attempt, new WorkerLife.Running(false));
    }

    private static LocalWorker dead(int worker, int attempt) {
        return worker(worker, attempt, new WorkerLife.Ended(new ChildExit(137, ""), false));
    }

    @Test
    void theFirstCoordinatorStartsAtOnce() {
        assertThat(coordinator(0, new CoordinatorLife.Unstarted(), 0, 0)).containsExactly(new Step.StartCoordinator());
    }

    @ParameterizedTest(name = "killed after a start {0} ms and a last sign of life {1} ms ago: {2}")
    @CsvSource(textBlock = """
            60000,      , false
            60001,      , true
            60001,  5000, false
            60001,  5001, true
             5001,  5001, true
                0,     0, false
            """)
    void aSilentCoordinatorIsKilled(long sinceStart, @Nullable Long sinceHeard, boolean expected) {
        long now = 1_000_000;
        OptionalLong heardAt = sinceHeard == null ? OptionalLong.empty() : OptionalLong.of(now - sinceHeard);
        CoordinatorLife life = new CoordinatorLife.Running(EPOCH, now - sinceStart, heardAt, OptionalLong.empty());
        List<Step> steps = coordinator(now, life, 0, 0);
        assertThat(!steps.isEmpty()).isEqualTo(expected);
        assertThat(steps).allMatch(step -> step instanceof Step.KillCoordinator);
    }

    @ParameterizedTest(name = "{1} ms after a kill: {2}")
    @CsvSource({"1, 5000, false", "1, 5001, true", "3, 6001, true"})
    void aKilledCoordinatorIsReplacedWhenItCannotBeReaped(int failures, long sinceKill, boolean expected) {
        List<Step> steps = coordinator(1_000_000, killed(1_000_000 - sinceKill), failures, 0);
        assertThat(steps).isEqualTo(expected ? List.of(new Step.StartCoordinator()) : List.of());
    }

    @ParameterizedTest(name = "{0} failures, {1} ms after the end: {2}")
    @CsvSource(textBlock = """
            1,      0, true
            2,    999, false
            2,   1000, true
            3,   1999, false
            3,   2000, true
            20, 29999, false
            20, 30000, true
            """)
    void anEndedCoordinatorIsReplacedWithADelayThatGrows(int failures, long since, boolean expected) {
        List<Step> steps = coordinator(1_000_000, ended(1_000_000 - since, 137), failures, 0);
        assertThat(steps).isEqualTo(expected ? List.of(new Step.StartCoordinator()) : List.of());
    }

    @Test
    void exitCodesZeroOneAndTwoEndTheRun() {
        assertThat(coordinator(0, ended(0, 0), 1, 0)).containsExactly(new Step.End(new RunEnd.Untold(0, "the end")));
        assertThat(coordinator(0, ended(0, 1), 1, 0)).containsExactly(new Step.End(new RunEnd.Untold(1, "the end")));
        assertThat(coordinator(0, ended(0, 2), 1, 1)).containsExactly(new Step.End(new RunEnd.Refused("the end")));
    }

    @Test
    void coordinatorsThatNeverClaimAreGivenUp() {
        assertThat(coordinator(0, ended(0, 70), 4, 4)).isEmpty();
        assertThat(coordinator(0, ended(0, 70), 5, 5))
                .containsExactly(new Step.End(new RunEnd.GivenUp(
                        "5 coordinators in a row ended before they could claim the job", "the end")));
    }

    @ParameterizedTest
    @CsvSource({"0", "1", "2", "137"})
    void aVerdictStandsHoweverTheCoordinatorEndsAfterIt(int code) {
        ProviderState state = state(EPOCH, 1, 1, RegionPhase.FINISHED, VERDICT, wanted(0, 1));
        List<Step> steps = decision.decide(
                new LocalView(0, ended(0, code), 1, 0, state, OptionalLong.empty(), List.of(dead(1, 1))));
        assertThat(steps).containsExactly(new Step.End(new RunEnd.Decided(VERDICT)));
    }

    @ParameterizedTest
    @CsvSource({"10000, false", "10001, true"})
    void aCoordinatorThatOutlivesItsVerdictIsKilled(long since, boolean expected) {
        ProviderState state = state(EPOCH, 1, 1, RegionPhase.FINISHED, VERDICT);
        List<Step> steps = decision.decide(new LocalView(since, heard(0), 0, 0, state, OptionalLong.of(0), List.of()));
        assertThat(steps.contains(new Step.KillCoordinator("it did not end after its verdict")))
                .isEqualTo(expected);
    }

    @Test
    void wantedWorkersAreStartedOnce() {
        assertThat(workers(running(1, wanted(0, 1), wanted(1, 1)), alive(0, 1)))
                .containsExactly(new Step.StartWorker(wanted(1, 1)));
        assertThat(workers(running(1, wanted(0, 1), wanted(1, 1)), alive(0, 1), alive(1, 1)))
                .isEmpty();
    }

    @Test
    void aNameIsNeverUsedTwice() {
        assertThat(workers(running(1, wanted(0, 1)), dead(0, 1))).isEmpty();
        assertThat(workers(running(1, wanted(0, 1)), worker(0, 1, new WorkerLife.Unstartable("no memory"))))
                .isEmpty();
    }

    @Test
    void aRegisteredWorkerIsNeverStarted() {
        assertThat(workers(running(1, wanted(0, 1).registered("of an earlier launcher"))))
                .isEmpty();
    }

    @Test
    void aHigherAttemptEndsTheWorkersOfTheLowerOneAndForgetsItsDead() {
        assertThat(workers(running(2, wanted(0, 2), wanted(1, 2)), alive(0, 1), dead(1, 1)))
                .containsExactly(
                        new Step.KillWorker("uid-job-r0-0-1"),
                        new Step.ForgetWorker("uid-job-r0-1-1"),
                        new Step.StartWorker(wanted(0, 2)),
                        new Step.StartWorker(wanted(1, 2)));
    }

    @Test
    void aKilledWorkerIsKilledOnce() {
        assertThat(workers(running(2), worker(0, 1, new WorkerLife.Running(true))))
                .isEmpty();
    }

    @Test
    void aWorkerThatIsNotSupersededIsLeftToTheCoordinator() {
        assertThat(workers(running(1), alive(0, 1))).isEmpty();
        assertThat(workers(running(1), alive(0, 2))).isEmpty();
        LocalWorker ofNoRegion = new LocalWorker("job-r7-0-1", "r7", 1, "u", new WorkerLife.Running(false));
        assertThat(workers(running(2), ofNoRegion)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(RegionPhase.class)
    void aRegionThatIsDoneNeedsNoWorkers(RegionPhase phase) {
        assertThat(workers(state(EPOCH, 1, 1, phase, null), alive(0, 1)))
                .isEqualTo(phase.terminal() ? List.of(new Step.KillWorker("uid-job-r0-0-1")) : List.of());
        assertThat(workers(state(EPOCH, 1, 1, phase, null, wanted(0, 1)), alive(0, 1)))
                .isEmpty();
    }

    @Test
    void aListThatSaysNothingChangesNothing() {
        LocalWorker old = alive(0, 1);
        assertThat(workers(null, old)).isEmpty();
        assertThat(workers(state(EPOCH, 0, 2, RegionPhase.RUNNING, null, wanted(0, 2)), old))
                .as("not claimed")
                .isEmpty();
        assertThat(workers(state(EPOCH - 1, 1, 2, RegionPhase.RUNNING, null, wanted(0, 2)), old))
                .as("of an earlier coordinator")
                .isEmpty();
        assertThat(workers(state(EPOCH, 1, 2, RegionPhase.RUNNING, VERDICT, wanted(0, 2)), old))
                .as("with a verdict")
                .isEmpty();
        ProviderState good = running(2, wanted(0, 2));
        assertThat(decision.decide(new LocalView(9, ended(9, 137), 2, 0, good, OptionalLong.empty(), List.of(old))))
                .as("of a coordinator that has gone")
                .isEmpty();
        assertThat(decision.decide(new LocalView(9, killed(9), 2, 0, good, OptionalLong.empty(), List.of(old))))
                .as("of a coordinator that was killed")
                .isEmpty();
        assertThat(decision.decide(new LocalView(9, started(9), 2, 0, null, OptionalLong.empty(), List.of(old))))
                .as("of a coordinator that has not spoken")
                .isEmpty();
    }
}
