package dev.loopkeeper.engine.coordinator.restore;

import dev.loopkeeper.api.source.Source;
import dev.loopkeeper.api.source.Split;
import dev.loopkeeper.engine.coordinator.port.CoordinatorPorts;
import dev.loopkeeper.engine.coordinator.port.PatientWork;
import dev.loopkeeper.engine.coordinator.snapshot.SnapshotStore;
import dev.loopkeeper.engine.plan.OperatorSpec;
import dev.loopkeeper.engine.plan.Plan;
import dev.loopkeeper.engine.plan.Region;
import dev.loopkeeper.engine.plan.TaskId;
import dev.loopkeeper.engine.plan.Vertex;
import dev.loopkeeper.engine.snapshot.SnapshotId;
import dev.loopkeeper.engine.snapshot.TaskPart;
import dev.loopkeeper.engine.work.BackgroundWork.Completion;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * What a region without a snapshot of its own starts from: the splits of its sources, listed here and not by each task, so that all see the
 * same list; or the snapshots of an epoch with another parallelism, or of another job.
 */
public final class InitialParts {

    private final Plan plan;
    private final SnapshotStore store;
    private final CoordinatorPorts ports;

    public InitialParts(Plan plan, SnapshotStore store, CoordinatorPorts ports) {
        this.plan = plan;
        this.store = store;
        this.ports = ports;
    }

    /**
     * Finds them in the background. While the store cannot be reached it is tried again.
     *
     * @param startsFrom the snapshots that the epoch starts from, by folder; empty for the first
     * @param over whether nobody needs them any more
     * @param failed given one line, where a source cannot be listed or a snapshot cannot be read
     */
    public void find(
            Region region,
            Map<String, SnapshotId> startsFrom,
            BooleanSupplier over,
            Consumer<Map<TaskId, TaskPart>> done,
            Consumer<String> failed) {
        new PatientWork(ports, over)
                .start(
                        "inputs of " + region.name(),
                        () -> of(region, startsFrom),
                        new Completion<Map<TaskId, TaskPart>>() {
                            @Override
                            public void succeeded(Map<TaskId, TaskPart> parts) {
                                done.accept(parts);
                            }

                            @Override
                            public void failed(Exception cause) {
                                failed.accept(cause.getMessage());
                            }
                        });
    }

    private Map<TaskId, TaskPart> of(Region region, Map<String, SnapshotId> startsFrom) throws Exception {
        RestorePlanner planner = new RestorePlanner(plan);
        Map<TaskId, TaskPart> parts = new HashMap<>();
        if (!startsFrom.isEmpty()) {
            parts.putAll(planner.ground(region, store.manifests(startsFrom)));
        }
        Map<String, List<Split>> splits = new HashMap<>();
        for (TaskId task : region.tasks()) {
            Vertex vertex = plan.vertex(task.vertex());
            if (vertex.entry().spec() instanceof OperatorSpec.Read read && !parts.containsKey(task)) {
                String name = vertex.entry().name();
                if (!splits.containsKey(name)) {
                    splits.put(name, list(name, read.source()));
                }
            }
        }
        planner.fresh(region, splits).forEach(parts::putIfAbsent);
        return parts;
    }

    private List<Split> list(String name, Source<?> source) throws IOException {
        try {
            return source.splits(ports.sourceContext());
        } catch (IOException e) {
            throw new IOException("source \"" + name + "\": " + e.getMessage(), e);
        }
    }
}
