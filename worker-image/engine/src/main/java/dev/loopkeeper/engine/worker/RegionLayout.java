package dev.loopkeeper.engine.worker;

import dev.loopkeeper.engine.network.ChannelPlacement;
import dev.loopkeeper.engine.plan.ChannelId;
import dev.loopkeeper.engine.plan.Edge;
import dev.loopkeeper.engine.plan.OperatorSpec;
import dev.loopkeeper.engine.plan.Plan;
import dev.loopkeeper.engine.plan.Region;
import dev.loopkeeper.engine.plan.TaskId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What of a region runs where. */
final class RegionLayout {

    private RegionLayout() {}

    /** All channels of the region, with the workers of their ends. */
    static List<ChannelPlacement> channels(Plan plan, Region region, Map<Integer, Integer> workerOfSlot) {
        Set<TaskId> tasks = new HashSet<>(region.tasks());
        List<ChannelPlacement> placements = new ArrayList<>();
        for (Edge edge : plan.edges()) {
            if (edge.kind().cutsRegions()) {
                continue;
            }
            for (ChannelId channel : plan.channels(edge)) {
                if (tasks.contains(new TaskId(edge.from(), channel.from()))) {
                    placements.add(new ChannelPlacement(
                            channel, worker(workerOfSlot, channel.from()), worker(workerOfSlot, channel.to())));
                }
            }
        }
        return placements;
    }

    /** The tasks that a slot runs, in the plan's order. */
    static List<TaskId> tasks(Region region, int slot) {
        return region.tasks().stream().filter(task -> task.index() == slot).toList();
    }

    /** How many of the tasks read a source. */
    static int sources(Plan plan, List<TaskId> tasks) {
        return count(plan, tasks, OperatorSpec.Read.class);
    }

    /** How many of the tasks are a loop's head, and have a feedback log. */
    static int heads(Plan plan, List<TaskId> tasks) {
        return count(plan, tasks, OperatorSpec.Head.class);
    }

    private static int count(Plan plan, List<TaskId> tasks, Class<? extends OperatorSpec> kind) {
        return (int) tasks.stream()
                .filter(task ->
                        kind.isInstance(plan.vertex(task.vertex()).entry().spec()))
                .count();
    }

    private static int worker(Map<Integer, Integer> workerOfSlot, int slot) {
        Integer worker = workerOfSlot.get(slot);
        if (worker == null) {
            throw new IllegalArgumentException("the deployment names no worker of slot " + slot);
        }
        return worker;
    }
}
