package dev.loopkeeper.engine.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loopkeeper.api.Dataflow;
import dev.loopkeeper.api.Program;
import dev.loopkeeper.api.function.Output;
import dev.loopkeeper.api.function.ProcessFunction;
import dev.loopkeeper.api.loop.Rounds;
import dev.loopkeeper.api.source.Generator;
import dev.loopkeeper.engine.message.CoordinatorMessage.Deploy;
import dev.loopkeeper.engine.message.CoordinatorMessage.Dismiss;
import dev.loopkeeper.engine.message.TaskCommand;
import dev.loopkeeper.engine.message.TaskReport;
import dev.loopkeeper.engine.plan.TaskId;
import dev.loopkeeper.engine.snapshot.Control.RoundMark;
import dev.loopkeeper.engine.snapshot.SnapshotId;
import dev.loopkeeper.provider.Observations;
import dev.loopkeeper.provider.ObservedWorker;
import dev.loopkeeper.provider.ProviderProtocol;
import dev.loopkeeper.provider.RegionPhase;
import dev.loopkeeper.provider.StopRequest;
import dev.loopkeeper.provider.Verdict;
import dev.loopkeeper.provider.WorkerPhase;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

final class JobCoordinatorTest {

    private final ScriptedStore store = new ScriptedStore();
    private final RecordingSink<Long> sink = new RecordingSink<>();

    /** A region for each task index. */
    private final Program lanes = flow -> numbers(flow).write("sink", sink);

    private static dev.loopkeeper.api.Stream<Long> numbers(Dataflow flow) {
        return flow.read("numbers", Generator.of(Long.class, number -> number));
    }

    @Test
    void workerWithAnotherPlanIsSentAway() {
        ScriptedJob job = new ScriptedJob(lanes, 1, false, store);
        job.start();
        job.pass(20);

        String worker = job.register(0, 1, false, "another plan");
        job.pass(20);

        assertThat(job.messages(worker, Dismiss.class))
                .singleElement()
                .satisfies(dismissed ->
                        assertThat(dismissed.reason()).contains("another program or has other parameters"));
        assertThat(job.messages(worker, Deploy.class)).isEmpty();
        assertThat(job.core().regionStatuses().getFirst().phase()).isEqualTo(RegionPhase.SCHEDULING);
    }

    @Test
    void failureThatRestartsTheWholeJobPassesOverARegionThatIsYetToBegin() {
        // The job, both heads, the first region's attempt; the second one's waits for the store.
        store.script(
                ScriptedStore.Fate.DONE,
                ScriptedStore.Fate.DONE,
                ScriptedStore.Fate.DONE,
                ScriptedStore.Fate.DONE,
                ScriptedStore.Fate.UNAVAILABLE,
                ScriptedStore.Fate.UNAVAILABLE,
                ScriptedStore.Fate.UNAVAILABLE);
        ScriptedJob job = new ScriptedJob(lanes, 2, true, store);
        job.start();
        job.pass(20);
        assertThat(job.core().regionStatuses().get(1).phase()).isEqualTo(RegionPhase.PENDING);
        job.run(0, 1);

        job.report(0, new TaskReport.Failed(job.region(0).tasks().getFirst(), "it broke"));
        job.pass(2_000);
        job.run(0, 2);
        job.run(1, 1);

        assertThat(job.core().regionStatuses())
                .extracting(region -> region.phase())
                .containsExactly(RegionPhase.RUNNING, RegionPhase.RUNNING);
    }

    @Test
    void regionThatWasStoppedIsNotDeployedWhenWhatItWaitedForIsThere() {
        ScriptedJob job = new ScriptedJob(lanes, 2, false, store);
        job.start();
        job.pass(20);
        job.run(0, 1);
        String worker = job.run(1, 1);
        job.pass(ScriptedJob.SNAPSHOT_INTERVAL + 100);
        sink.away(true);
        job.acknowledge(1, job.triggered(worker), "transaction");
        job.pass(100);
        job.report(1, new TaskReport.Failed(job.region(1).tasks().getFirst(), "it broke"));
        job.pass(100);
        String waiting = job.register(1, 2, false);
        job.pass(100);

        job.stop(new StopRequest("s", true, false, null, ""));
        sink.away(false);
        job.pass(20_000);

        assertThat(sink.committed()).containsExactly("transaction");
        assertThat(job.messages(waiting, Deploy.class)).isEmpty();
        assertThat(job.core().regionStatuses().get(1).phase()).isEqualTo(RegionPhase.STOPPED);
    }

