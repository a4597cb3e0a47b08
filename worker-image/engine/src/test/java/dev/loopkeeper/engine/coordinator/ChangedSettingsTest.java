package dev.loopkeeper.engine.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loopkeeper.api.Program;
import dev.loopkeeper.api.source.Generator;
import dev.loopkeeper.engine.message.CoordinatorMessage.Deploy;
import dev.loopkeeper.engine.message.TaskCommand.Trigger;
import dev.loopkeeper.engine.message.TaskReport;
import dev.loopkeeper.engine.message.WorkerMessage;
import dev.loopkeeper.provider.LiveSettings;
import dev.loopkeeper.provider.RegionPhase;
import dev.loopkeeper.provider.RestartPolicy;
import dev.loopkeeper.provider.Verdict;
import org.junit.jupiter.api.Test;

/** K17: what is changed while a job runs counts at once, without a restart. */
final class ChangedSettingsTest {

    private final ScriptedStore store = new ScriptedStore();
    private final RecordingSink<Long> sink = new RecordingSink<>();
    private final Program lanes = flow ->
            flow.read("numbers", Generator.of(Long.class, number -> number)).write("sink", sink);
    private final ScriptedJob job = new ScriptedJob(lanes, 1, false, store);

    private String running() {
        job.start();
        job.pass(20);
        return job.run(0, 1);
    }

    private static LiveSettings interval(long millis) {
        return new LiveSettings(millis, null, null, null, null, null, null, null, null, null);
    }

    private static LiveSettings recovery(Long heartbeatTimeout, Long startTimeout, RestartPolicy restart) {
        return new LiveSettings(null, null, null, null, heartbeatTimeout, startTimeout, null, null, null, restart);
    }

    @Test
    void anotherIntervalCountsFromTheLastTriggerOn() {
        String worker = running();
        job.pass(ScriptedJob.SNAPSHOT_INTERVAL / 2);
        job.wish(interval(100), null);
        job.pass(60);
        assertThat(job.commands(worker, Trigger.class)).hasSize(1);
        job.acknowledge(0, job.triggered(worker));
        job.pass(200);
        assertThat(job.commands(worker, Trigger.class)).hasSize(2);
        job.acknowledge(0, job.triggered(worker));

        job.wish(interval(1_000_000), null);
        job.pass(100_000);
        assertThat(job.commands(worker, Trigger.class)).hasSize(2);
        assertThat(job.core().settings().live().snapshotInterval()).isEqualTo(1_000_000);

        job.wish(null, null);
        job.pass(60);
        assertThat(job.commands(worker, Trigger.class))
                .as("as the run was started with")
                .hasSize(3);
    }

    @Test
    void anotherTimeOutCountsForTheOpenSnapshot() {
        String worker = running();
        job.pass(ScriptedJob.SNAPSHOT_INTERVAL + 100);
        job.triggered(worker);
        job.wish(new LiveSettings(null, 50L, null, null, null, null, null, null, null, null), null);
        job.pass(100);

        assertThat(job.events()).anyMatch(event -> event.contains("not complete after 50 ms"));
    }

    @Test
    void anotherStartTimeOutCountsForTheAttemptUnderWay() {
        job.start();
        job.pass(20);
        job.wish(recovery(null, 500L, null), null);
        job.pass(600);

        assertThat(job.core().regionStatuses().getFirst().lastFailure().reason())
                .isEqualTo("StartTimeout");
        assertThat(job.core().regionStatuses().getFirst().lastFailure().message())
                .isEqualTo(
                        "only 0 of 1 workers were there after 500 ms (startTimeout); missing: job-r0-0-1 (its provider has not made it)");
    }

    @Test
    void workersThatKeepTheirPaceAreNotLostByAShortHeartbeatTimeOut() {
        running();
        job.wish(recovery(1L, null, null), null);
        job.pass(5_000);
        assertThat(job.core().regionStatuses().getFirst().attempt()).isEqualTo(1);

        job.wish(recovery(20 * ScriptedJob.HEARTBEAT_TIMEOUT, null, null), null);
        job.lose(0);
        job.pass(10 * ScriptedJob.HEARTBEAT_TIMEOUT);
        assertThat(job.core().regionStatuses().getFirst().attempt()).isEqualTo(1);
        job.pass(15 * ScriptedJob.HEARTBEAT_TIMEOUT);
        assertThat(job.core().regionStatuses().getFirst().attempt()).isEqualTo(2);
    }

    @Test
    void anotherStrategyCountsForTheNextFailure() {
        running();
        job.wish(recovery(null, null, RestartPolicy.none()), null);
        job.report(0, new TaskReport.Failed(job.region(0).tasks().getFirst(), "it broke"));
        job.pass(100);

        assertThat(job.verdict().outcome()).isEqualTo(Verdict.Outcome.FAILED);
        assertThat(job.verdict().message()).contains("recovery.restart is None");
        assertThat(job.core().regionStatuses().getFirst().restarts())
                .as("none followed the failure")
                .isZero();
    }

    @Test
    void moreRegionsMayRestoreAsSoonAsTheyAreAllowedTo() {
        ScriptedJob wide = new ScriptedJob(lanes, 2, false, store);
        wide.start();
        wide.pass(20);
        wide.wish(new LiveSettings(null, null, null, null, null, null, 1, null, null, null), null);
        String first = wide.register(0, 1, false);
        String second = wide.register(1, 1, false);
        wide.pass(20);
        assertThat(wide.messages(first, Deploy.class)).hasSize(1);
        assertThat(wide.messages(second, Deploy.class)).isEmpty();

        wide.wish(new LiveSettings(null, null, null, null, null, null, 2, null, null, null), null);
        wide.pass(20);
        assertThat(wide.messages(second, Deploy.class)).hasSize(1);
    }

    @Test
    void aRegionThatFailsWhileItWaitsForItsTurnToRestoreGivesTheTurnUp() {
        ScriptedJob wide = new ScriptedJob(lanes, 3, false, store);
        wide.start();
        wide.pass(20);
        wide.wish(new LiveSettings(null, null, null, null, null, null, 1, null, null, null), null);
        String first = wide.register(0, 1, false);
        wide.register(1, 1, false);
        String third = wide.register(2, 1, false);
        wide.pass(20);
        wide.lose(1);
        wide.pass(ScriptedJob.HEARTBEAT_TIMEOUT + 200);
        assertThat(wide.messages(third, Deploy.class)).isEmpty();

        wide.core().message(first, new WorkerMessage.Ready());
        wide.pass(20);
        assertThat(wide.messages(third, Deploy.class)).hasSize(1);
    }

    @Test
    void aFailureTakesTheOtherRegionsWithItAsSoonAsItIsSaid() {
        ScriptedJob wide = new ScriptedJob(lanes, 2, false, store);
        wide.start();
        wide.pass(20);
        wide.run(0, 1);
        wide.run(1, 1);
        wide.wish(new LiveSettings(null, null, null, null, null, null, null, true, null, null), null);
        wide.report(0, new TaskReport.Failed(wide.region(0).tasks().getFirst(), "it broke"));
        wide.pass(100);

        assertThat(wide.core().regionStatuses())
                .allSatisfy(region -> assertThat(region.phase()).isNotEqualTo(RegionPhase.RUNNING));
    }
}
