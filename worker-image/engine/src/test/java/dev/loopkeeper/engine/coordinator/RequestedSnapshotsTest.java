package dev.loopkeeper.engine.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loopkeeper.api.Program;
import dev.loopkeeper.api.source.Generator;
import dev.loopkeeper.engine.message.TaskCommand.Trigger;
import dev.loopkeeper.engine.message.TaskReport;
import dev.loopkeeper.engine.snapshot.SnapshotId;
import dev.loopkeeper.engine.snapshot.StoreLayout;
import dev.loopkeeper.engine.store.StoreException;
import dev.loopkeeper.provider.RequestedSnapshot;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Snapshots on request: one for each token, kept, and answered by whichever coordinator. */
final class RequestedSnapshotsTest {

    private final ScriptedStore store = new ScriptedStore();
    private final RecordingSink<Long> sink = new RecordingSink<>();
    private final Program lanes = flow ->
            flow.read("numbers", Generator.of(Long.class, number -> number)).write("sink", sink);

    private ScriptedJob running(int regions) {
        ScriptedJob job = new ScriptedJob(lanes, regions, false, store);
        job.start();
        job.pass(20);
        for (int region = 0; region < regions; region++) {
            job.run(region, 1);
        }
        return job;
    }

    private static String worker(int region) {
        return "job-r" + region + "-0-1";
    }

    private static SnapshotId take(ScriptedJob job, int region) {
        SnapshotId snapshot = job.triggered(worker(region));
        job.acknowledge(region, snapshot);
        job.pass(20);
        return snapshot;
    }

    private boolean kept(int region, SnapshotId snapshot) throws StoreException {
        return store.get(StoreLayout.manifest(StoreLayout.region(1, "r" + region), snapshot))
                .isPresent();
    }

    @Test
    void oneIsTakenOfEveryRegionAndTheTokenIsAnsweredOnce() {
        ScriptedJob job = running(2);
        job.wish(null, "a");
        job.wish(null, "a");
        job.pass(60);
        SnapshotId first = take(job, 0);
        assertThat(job.core().requestedSnapshot()).as("a region is missing").isNull();
        SnapshotId second = take(job, 1);
        job.wish(null, "a");
        job.pass(100);

        RequestedSnapshot answer = job.core().requestedSnapshot();
        assertThat(answer.token()).isEqualTo("a");
        assertThat(answer.snapshots()).isEqualTo(Map.of("r0", first.toString(), "r1", second.toString()));
        assertThat(answer.time()).isAfter(Instant.EPOCH);
        assertThat(job.commands(worker(0), Trigger.class)).hasSize(1);
    }

    @Test
    void anOpenSnapshotThatWasBegunBeforeTheRequestIsNotItsAnswer() {
        ScriptedJob job = running(1);
        job.pass(ScriptedJob.SNAPSHOT_INTERVAL + 100);
        SnapshotId open = job.triggered(worker(0));
        job.wish(null, "a");
        job.acknowledge(0, open);
        job.pass(100);
        assertThat(job.core().requestedSnapshot()).isNull();
        SnapshotId next = take(job, 0);

        assertThat(next).isNotEqualTo(open);
        assertThat(job.core().requestedSnapshot().snapshots()).containsEntry("r0", next.toString());
    }

    @Test
    void itIsTakenAgainUntilOneIsCommitted() {
        ScriptedJob job = running(1);
        job.wish(null, "a");
        job.pass(60);
        SnapshotId first = job.triggered(worker(0));
        job.report(0, new TaskReport.Declined(job.region(0).tasks().getFirst(), first, "no disk"));
        job.pass(1_100);
        assertThat(job.triggered(worker(0))).isNotEqualTo(first);
        job.report(0, new TaskReport.Failed(job.region(0).tasks().getFirst(), "it broke"));
        job.pass(100);
        job.run(0, 2);
        job.pass(60);
        SnapshotId third = job.triggered("job-r0-0-2");
        job.acknowledge(0, third);
        job.pass(20);

        assertThat(job.core().requestedSnapshot().snapshots()).containsEntry("r0", third.toString());
    }

    @Test
    void whatWasTakenIsKeptUntilTheNextRequestIsAnswered() throws StoreException {
        ScriptedJob job = running(1);
        job.wish(null, "a");
        job.pass(60);
        SnapshotId first = take(job, 0);
        for (int more = 0; more < 4; more++) {
            job.pass(ScriptedJob.SNAPSHOT_INTERVAL + 100);
            take(job, 0);
        }
        assertThat(kept(0, first)).isTrue();

        job.wish(null, "b");
        job.pass(60);
        assertThat(kept(0, first)).as("the next one is not there yet").isTrue();
        take(job, 0);
        job.pass(20);
        assertThat(job.core().requestedSnapshot().token()).isEqualTo("b");
        assertThat(kept(0, first)).isFalse();
    }

    @Test
    void theNextCoordinatorKnowsTheAnswerAndKeepsWhatWasTaken() throws StoreException {
        ScriptedJob job = running(1);
        job.wish(null, "a");
        job.pass(60);
        SnapshotId first = take(job, 0);
        for (int more = 0; more < 4; more++) {
            job.pass(ScriptedJob.SNAPSHOT_INTERVAL + 100);
            take(job, 0);
        }

        ScriptedJob successor = new ScriptedJob(lanes, 1, false, store);
        successor.start();
        successor.pass(20);
        assertThat(successor.core().requestedSnapshot().snapshots()).containsEntry("r0", first.toString());
        successor.register(0, 1, true);
        successor
                .region(0)
                .tasks()
                .forEach(task -> successor.report(0, new TaskReport.Resumed(task, false, null, null)));
        successor.wish(null, "a");
        successor.pass(100);
        assertThat(successor.commands(worker(0), Trigger.class)).isEmpty();
        for (int more = 0; more < 3; more++) {
            successor.pass(ScriptedJob.SNAPSHOT_INTERVAL + 100);
            take(successor, 0);
        }
        assertThat(kept(0, first)).isTrue();
    }

    @Test
    void aRequestOfWhichASnapshotIsLostIsOpenAgain() {
        ScriptedJob job = running(1);
        job.wish(null, "a");
        job.pass(60);
        SnapshotId first = take(job, 0);
        job.pass(ScriptedJob.SNAPSHOT_INTERVAL + 100);
        take(job, 0);
        store.delete(List.of(StoreLayout.manifest(StoreLayout.region(1, "r0"), first)));

        ScriptedJob successor = new ScriptedJob(lanes, 1, false, store);
        successor.start();
        successor.pass(20);
        assertThat(successor.core().requestedSnapshot()).isNull();
        successor.register(0, 1, true);
        successor
                .region(0)
                .tasks()
                .forEach(task -> successor.report(0, new TaskReport.Resumed(task, false, null, null)));
        successor.wish(null, "a");
        successor.pass(60);
        SnapshotId second = take(successor, 0);

        assertThat(successor.core().requestedSnapshot().snapshots()).containsEntry("r0", second.toString());
    }

    @Test
    void aNewerTokenTakesThePlaceOfOneThatIsNotAnswered() {
        ScriptedJob job = running(1);
        job.wish(null, "a");
        job.pass(60);
        SnapshotId begun = job.triggered(worker(0));
        job.wish(null, "b");
        job.acknowledge(0, begun);
        job.pass(60);
        assertThat(job.core().requestedSnapshot()).isNull();
        SnapshotId next = take(job, 0);

        assertThat(job.core().requestedSnapshot().token()).isEqualTo("b");
        assertThat(job.core().requestedSnapshot().snapshots()).containsEntry("r0", next.toString());
    }
}