    @Test
    void stopWaitsForTheSnapshotThatIsOpenAndForNothingElse() {
        ScriptedJob job = new ScriptedJob(lanes, 1, false, store);
        job.start();
        job.pass(20);
        String worker = job.run(0, 1);
        job.pass(ScriptedJob.SNAPSHOT_INTERVAL + 100);
        SnapshotId open = job.triggered(worker);

        job.stop(new StopRequest("s", true, false, null, ""));
        job.acknowledge(0, open);
        job.pass(100);

        TaskCommand.Trigger last =
                job.commands(worker, TaskCommand.Trigger.class).getLast();
        assertThat(last.stop()).isTrue();
        job.acknowledge(0, last.snapshot());
        job.pass(100);
        assertThat(job.verdict().outcome()).isEqualTo(Verdict.Outcome.SUSPENDED);
    }

    @Test
    void jobIsCalledSuspendedOnlyWhenCommittedOutputIsVisible() {
        ScriptedJob job = new ScriptedJob(lanes, 1, false, store);
        job.start();
        job.pass(20);
        String worker = job.run(0, 1);
        job.pass(ScriptedJob.SNAPSHOT_INTERVAL + 100);
        sink.away(true);
        job.acknowledge(0, job.triggered(worker), "transaction");
        job.pass(100);

        job.stop(new StopRequest("s", true, false, Instant.ofEpochMilli(job.now() + 10), ""));
        job.pass(5_000);
        assertThat(job.verdict()).isNull();
        sink.away(false);
        job.pass(20_000);

        assertThat(sink.committed()).containsExactly("transaction");
        assertThat(job.verdict().outcome()).isEqualTo(Verdict.Outcome.SUSPENDED);
    }

    /** Trap 11, of a zombie coordinator and its sinks. */
    @Test
    void fencedCoordinatorCommitsNoOutputAnyMore() {
        ScriptedJob job = new ScriptedJob(lanes, 2, false, store);
        job.start();
        job.pass(20);
        String worker = job.run(0, 1);
        String other = job.run(1, 1);
        job.pass(ScriptedJob.SNAPSHOT_INTERVAL + 100);
        sink.away(true);
        job.acknowledge(0, job.triggered(worker), "transaction");
        job.pass(100);

        ScriptedJob successor = new ScriptedJob(lanes, 2, false, store);
        successor.start();
        successor.pass(20);
        job.acknowledge(1, job.triggered(other), "of the fenced one");
        job.pass(100);
        assertThat(job.fence()).isNotNull();
        int attempts = sink.attempts();
        job.pass(60_000);

        assertThat(sink.attempts()).isEqualTo(attempts);
    }

    @Test
    void workersThatRegisterBeforeTheClaimGoOn() {
        ScriptedJob job = new ScriptedJob(lanes, 1, false, store);
        job.start();
        job.pass(20);
        job.run(0, 1);

        ScriptedJob successor = new ScriptedJob(lanes, 1, false, store);
        store.failReads(3);
        successor.start();
        String worker = successor.register(0, 1, true);
        assertThat(successor.core().claim()).isZero();
        successor.pass(500);
        assertThat(successor.commands(worker, TaskCommand.Resume.class)).hasSize(1);
        successor
                .region(0)
                .tasks()
                .forEach(task -> successor.report(0, new TaskReport.Resumed(task, false, null, null)));
        successor.pass(3 * ScriptedJob.HEARTBEAT_TIMEOUT);

        assertThat(successor.core().regionStatuses().getFirst().phase()).isEqualTo(RegionPhase.RUNNING);
        assertThat(successor.core().regionStatuses().getFirst().attempt()).isEqualTo(1);
    }

    @Test
    void workerThatIsLostBeforeTheClaimIsNotWaitedForLongerThanTheTimeOut() {
        ScriptedJob job = new ScriptedJob(lanes, 1, false, store);
        job.start();
        job.pass(20);
        job.run(0, 1);

        ScriptedJob successor = new ScriptedJob(lanes, 1, false, store);
        store.failReads(3);
        successor.start();
        String worker = successor.register(0, 1, true);
        successor.lose(0);
        successor.core().disconnected(worker);
        successor.pass(500);

        assertThat(successor.commands(worker, TaskCommand.Resume.class)).isEmpty();
        successor.pass(2 * ScriptedJob.HEARTBEAT_TIMEOUT);
        assertThat(successor.core().regionStatuses().getFirst().attempt()).isEqualTo(2);
    }

