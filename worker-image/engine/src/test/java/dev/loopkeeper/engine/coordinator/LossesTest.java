package dev.loopkeeper.engine.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loopkeeper.api.Program;
import dev.loopkeeper.api.source.Generator;
import dev.loopkeeper.engine.coordinator.restart.RestartStrategy;
import dev.loopkeeper.engine.message.FailureCause;
import dev.loopkeeper.engine.message.TaskReport;
import dev.loopkeeper.engine.message.WorkerMessage;
import dev.loopkeeper.provider.ObservedWorker;
import dev.loopkeeper.provider.RecoveryMillis;
import dev.loopkeeper.provider.RegionFailure;
import dev.loopkeeper.provider.RegionStatus;
import dev.loopkeeper.provider.WorkerPhase;
import org.junit.jupiter.api.Test;

/** What is told of a lost worker: since when it was lost, and what it was lost by. One region of two workers. */
final class LossesTest {

    private static final String WORKER = "job-r0-0-1";
    private static final String PEER = "job-r0-1-1";

    private final Program program = flow -> flow.read("numbers", Generator.of(Long.class, number -> number))
            .keyBy(Long.class, number -> number)
            .process("same", Long.class, Same::new)
            .write("sink", new RecordingSink<>());
    private final ScriptedJob job = ScriptedJob.ofManyWorkers(program, 2, ScriptedJob.RESTART, new ScriptedStore());

    /** May fail once. */
    private final ScriptedJob budgeted =
            ScriptedJob.ofManyWorkers(program, 2, new RestartStrategy.FixedDelay(1, 0), new ScriptedStore());

    private static final class Same implements dev.loopkeeper.api.function.KeyedFunction<Long, Long, Long> {

        @Override
        public void process(Long key, Long number, dev.loopkeeper.api.function.Output<Long> output) {
            output.emit(number);
        }
    }

    private void run() {
        job.start();
        job.pass(20);
        job.runAll(0, 2, 1);
        job.pass(500);
    }

    private RegionStatus region() {
        return job.core().regionStatuses().getFirst();
    }

    private RecoveryMillis millis() {
        return region().lastRecovery().millis();
    }

    private static ObservedWorker ended(String worker, WorkerPhase phase, String reason, Integer exitCode) {
        return new ObservedWorker(worker, "uid-" + worker, "node-1", phase, reason, exitCode, "it ended", "log", false);
    }

    // Since when

    @Test
    void aSilentWorkerIsLostSinceItsLastHeartbeat() {
        run();
        job.lose(0, 1);
        job.pass(ScriptedJob.HEARTBEAT_TIMEOUT + 200);
        assertThat(region().lastFailure().reason()).isEqualTo("HeartbeatTimeout");
        assertThat(millis().detected())
                .isGreaterThan(ScriptedJob.HEARTBEAT_TIMEOUT)
                .isLessThan(ScriptedJob.HEARTBEAT_TIMEOUT + 200);
        assertThat(millis().fenced()).isGreaterThanOrEqualTo(millis().detected());
    }

    @Test
    void aWorkerWhoseEndIsReportedIsLostSinceItsLastHeartbeat() {
        run();
        job.core().message(PEER, new WorkerMessage.Heartbeat(java.util.Map.of()));
        job.lose(0, 1);
        job.pass(70);
        job.observe(ended(PEER, WorkerPhase.FAILED, "OOMKilled", 137));
        assertThat(millis().detected()).isEqualTo(70);
    }

    @Test
    void aFailureThatALivingWorkerTellsOfIsDetectedAtOnce() {
        run();
        job.report(0, new TaskReport.Failed(job.region(0).tasks().getFirst(), "division by zero"));
        job.pass(20);
        assertThat(millis().detected()).isZero();
        assertThat(millis().fenced()).isPositive();
    }

    // By what

