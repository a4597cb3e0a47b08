package dev.loopkeeper.engine.coordinator.region;

import dev.loopkeeper.engine.plan.TaskId;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/** How far the tasks of an attempt are, as they have told. */
final class TaskProgress {

    private final int tasks;
    private final Set<TaskId> ended = new HashSet<>();
    private final Set<TaskId> resumed = new HashSet<>();
    private final Set<TaskId> replaying = new HashSet<>();

    /** @param tasks how many the region has */
    TaskProgress(int tasks) {
        this.tasks = tasks;
    }

    void ended(TaskId task) {
        ended.add(task);
    }

    boolean allEnded() {
        return ended.size() == tasks;
    }

    boolean ended(Set<TaskId> some) {
        return ended.containsAll(some);
    }

    /** The task has answered a new coordinator. */
    void resumed(TaskId task) {
        resumed.add(task);
    }

    boolean allResumed() {
        return resumed.size() == tasks;
    }

    /** These heads begin with a restored log. */
    void replay(Collection<TaskId> heads) {
        replaying.addAll(heads);
    }

    /** A head has processed its restored log; true when it was the last one. */
    boolean replayed(TaskId head) {
        return replaying.remove(head) && replaying.isEmpty();
    }
}