    @Test
    void workersThatDoNotComeAreNamedWithWhatTheProviderKnowsOfThem() {
        ScriptedJob job = new ScriptedJob(lanes, 1, false, store);
        job.start();
        job.pass(20);
        job.core()
                .observe(new Observations(
                        ProviderProtocol.VERSION,
                        1,
                        1,
                        List.of(new ObservedWorker(
                                "job-r0-0-1",
                                "u",
                                null,
                                WorkerPhase.PENDING,
                                "Unschedulable",
                                null,
                                "0/3 nodes are available",
                                "",
                                false)),
                        List.of(),
                        false,
                        null));
        job.pass(61_000);

        assertThat(job.core().regionStatuses().getFirst().lastFailure().message())
                .isEqualTo("only 0 of 1 workers were there after 60000 ms (startTimeout); missing: job-r0-0-1 "
                        + "(PENDING, Unschedulable, 0/3 nodes are available)");
    }

    @Test
    void stateThatDoesNotFitTheProgramStopsTheJobAsItIs() {
        ScriptedJob job = new ScriptedJob(lanes, 1, false, store);
        job.start();
        job.pass(20);
        job.run(0, 1);
        job.report(0, new TaskReport.Mismatched(job.region(0).tasks().getFirst(), "state 'a' is of another type"));
        job.pass(100);

        assertThat(job.verdict()).isNull();
        assertThat(job.refusal()).contains("region r0", "state 'a' is of another type");
    }

    @Test
    void storeThatRefusesIsNoVerdictOnTheJob() {
        ScriptedJob job = new ScriptedJob(lanes, 1, false, store);
        job.start();
        job.pass(20);
        String worker = job.run(0, 1);
        job.pass(ScriptedJob.SNAPSHOT_INTERVAL + 100);
        store.script(ScriptedStore.Fate.DENIED);
        job.acknowledge(0, job.triggered(worker));
        job.pass(1_000);

        assertThat(job.verdict()).isNull();
        assertThat(job.refusal()).contains("no right to write");
    }

    @Test
    void stopWithoutADeadlineIsOverAfterTheTimeOutOfSnapshots() {
        ScriptedJob job = new ScriptedJob(lanes, 1, false, store);
        job.start();
        job.pass(20);
        String worker = job.run(0, 1);
        job.stop(new StopRequest("s", true, false, null, ""));
        job.pass(59_000);
        assertThat(job.commands(worker, TaskCommand.Trigger.class)).isNotEmpty();
        assertThat(job.verdict()).isNull();
        job.pass(2_000);

        assertThat(job.verdict().outcome()).isEqualTo(Verdict.Outcome.SUSPENDED);
    }

    @Test
    void standstillOfTheCoordinatorIsNoSilenceOfItsWorkers() {
        ScriptedJob job = new ScriptedJob(lanes, 1, false, store);
        job.start();
        job.pass(20);
        job.run(0, 1);
        job.pass(500);

        job.standStill(5 * ScriptedJob.HEARTBEAT_TIMEOUT);
        job.pass(500);
        assertThat(job.core().regionStatuses().getFirst().attempt()).isEqualTo(1);

        job.lose(0);
        job.pass(2 * ScriptedJob.HEARTBEAT_TIMEOUT);
        assertThat(job.core().regionStatuses().getFirst().attempt()).isEqualTo(2);
    }

    /** Doubles what it is given. */
    private static final class Twice implements ProcessFunction<Long, Long> {

        @Override
        public void process(Long number, Output<Long> output) {
            output.emit(2 * number);
        }
    }

    @Test
    void convergenceTestThatThrowsFailsItsRegionAndInTheEndTheJob() {
        Program program = flow -> flow.iterate(
                        "rounds",
                        Rounds.limit(9).until((round, aggregates) -> {
                            throw new IllegalStateException("no such measure");
                        }),
                        loop -> {
                            var number = loop.variable("number", numbers(flow));
                            var twice = number.process("twice", Long.class, Twice::new);
                            loop.feedback(number, twice);
                            return twice;
                        })
                .write("sink", sink);
        ScriptedJob job = new ScriptedJob(program, 1, false, store);
        job.start();
        job.pass(20);
        for (int attempt = 1; job.verdict() == null && attempt < 10; attempt++) {
            job.run(0, attempt);
            job.report(0, new TaskReport.RoundReported(head(job), 0, new RoundMark(0, 0, new long[0], new long[0], 1)));
            job.pass(500);
        }

        assertThat(job.verdict().outcome()).isEqualTo(Verdict.Outcome.FAILED);
        assertThat(job.verdict().message()).contains("the convergence test of loop rounds", "no such measure");
    }

    private static TaskId head(ScriptedJob job) {
        int vertex = job.plan().loops().getFirst().variables().getFirst().headVertex();
        return new TaskId(vertex, 0);
    }
}