    @Test
    void theEndOfAWorkerIsTheCauseThoughItsNeighbourHasToldFirst() {
        run();
        job.core().message(PEER, new WorkerMessage.Heartbeat(java.util.Map.of()));
        job.lose(0, 1);
        job.pass(60);
        job.core().message(WORKER, new WorkerMessage.Failed("the data connection to worker 1 was lost", 1));
        assertThat(region().lastFailure().reason()).isEqualTo("WorkerFailed");
        assertThat(millis().detected()).isZero();
        job.pass(30);
        job.observe(ended(PEER, WorkerPhase.FAILED, "OOMKilled", 137));
        isTheEndOfThePeer(region().lastFailure());
        assertThat(millis().detected()).as("since its last heartbeat").isEqualTo(60);
        assertThat(millis().fenced()).isGreaterThanOrEqualTo(60);
        assertThat(region().restarts()).isEqualTo(1);
        assertThat(job.events()).contains("r0: the cause was " + PEER + " (OOMKilled): it ended");
    }

    @Test
    void theEndOfAWorkerIsTheCauseWhenItIsKnownFirst() {
        run();
        job.observe(ended(PEER, WorkerPhase.FAILED, "OOMKilled", 137));
        job.core().message(WORKER, new WorkerMessage.Failed("the data connection to worker 1 was lost", 1));
        job.pass(30);
        isTheEndOfThePeer(region().lastFailure());
        assertThat(region().restarts()).isEqualTo(1);
    }

    private static void isTheEndOfThePeer(RegionFailure failure) {
        assertThat(failure.reason()).isEqualTo("OOMKilled");
        assertThat(failure.worker()).isEqualTo(PEER);
        assertThat(failure.node()).isEqualTo("node-1");
        assertThat(failure.exitCode()).isEqualTo(137);
        assertThat(failure.logTail()).isEqualTo("log");
    }

    @Test
    void aWorkerThatWasToldToGoAfterTheLossIsNotItsCause() {
        run();
        job.core().message(WORKER, new WorkerMessage.Failed("the data connection to worker 1 was lost", 1));
        job.observe(ended(PEER, WorkerPhase.GONE, null, 0));
        assertThat(region().lastFailure().reason()).isEqualTo("WorkerFailed");
        assertThat(region().lastFailure().worker()).isEqualTo(WORKER);
    }

    @Test
    void anyOtherWorkersEndIsNotTheCause() {
        run();
        job.core().message(WORKER, new WorkerMessage.Failed("the data connection to worker 1 was lost", 1));
        job.observe(ended(WORKER, WorkerPhase.FAILED, "Killed", 137));
        job.observe(ended("job-r0-1-2", WorkerPhase.FAILED, "Killed", 137));
        assertThat(region().lastFailure().reason()).isEqualTo("WorkerFailed");
    }

    @Test
    void whatThrewIsACauseAndNoSymptom() {
        run();
        job.report(
                0,
                new TaskReport.Failed(
                        job.region(0).tasks().getFirst(), "division by zero", new FailureCause("here", false)));
        job.observe(ended(PEER, WorkerPhase.FAILED, "Killed", 137));
        assertThat(region().lastFailure().reason()).isEqualTo("TaskFailed");
    }

    @Test
    void anEndLongAfterTheLossHasNothingToDoWithIt() {
        run();
        job.core().message(WORKER, new WorkerMessage.Failed("the data connection to worker 1 was lost", 1));
        job.pass(ScriptedJob.HEARTBEAT_TIMEOUT + 100);
        job.observe(ended(PEER, WorkerPhase.FAILED, "Killed", 143));
        assertThat(region().lastFailure().reason()).isEqualTo("WorkerFailed");
    }

    @Test
    void k23AVoluntaryEndCostsNothingThoughANeighbourHasToldFirst() {
        for (int attempt = 1; attempt <= 4; attempt++) {
            String worker = "job-r0-0-" + attempt;
            String peer = "job-r0-1-" + attempt;
            if (attempt == 1) {
                budgeted.start();
                budgeted.pass(20);
            }
            budgeted.runAll(0, 2, attempt);
            budgeted.pass(500);
            budgeted.core().message(worker, new WorkerMessage.Failed("the data connection to worker 1 was lost", 1));
            budgeted.observe(new ObservedWorker(
                    peer, "uid-" + peer, "node-1", WorkerPhase.FAILED, "EvictionByEvictionAPI", 143, "", "", true));
            budgeted.pass(100);
        }
        assertThat(budgeted.verdict())
                .as("one restart is all that the budget has")
                .isNull();
    }
}
