package dev.loopkeeper.engine.coordinator.region;

import dev.loopkeeper.engine.message.CoordinatorMessage.Deploy;
import dev.loopkeeper.engine.plan.TaskId;
import dev.loopkeeper.engine.snapshot.TaskPart;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** What each worker of an attempt is told to run; kept until the tasks run, for a worker whose stream breaks in between. */
final class Deployments {

    private final Map<String, Deploy> deployments = new HashMap<>();

    /** Deals the tasks' parts out to the workers that run them. */
    void make(long claim, int region, String folder, RegionWorkers workers, Map<TaskId, TaskPart> parts) {
        for (int index = 0; index < workers.count(); index++) {
            Map<TaskId, TaskPart> own = new HashMap<>();
            List<Integer> slots = workers.slots(index);
            parts.forEach((task, part) -> {
                if (slots.contains(task.index())) {
                    own.put(task, part);
                }
            });
            deployments.put(
                    workers.name(index),
                    new Deploy(
                            claim,
                            region,
                            workers.attempt(),
                            folder,
                            slots,
                            workers.dataAddresses(),
                            workers.workerOfSlot(),
                            own));
        }
    }

    void forEach(BiConsumer<String, Deploy> action) {
        deployments.forEach(action);
    }

    Deploy of(String worker) {
        return deployments.get(worker);
    }

    /** Nothing will be told again. */
    void forget() {
        deployments.clear();
    }
}
