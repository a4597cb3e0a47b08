package dev.loopkeeper.engine.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loopkeeper.api.Program;
import dev.loopkeeper.api.source.Generator;
import dev.loopkeeper.engine.coordinator.port.RestoreOrigin;
import dev.loopkeeper.engine.message.CoordinatorMessage.Deploy;
import dev.loopkeeper.engine.snapshot.ChunkRef;
import dev.loopkeeper.engine.snapshot.OperatorPart;
import dev.loopkeeper.engine.snapshot.SnapshotId;
import dev.loopkeeper.engine.snapshot.TaskPart;
import dev.loopkeeper.engine.store.ObjectEntry;
import dev.loopkeeper.engine.store.ObjectStore;
import dev.loopkeeper.engine.store.StoreException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

/** K19, R10: a job starts from another one's snapshots, and from then on stands on its own. */
final class RestoredFromOtherJobTest {

    private static final String TEXT = "what the other job has kept";

    private final ScriptedStore theirs = new ScriptedStore();
    private final ScriptedStore own = new ScriptedStore();
    private final RecordingSink<Long> sink = new RecordingSink<>();
    private final Program lanes = flow ->
            flow.read("numbers", Generator.of(Long.class, number -> number)).write("sink", sink);

    private final RestoreOrigin origin = new RestoreOrigin() {
        @Override
        public String address() {
            return "s3://bucket/other";
        }

        @Override
        public ObjectStore open() {
            return theirs;
        }
    };

    /** A chunk in the middle of an object of the other job. */
    private ChunkRef chunk(SnapshotId snapshot) {
        byte[] text = TEXT.getBytes(StandardCharsets.UTF_8);
        CRC32C checksum = new CRC32C();
        checksum.update(text);
        String object = "regions/e1-r0/chunks/" + snapshot + ".1/a";
        theirs.put(object, ByteBuffer.wrap(("before" + TEXT + "after").getBytes(StandardCharsets.UTF_8)));
        return new ChunkRef(object, 6, text.length, (int) checksum.getValue());
    }

    /** The other job runs, commits a snapshot with a chunk and a transaction, and dies. */
    private SnapshotId otherJob(int parallelism) {
        ScriptedJob other = new ScriptedJob(lanes, parallelism, false, theirs);
        other.start();
        other.pass(20);
        String worker = other.run(0, 1);
        other.pass(ScriptedJob.SNAPSHOT_INTERVAL + 100);
        SnapshotId snapshot = other.triggered(worker);
        other.acknowledge(0, snapshot, chunk(snapshot), "of the other");
        other.pass(20);
        return snapshot;
    }

    private ScriptedJob restored(Program program, int parallelism) {
        ScriptedJob job = new ScriptedJob(program, parallelism, false, own).startsFrom(origin);
        job.start();
        job.pass(200);
        return job;
    }

    private static Set<ChunkRef> chunks(Deploy deploy) {
        Set<ChunkRef> chunks = new HashSet<>();
        for (TaskPart part : deploy.parts().values()) {
            for (OperatorPart operator : part.operators()) {
                if (operator instanceof OperatorPart.Keyed keyed) {
                    keyed.groups().forEach(group -> chunks.addAll(group.chunks()));
                }
            }
        }
        return chunks;
    }

    private static List<String> keys(ObjectStore store) throws StoreException {
        List<String> keys = new ArrayList<>();
        store.list("", (ObjectEntry entry) -> keys.add(entry.key()));
        return keys;
    }

    @Test
    void whatItStartsFromIsCopiedAndTheOtherJobsOutputMadeVisible() throws StoreException {
        sink.away(true);
        otherJob(1);
        assertThat(sink.committed()).isEmpty();
        sink.away(false);

        ScriptedJob job = restored(lanes, 1);
        String worker = job.register(0, 1, false);
        job.pass(20);

        assertThat(sink.committed()).containsExactly("of the other");
        Deploy deploy = job.messages(worker, Deploy.class).getFirst();
        assertThat(chunks(deploy)).hasSize(1).allSatisfy(chunk -> {
            assertThat(new String(own.getRange(chunk.object(), chunk.offset(), chunk.length()), StandardCharsets.UTF_8))
                    .isEqualTo(TEXT);
            assertThat(own.get(chunk.object()).orElseThrow().content()).hasSize(TEXT.length());
        });
        assertThat(deploy.folder()).isEqualTo("regions/e2-r0/");
    }

