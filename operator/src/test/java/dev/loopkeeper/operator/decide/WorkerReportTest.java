package dev.loopkeeper.operator.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loopkeeper.operator.observe.PodPhase;
import dev.loopkeeper.provider.NodeHint;
import dev.loopkeeper.provider.Observations;
import dev.loopkeeper.provider.ObservedWorker;
import dev.loopkeeper.provider.WorkerPhase;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a coordinator hears of its workers: K1, K4, K23. */
final class WorkerReportTest {

    private static final Duration LEFT = Duration.ofSeconds(50);

    private static Pod worker() {
        return Pod.worker("r0", 0, 1);
    }

    static Stream<Arguments> pods() {
        return Stream.of(
                Arguments.of(worker(), WorkerPhase.RUNNING, null, false),
                Arguments.of(worker().unschedulable(), WorkerPhase.PENDING, null, false),
                Arguments.of(worker().phase(PodPhase.BOUND), WorkerPhase.PENDING, null, false),
                Arguments.of(worker().waiting("ImagePullBackOff"), WorkerPhase.PENDING, "ImagePullBackOff", false),
                Arguments.of(worker().exit(0, "Completed", ""), WorkerPhase.GONE, "Completed", false),
                Arguments.of(worker().exit(1, "Error", "boom"), WorkerPhase.FAILED, "Error", false),
                Arguments.of(worker().exit(137, "OOMKilled", ""), WorkerPhase.FAILED, "OOMKilled", false),
                // Somebody's deletion, and the cluster's upkeep.
                Arguments.of(worker().terminating(LEFT), WorkerPhase.TERMINATING, "Deleted", true),
                Arguments.of(worker().exit(143, "Error", "").terminating(LEFT), WorkerPhase.FAILED, "Error", true),
                Arguments.of(
                        worker().disruption("EvictionByEvictionAPI").terminating(LEFT),
                        WorkerPhase.TERMINATING,
                        "EvictionByEvictionAPI",
                        true),
                Arguments.of(
                        worker().disruption("PreemptionByScheduler").exit(143, "Error", ""),
                        WorkerPhase.FAILED,
                        "PreemptionByScheduler",
                        true),
                Arguments.of(
                        worker().disruption("DeletionByTaintManager").terminating(LEFT),
                        WorkerPhase.TERMINATING,
                        "DeletionByTaintManager",
                        true),
                Arguments.of(
                        worker().disruption("DeletionByPodGC").exit(137, "Error", ""),
                        WorkerPhase.FAILED,
                        "DeletionByPodGC",
                        true),
                // The pod's own pressure on its node, and memory even while somebody deletes it.
                Arguments.of(
                        worker().disruption("TerminationByKubelet")
                                .podReason("Evicted")
                                .exit(137, "Error", ""),
                        WorkerPhase.FAILED,
                        "TerminationByKubelet",
                        false),
                Arguments.of(
                        worker().exit(137, "OOMKilled", "").terminating(LEFT), WorkerPhase.FAILED, "OOMKilled", false));
    }

    @ParameterizedTest
    @MethodSource("pods")
    void k23TellsVoluntaryDisruptionsFromFailures(Pod pod, WorkerPhase phase, String reason, boolean voluntary) {
        ObservedWorker observed = WorkerReport.observed(pod.view());
        assertThat(observed.phase()).isEqualTo(phase);
        assertThat(observed.reason()).isEqualTo(reason);
        assertThat(observed.voluntary()).isEqualTo(voluntary);
    }

    @Test
    void aFailureCarriesItsCodeAndTheEndOfItsLog() {
        ObservedWorker observed =
                WorkerReport.observed(worker().exit(1, "Error", "round 118").view());
        assertThat(observed.exitCode()).isEqualTo(1);
        assertThat(observed.logTail()).isEqualTo("round 118");
        assertThat(observed.node()).isEqualTo("node1");
    }

    private static Observations report(Given given, State state) {
        return WorkerReport.of(given.observation(), state.is(), false, null);
    }

    @Test
    void k4AnAbsenceIsReportedOnlyWhenConfirmed() {
        State state = State.claimed().registered("r0", 0, 1, "abc");
        assertThat(report(Given.runningJob(), state).workers()).isEmpty();
        assertThat(report(Given.runningJob().absent("rework-r0-0-1", "abc"), state)
                        .workers())
                .singleElement()
                .satisfies(gone -> {
                    assertThat(gone.phase()).isEqualTo(WorkerPhase.GONE);
                    assertThat(gone.uid()).isEqualTo("abc");
                    assertThat(gone.voluntary()).isTrue();
                });
    }

    @Test
    void k4PodsOfAnotherJobOfTheSameNameAreNotReported() {
        assertThat(report(Given.runningJob().pod(worker().owner("somebody")), State.claimed())
                        .workers())
                .isEmpty();
    }

    @Test
    void theReportAnswersTheStateThatItWasMadeFrom() {
        Observations report = report(Given.runningJob(), State.claimed().epoch(4));
        assertThat(report.epoch()).isEqualTo(4);
        assertThat(report.version()).isEqualTo(7);
    }

    /** A hint, and nothing more: of the workers is told what their pods say. */
    @Test
    void k1HintsAreGivenOfTheNodesOfThisJobsWorkersOnly() {
        Given given = Given.runningJob()
                .pod(Pod.coordinator(1).node("of-the-coordinator"))
                .pod(worker().node("node3"))
                .pod(Pod.worker("r0", 1, 1).node("node2"))
                .pod(Pod.worker("r0", 2, 1).node("node2"))
                .pod(Pod.worker("r0", 3, 1).node("well"))
                .pod(Pod.worker("r0", 4, 1).unschedulable())
                .pod(Pod.worker("r0", 5, 1).node("of-one-that-ended").exit(1, "Error", ""))
                .pod(Pod.worker("r1", 0, 1).node("of-another-job").owner("somebody"));
        Observations quiet = report(given, State.claimed());
        assertThat(quiet.nodes()).isEmpty();
        for (String node : List.of(
                "node2", "node3", "of-the-coordinator", "of-one-that-ended", "of-another-job", "without-pods")) {
            given.suspects(node, "NodeStatusUnknown");
        }
        Observations report = report(given, State.claimed());
        assertThat(report.nodes())
                .containsExactly(
                        new NodeHint("node2", false, "NodeStatusUnknown"),
                        new NodeHint("node3", false, "NodeStatusUnknown"));
        assertThat(report.workers()).isEqualTo(quiet.workers());
    }
}
