package dev.loopkeeper.engine.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loopkeeper.api.Program;
import dev.loopkeeper.api.source.Generator;
import dev.loopkeeper.engine.message.TaskCommand;
import dev.loopkeeper.engine.snapshot.SnapshotId;
import dev.loopkeeper.provider.Observations;
import dev.loopkeeper.provider.ObservedWorker;
import dev.loopkeeper.provider.ProviderProtocol;
import dev.loopkeeper.provider.RegionPhase;
import dev.loopkeeper.provider.RegionStatus;
import dev.loopkeeper.provider.WorkerPhase;
import java.util.List;
import org.junit.jupiter.api.Test;

/** K3: a region whose worker is told to go is stopped with a snapshot and goes on elsewhere. */
final class RegionMoveTest {

    private static final String WORKER = "job-r0-0-1";

    private final ScriptedStore store = new ScriptedStore();
    private final Program lanes = flow ->
            flow.read("numbers", Generator.of(Long.class, number -> number)).write("sink", new RecordingSink<>());
    private final ScriptedJob job = new ScriptedJob(lanes, 2, false, store);

    private void run() {
        job.start();
        job.pass(20);
        job.run(0, 1);
        job.run(1, 1);
    }

    private void observe(WorkerPhase phase) {
        String uid = job.core().wanted().stream()
                .filter(worker -> worker.name().equals(WORKER))
                .map(worker -> String.valueOf(worker.uid()))
                .findFirst()
                .orElse("gone");
        job.core()
                .observe(new Observations(
                        ProviderProtocol.VERSION,
                        1,
                        1,
                        List.of(new ObservedWorker(WORKER, uid, null, phase, null, null, "", "", true)),
                        List.of(),
                        false,
                        null));
    }

    private RegionStatus region(int index) {
        return job.core().regionStatuses().get(index);
    }

    private List<TaskCommand.Trigger> triggers() {
        return job.commands(WORKER, TaskCommand.Trigger.class);
    }

    @Test
    void itStopsWithASnapshotAndGoesOnInAnotherAttempt() {
        run();
        observe(WorkerPhase.TERMINATING);
        observe(WorkerPhase.TERMINATING);
        assertThat(triggers()).hasSize(1).allMatch(TaskCommand.Trigger::stop);
        assertThat(region(0).phase()).isEqualTo(RegionPhase.RUNNING);
        SnapshotId snapshot = job.triggered(WORKER);
        job.acknowledge(0, snapshot);
        job.pass(20);
        assertThat(region(0).attempt()).isEqualTo(2);
        assertThat(region(0).lastFailure().reason()).isEqualTo("Moved");
        assertThat(region(1).attempt()).isEqualTo(1);
        job.run(0, 2);
        job.pass(ScriptedJob.SNAPSHOT_INTERVAL + 100);
        assertThat(job.commands("job-r0-0-2", TaskCommand.Trigger.class))
                .isNotEmpty()
                .noneMatch(TaskCommand.Trigger::stop);
    }

    @Test
    void aSnapshotThatDoesNotComeIsNotWaitedForUntilTheWorkersAreEnded() {
        run();
        observe(WorkerPhase.TERMINATING);
        job.pass(54_900);
        assertThat(region(0).attempt()).isEqualTo(1);
        job.pass(200);
        assertThat(region(0).attempt()).isEqualTo(2);
    }

    @Test
    void aWorkerThatHasEndedMeanwhileIsALossAsAnyOther() {
        run();
        observe(WorkerPhase.TERMINATING);
        observe(WorkerPhase.GONE);
        job.pass(20);
        assertThat(region(0).attempt()).isEqualTo(2);
        job.run(0, 2);
        job.pass(60_000);
        assertThat(region(0).attempt()).isEqualTo(2);
        assertThat(region(0).phase()).isEqualTo(RegionPhase.RUNNING);
    }
}
