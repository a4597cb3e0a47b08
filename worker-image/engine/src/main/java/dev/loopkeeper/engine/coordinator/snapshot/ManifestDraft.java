package dev.loopkeeper.engine.coordinator.snapshot;

import dev.loopkeeper.engine.plan.Plan;
import dev.loopkeeper.engine.plan.Region;
import dev.loopkeeper.engine.plan.TaskId;
import dev.loopkeeper.engine.plan.Vertex;
import dev.loopkeeper.engine.snapshot.Manifest;
import dev.loopkeeper.engine.snapshot.SnapshotId;
import dev.loopkeeper.engine.snapshot.TaskPart;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Makes a region's manifests of what its tasks acknowledge. Pure. */
final class ManifestDraft {

    private final Plan plan;
    private final Region region;
    private final String folder;
    private final int epoch;

    /** The entries of the chains in which an operator is told of the end. */
    private final Set<String> withCallbacks = new HashSet<>();

    ManifestDraft(Plan plan, Region region, String folder, int epoch) {
        this.plan = plan;
        this.region = region;
        this.folder = folder;
        this.epoch = epoch;
        for (TaskId task : region.tasks()) {
            Vertex vertex = plan.vertex(task.vertex());
            if (vertex.operators().stream().anyMatch(operator -> operator.spec().hasCallbacks())) {
                withCallbacks.add(vertex.entry().name());
            }
        }
    }

    /** The manifest of a snapshot that all tasks have acknowledged. */
    Manifest of(OpenSnapshot snapshot, SnapshotId predecessor, int attempt, long now) {
        List<TaskPart> tasks = new ArrayList<>();
        for (TaskId task : region.tasks()) {
            tasks.add(snapshot.parts.get(task));
        }
        return new Manifest(
                folder,
                snapshot.id,
                predecessor,
                attempt,
                epoch,
                plan.parallelism(),
                plan.signature(),
                snapshot.last,
                snapshot.rescalable && endedAlike(tasks),
                snapshot.uploadedBytes,
                Instant.ofEpochMilli(now),
                tasks);
    }

    /**
     * A restore at another parallelism cannot call {@code onEnd} for some keys of an operator and not for others: all tasks of one with such a
     * callback have ended, or none.
     */
    private boolean endedAlike(List<TaskPart> tasks) {
        TreeMap<String, Boolean> ended = new TreeMap<>();
        for (TaskPart task : tasks) {
            if (!withCallbacks.contains(task.entry())) {
                continue;
            }
            Boolean before = ended.putIfAbsent(task.entry(), task.ended());
            if (before != null && before != task.ended()) {
                return false;
            }
        }
        return true;
    }

    /** An object that a part must not name: neither of a retained snapshot nor of this one (R10); null if there is none. */
    String foreignObject(TaskPart part, SnapshotId snapshot, Predicate<String> retained) {
        String own = folder + "chunks/" + snapshot + ".";
        for (String object : Manifest.objects(List.of(part))) {
            if (!object.startsWith(own) && !retained.test(object)) {
                return object;
            }
        }
        return null;
    }

    String taskName(TaskId task) {
        return plan.vertex(task.vertex()).name() + "/" + task.index();
    }
}
