package dev.loopkeeper.engine.plan;

import java.util.List;

/**
 * Tasks that fail and restart together: a connected component over pipelined edges and feedback.
 *
 * @param id its index in the plan
 * @param title what people know it by, made of the names of its first operators
 * @param tasks its tasks in ascending order
 * @param slots the task indexes it has, ascending: the tasks of one index share a slot, run by one thread
 */
public record Region(int id, String title, List<TaskId> tasks, List<Integer> slots) {

    public Region {
        tasks = List.copyOf(tasks);
        slots = List.copyOf(slots);
    }

    /** As it is called in names of pods, files and objects. */
    public String name() {
        return "r" + id;
    }
}
