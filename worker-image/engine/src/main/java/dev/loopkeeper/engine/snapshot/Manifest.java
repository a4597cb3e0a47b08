package dev.loopkeeper.engine.snapshot;

import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.UnaryOperator;

/**
 * A region's snapshot: everything a restore needs, by name.
 *
 * @param region the folder of the region
 * @param predecessor the snapshot committed before it, {@link SnapshotId#NONE} for the first (R13)
 * @param signature the program it was taken of
 * @param last whether all of the region had ended
 * @param rescalable whether it can be restored at another parallelism
 * @param uploadedBytes what was uploaded for it, not what it names
 */
public record Manifest(
        String region,
        SnapshotId snapshot,
        SnapshotId predecessor,
        int attempt,
        int epoch,
        int parallelism,
        SortedMap<String, String> signature,
        boolean last,
        boolean rescalable,
        long uploadedBytes,
        Instant time,
        List<TaskPart> tasks) {

    public Manifest {
        tasks = List.copyOf(tasks);
    }

    /** The same with these parts only. */
    public Manifest withTasks(List<TaskPart> parts) {
        return new Manifest(
                region,
                snapshot,
                predecessor,
                attempt,
                epoch,
                parallelism,
                signature,
                last,
                rescalable,
                uploadedBytes,
                time,
                parts);
    }

    /**
     * A copy in another folder, the first of its chain.
     *
     * @param moved where a chunk of this one is copied to
     */
    public Manifest copied(String folder, SnapshotId id, int newEpoch, UnaryOperator<ChunkRef> moved) {
        return new Manifest(
                folder,
                id,
                SnapshotId.NONE,
                attempt,
                newEpoch,
                parallelism,
                signature,
                last,
                rescalable,
                uploadedBytes,
                time,
                tasks.stream().map(task -> task.withChunks(moved)).toList());
    }

    /** The keys of all objects it names. */
    public Set<String> objects() {
        return objects(tasks);
    }

    /** The keys of all objects that some tasks' parts name. */
    public static Set<String> objects(List<TaskPart> tasks) {
        Set<String> objects = new LinkedHashSet<>();
        chunks(tasks).forEach(chunk -> objects.add(chunk.object()));
        return objects;
    }

    /** All chunks it names. */
    public Set<ChunkRef> chunks() {
        return chunks(tasks);
    }

    private static Set<ChunkRef> chunks(List<TaskPart> tasks) {
        Set<ChunkRef> chunks = new LinkedHashSet<>();
        for (TaskPart task : tasks) {
            for (OperatorPart part : task.operators()) {
                switch (part) {
                    case OperatorPart.Keyed keyed -> keyed.groups().forEach(group -> chunks.addAll(group.chunks()));
                    case OperatorPart.Head head ->
                        head.logs().forEach(log -> log.chunks().forEach(piece -> chunks.add(piece.chunk())));
                    case OperatorPart.TaskValues values -> {}
                    case OperatorPart.Splits splits -> {}
                    case OperatorPart.Tail tail -> {}
                    case OperatorPart.Transactions transactions -> {}
                }
            }
        }
        return chunks;
    }
}
