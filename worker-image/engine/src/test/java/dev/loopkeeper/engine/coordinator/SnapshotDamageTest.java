package dev.loopkeeper.engine.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loopkeeper.api.Program;
import dev.loopkeeper.api.source.Generator;
import dev.loopkeeper.engine.coordinator.restore.FallBack;
import dev.loopkeeper.engine.message.CoordinatorMessage.Deploy;
import dev.loopkeeper.engine.message.TaskCommand.Trigger;
import dev.loopkeeper.engine.message.TaskReport;
import dev.loopkeeper.engine.plan.TaskId;
import dev.loopkeeper.engine.snapshot.ChunkRef;
import dev.loopkeeper.engine.snapshot.HeadRecord;
import dev.loopkeeper.engine.snapshot.JobRecord;
import dev.loopkeeper.engine.snapshot.Manifest;
import dev.loopkeeper.engine.snapshot.OperatorPart;
import dev.loopkeeper.engine.snapshot.SnapshotId;
import dev.loopkeeper.engine.snapshot.StoreLayout;
import dev.loopkeeper.engine.snapshot.StoredValues;
import dev.loopkeeper.engine.store.StoreException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

/** What a coordinator makes of snapshots that cannot be restored (R14, trap 12). */
final class SnapshotDamageTest {

    private static final String FOLDER = StoreLayout.region(1, "r0");

    private final ScriptedStore store = new ScriptedStore();
    private final RecordingSink<Long> sink = new RecordingSink<>();
    private final Program program = flow ->
            flow.read("numbers", Generator.of(Long.class, number -> number)).write("sink", sink);

    private ScriptedJob job(boolean repeatOutput) {
        ScriptedJob job = new ScriptedJob(program, 1, false, repeatOutput, store);
        job.start();
        job.pass(20);
        return job;
    }

    /** A snapshot of the region that uploads one chunk of its own and names another one. */
    private ChunkRef commit(ScriptedJob job, String worker, String... transactions) {
        job.pass(ScriptedJob.SNAPSHOT_INTERVAL + 100);
        SnapshotId snapshot = job.triggered(worker);
        String object = StoreLayout.chunks(FOLDER, snapshot, 1) + "state";
        byte[] content = ("state of " + snapshot).getBytes(java.nio.charset.StandardCharsets.UTF_8);
        store.put(object, ByteBuffer.wrap(content));
        CRC32C checksum = new CRC32C();
        checksum.update(content);
        ChunkRef chunk = new ChunkRef(object, 0, content.length, (int) checksum.getValue());
        job.acknowledge(0, snapshot, chunk, transactions);
        job.pass(50);
        return chunk;
    }

    private HeadRecord head() throws StoreException {
        return StoredValues.decode(
                "head", store.get(FOLDER + "head").orElseThrow().content(), HeadRecord.class);
    }

    private static void lose(ScriptedJob job, int attempt) {
        job.report(0, new TaskReport.Failed(task(job), "a worker's machine broke in attempt " + attempt));
        job.pass(50);
    }

    private static TaskId task(ScriptedJob job) {
        return job.region(0).tasks().getFirst();
    }

    /** The worker of an attempt is deployed and finds the chunk damaged. */
    private static void findDamaged(ScriptedJob job, int attempt, ChunkRef chunk) {
        job.register(0, attempt, false);
        job.pass(10);
        job.report(0, new TaskReport.Damaged(task(job), chunk, "object " + chunk.object() + " is damaged"));
        job.pass(50);
    }

    private static List<ChunkRef> deployed(ScriptedJob job, String worker) {
        Deploy deploy = job.messages(worker, Deploy.class).getLast();
        return deploy.parts().values().stream()
                .flatMap(part -> part.operators().stream())
                .filter(OperatorPart.Keyed.class::isInstance)
                .flatMap(part -> ((OperatorPart.Keyed) part).groups().stream())
                .flatMap(group -> group.chunks().stream())
                .distinct()
                .toList();
    }

    @Test
    void withNothingCommittedSinceTheRegionGoesBackAndItsNumbersGoOn() throws StoreException {
        ScriptedJob job = job(false);
        String worker = job.run(0, 1);
        ChunkRef first = commit(job, worker, "t1");
        ChunkRef second = commit(job, worker);
        SnapshotId given = job.triggered(worker);
        store.delete(List.of(second.object()));
        lose(job, 1);

        findDamaged(job, 2, second);
        String third = job.run(0, 3);

        assertThat(deployed(job, third)).containsExactly(first);
        assertThat(head().snapshot()).isEqualTo(new SnapshotId(1, given.counter() - 1));
        assertThat(head().attempt()).isEqualTo(3);
        job.pass(ScriptedJob.SNAPSHOT_INTERVAL + 100);
        assertThat(job.triggered(third)).isEqualTo(given.next());
        assertThat(job.commands(third, Trigger.class).getLast().committed()).isEqualTo(head().snapshot());
        job.acknowledge(0, given.next(), first, "t3");
        job.pass(50);
        Manifest manifest =
                new dev.loopkeeper.engine.coordinator.snapshot.SnapshotStore(store).manifest(FOLDER, given.next());
        assertThat(manifest.predecessor()).isEqualTo(new SnapshotId(1, given.counter() - 1));
        assertThat(store.get(StoreLayout.manifest(FOLDER, given)))
                .as("given up")
                .isEmpty();
        assertThat(job.refusal()).isNull();
    }

