package dev.loopkeeper.engine.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Finds what fails and restarts together: connected components of tasks over edges that cut nothing, and feedback. */
final class Regions {

    private static final int NAMES_IN_TITLE = 3;

    private final Chaining.Chains chains;
    private final int parallelism;
    private final int[] parent;

    private Regions(Chaining.Chains chains, int parallelism) {
        this.chains = chains;
        this.parallelism = parallelism;
        this.parent = new int[chains.vertices().size() * parallelism];
        for (int task = 0; task < parent.length; task++) {
            parent[task] = task;
        }
    }

    /** The regions, in the order of their first tasks. */
    static List<Region> of(Chaining.Chains chains, List<LoopPlan> loops, int parallelism) {
        Regions regions = new Regions(chains, parallelism);
        for (Edge edge : chains.edges()) {
            regions.join(edge);
        }
        for (LoopPlan loop : loops) {
            regions.join(loop);
        }
        return regions.components();
    }

    private void join(Edge edge) {
        if (edge.kind().cutsRegions()) {
            return;
        }
        boolean forward = edge.partitioning() instanceof Partitioning.Forward;
        for (int index = 0; index < parallelism; index++) {
            // All producers meet in consumer 0, and all consumers in producer 0.
            join(edge.from(), index, edge.to(), forward ? index : 0);
            join(edge.from(), forward ? index : 0, edge.to(), index);
        }
    }

    /** The rounds and the end of a loop are decided for all of its heads at once, so they share a region even where none feeds another. */
    private void join(LoopPlan loop) {
        int first = loop.variables().getFirst().headVertex();
        for (LoopPlan.Variable variable : loop.variables()) {
            for (int index = 0; index < parallelism; index++) {
                join(first, 0, variable.headVertex(), index);
                join(variable.headVertex(), index, variable.tailVertex(), index);
            }
        }
    }

    private void join(int leftVertex, int leftIndex, int rightVertex, int rightIndex) {
        int left = root(leftVertex * parallelism + leftIndex);
        int right = root(rightVertex * parallelism + rightIndex);
        // The smaller one stays, so that a component's root is its first task.
        parent[Math.max(left, right)] = Math.min(left, right);
    }

    private int root(int task) {
        int root = task;
        while (parent[root] != root) {
            parent[root] = parent[parent[root]];
            root = parent[root];
        }
        return root;
    }

    private List<Region> components() {
        TreeMap<Integer, List<TaskId>> byRoot = new TreeMap<>();
        for (int task = 0; task < parent.length; task++) {
            byRoot.computeIfAbsent(root(task), _ -> new ArrayList<>())
                    .add(new TaskId(task / parallelism, task % parallelism));
        }
        List<Region> regions = new ArrayList<>();
        for (List<TaskId> tasks : byRoot.values()) {
            TreeSet<Integer> slots = tasks.stream().map(TaskId::index).collect(Collectors.toCollection(TreeSet::new));
            regions.add(new Region(regions.size(), title(tasks, slots), tasks, List.copyOf(slots)));
        }
        return regions;
    }

    /** The names of its sources or, behind a cut, of its first operators; with the task index where it has only one of several. */
    private String title(List<TaskId> tasks, TreeSet<Integer> slots) {
        List<Vertex> entered = tasks.stream()
                .map(TaskId::vertex)
                .distinct()
                .map(chains.vertices()::get)
                .filter(vertex -> vertex.inputs().stream()
                        .allMatch(edge -> chains.edges().get(edge).kind().cutsRegions()))
                .toList();
        String names = entered.stream()
                .limit(NAMES_IN_TITLE)
                .map(vertex -> vertex.entry().name())
                .collect(Collectors.joining(", "));
        String more = entered.size() > NAMES_IN_TITLE ? " and " + (entered.size() - NAMES_IN_TITLE) + " more" : "";
        return names + more + (slots.size() < parallelism ? " [" + slots.first() + "]" : "");
    }
}
