package dev.loopkeeper.engine.coordinator.snapshot;

import dev.loopkeeper.engine.plan.TaskId;
import dev.loopkeeper.engine.snapshot.SnapshotId;
import dev.loopkeeper.engine.snapshot.TaskPart;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** A snapshot of a region between its trigger and its end. At most one for each region. */
final class OpenSnapshot {

    final SnapshotId id;
    final long triggeredAt;
    /** The newest request that had been made when it was triggered. */
    final int request;

    final boolean stop;
    /** Whether the whole region had ended when it was triggered. */
    final boolean last;

    final boolean rescalable;
    final Map<TaskId, TaskPart> parts = new HashMap<>();
    long uploadedBytes;
    /** Set when all parts are there: from then on it is the store that decides. */
    boolean committing;
    /** Set when the write of the head is under way: it cannot be called back. */
    boolean swinging;

    private final Set<TaskId> sources;
    private final int tasks;

    OpenSnapshot(
            SnapshotId id,
            long triggeredAt,
            int request,
            boolean stop,
            boolean last,
            boolean rescalable,
            Set<TaskId> sources,
            int tasks) {
        this.id = id;
        this.triggeredAt = triggeredAt;
        this.request = request;
        this.stop = stop;
        this.last = last;
        this.rescalable = rescalable;
        this.sources = new HashSet<>(sources);
        this.tasks = tasks;
    }

    /** A source has sent its barrier; true when that was the last one. */
    boolean barrierSent(TaskId source) {
        return sources.remove(source) && sources.isEmpty();
    }

    /** A task's part is durable; true when that was the last one. */
    boolean acknowledged(TaskId task, TaskPart part, long bytes) {
        if (parts.putIfAbsent(task, part) == null) {
            uploadedBytes += bytes;
        }
        return parts.size() == tasks;
    }
}