    @Test
    void outputCommittedSinceStopsTheJobAndItGoesOnWhenTheObjectIsBack() throws StoreException {
        ScriptedJob job = job(false);
        String worker = job.run(0, 1);
        commit(job, worker, "t1");
        ChunkRef second = commit(job, worker, "t2");
        byte[] content = store.get(second.object()).orElseThrow().content();
        store.put(second.object(), ByteBuffer.wrap(content, 0, 3));
        lose(job, 1);

        findDamaged(job, 2, second);

        assertThat(job.refusal()).contains(second.object(), "1 output transactions", FallBack.OPTION);
        assertThat(job.verdict()).isNull();
        assertThat(head().snapshot()).isEqualTo(new SnapshotId(1, 2));

        store.put(second.object(), ByteBuffer.wrap(content));
        ScriptedJob again = job(false);
        again.pass(2 * ScriptedJob.HEARTBEAT_TIMEOUT);
        assertThat(deployed(again, again.run(0, 3))).containsExactly(second);
        assertThat(again.refusal()).isNull();
    }

    @Test
    void outputCommittedSinceIsRepeatedWhereTheJobAcceptsIt() throws StoreException {
        ScriptedJob job = job(true);
        String worker = job.run(0, 1);
        ChunkRef first = commit(job, worker, "t1");
        ChunkRef second = commit(job, worker, "t2");
        store.delete(List.of(second.object()));
        lose(job, 1);

        findDamaged(job, 2, second);

        assertThat(deployed(job, job.run(0, 3))).containsExactly(first);
        assertThat(job.events()).anyMatch(event -> event.contains("1 committed transactions of output"));
    }

    /** What goes wrong on the way to one machine is no reason to give up a snapshot. */
    @Test
    void aChunkThatIsIntactInTheStoreIsRestoredAgain() throws StoreException {
        ScriptedJob job = job(true);
        String worker = job.run(0, 1);
        commit(job, worker);
        ChunkRef second = commit(job, worker);
        lose(job, 1);

        findDamaged(job, 2, second);

        assertThat(deployed(job, job.run(0, 3))).containsExactly(second);
        assertThat(head().snapshot()).isEqualTo(new SnapshotId(1, 2));
    }

    /** A newer coordinator may have deleted what is missing: it is not for this one to report it. */
    @Test
    void aMissingChunkIsNotReportedByAFencedCoordinator() throws StoreException {
        ScriptedJob job = job(false);
        String worker = job.run(0, 1);
        ChunkRef chunk = commit(job, worker, "t1");
        store.delete(List.of(chunk.object()));
        lose(job, 1);
        JobRecord record = StoredValues.decode(
                "job", store.get(StoreLayout.JOB).orElseThrow().content(), JobRecord.class);
        store.put(StoreLayout.JOB, StoredValues.encode(record.withClaim(2, 1).withNonce("of another one")));

        findDamaged(job, 2, chunk);

        assertThat(job.fence()).contains("another coordinator");
        assertThat(job.refusal()).isNull();
        assertThat(job.verdict()).isNull();
    }

    @Test
    void aLostManifestStopsTheJobUnlessItAcceptsRepeatedOutput() throws StoreException {
        ScriptedJob job = job(false);
        String worker = job.run(0, 1);
        ChunkRef first = commit(job, worker, "t1");
        commit(job, worker, "t2");
        job.lose(0);
        String manifest = StoreLayout.manifest(FOLDER, new SnapshotId(1, 2));
        store.put(manifest, ByteBuffer.wrap(new byte[7]));

        ScriptedJob refusing = job(false);
        assertThat(refusing.refusal()).contains(manifest, "1-1", FallBack.OPTION);
        assertThat(head().snapshot()).isEqualTo(new SnapshotId(1, 2));

        ScriptedJob accepting = job(true);
        accepting.pass(20);
        assertThat(accepting.refusal()).isNull();
        assertThat(head().snapshot()).isEqualTo(new SnapshotId(1, 1));
        // The attempt that may still run is ahead of what stands in the head now: it is not waited for.
        assertThat(deployed(accepting, accepting.run(0, 2))).containsExactly(first);
    }
}