    @Test
    void aNextCoordinatorCopiesNothingAgainAndTheCopyGoesWithTheFirstOwnSnapshot() throws StoreException {
        otherJob(1);
        restored(lanes, 1);
        List<String> before = keys(own);

        ScriptedJob successor = restored(lanes, 1);
        assertThat(keys(own)).isEqualTo(before);
        successor.pass(3 * ScriptedJob.HEARTBEAT_TIMEOUT);
        String worker = successor.run(0, 2);
        successor.pass(ScriptedJob.SNAPSHOT_INTERVAL + 100);
        ChunkRef copied = chunks(successor.messages(worker, Deploy.class).getFirst())
                .iterator()
                .next();
        successor.acknowledge(0, successor.triggered(worker));
        successor.pass(200);

        assertThat(keys(own)).noneMatch(key -> key.startsWith("regions/e0-"));
        assertThat(own.get(copied.object())).isEmpty();
    }

    @Test
    void ownSnapshotsCountAndTheOtherJobNoMore() {
        otherJob(1);
        ScriptedJob job = restored(lanes, 1);
        String worker = job.run(0, 1);
        job.pass(ScriptedJob.SNAPSHOT_INTERVAL + 100);
        SnapshotId mine = job.triggered(worker);
        job.acknowledge(0, mine);
        job.pass(100);
        theirs.delete(List.of("job"));

        ScriptedJob successor = restored(lanes, 1);
        successor.pass(3 * ScriptedJob.HEARTBEAT_TIMEOUT);
        String next = successor.register(0, 2, false);
        successor.pass(20);

        assertThat(successor.refusal()).isNull();
        assertThat(chunks(successor.messages(next, Deploy.class).getFirst())).isEmpty();
    }

    @Test
    void aJobThatIsNotThereOrHasNothingIsRefused() {
        assertThat(restored(lanes, 1).refusal())
                .isEqualTo(
                        "spec.snapshots.restoreFrom: nothing can be restored from s3://bucket/other: there is no job: "
                                + "object job is missing there. The address is s3://bucket/prefix/namespace/job/uid");

        ScriptedJob other = new ScriptedJob(lanes, 1, false, theirs);
        other.start();
        other.pass(20);
        assertThat(restored(lanes, 1).refusal()).endsWith("s3://bucket/other: the job there has no committed snapshot");
    }

    @Test
    void anotherProgramIsRefusedWithWhatDiffers() {
        otherJob(1);
        Program longer = flow -> flow.read("numbers", Generator.of(Long.class, number -> number))
                .map("twice", Long.class, number -> 2 * number)
                .write("sink", sink);

        assertThat(restored(longer, 1).refusal())
                .contains(
                        "its snapshots are of another program: ",
                        "operator twice is in the program and not in the snapshot");
    }

    @Test
    void aDamagedSnapshotIsRefusedWithItsObject() {
        SnapshotId snapshot = otherJob(1);
        String object = "regions/e1-r0/chunks/" + snapshot + ".1/a";
        theirs.put(object, ByteBuffer.wrap("beforewhat the other job has lostafter".getBytes(StandardCharsets.UTF_8)));
        assertThat(restored(lanes, 1).refusal())
                .contains("s3://bucket/other: object " + object + " is damaged", "Put the object back");

        theirs.delete(List.of(object));
        assertThat(restored(lanes, 1).refusal()).contains("object " + object + " is missing or cut short");
    }

    @Test
    void atAnotherParallelismOnlyWhatCanBeDealtOutIsTaken() {
        otherJob(2);
        ScriptedJob job = restored(lanes, 3);
        assertThat(job.refusal()).isNull();
        assertThat(job.core().regionStatuses()).hasSize(3);
    }

    /** Whoever starts from nothing while there are earlier snapshots is to be told: while nothing has run, and never after. */
    @Test
    void k19AJobThatStartsFromNothingSaysSo() throws StoreException {
        ScriptedJob first = new ScriptedJob(lanes, 1, false, own);
        first.start();
        first.pass(200);
        assertThat(first.startedFromNothing()).isEqualTo(1);
        first.run(0, 1);

        ScriptedJob second = new ScriptedJob(lanes, 1, false, own);
        second.start();
        second.pass(200);
        assertThat(second.core().claim()).isEqualTo(2);
        assertThat(second.startedFromNothing()).isZero();
    }

    @Test
    void k19AJobThatGoesOnFromAnotherDoesNotStartFromNothing() throws StoreException {
        otherJob(1);
        assertThat(restored(lanes, 1).startedFromNothing()).isZero();
    }
}
