package dev.loopkeeper.engine.plan;

import dev.loopkeeper.api.loop.Aggregate;
import dev.loopkeeper.api.loop.Asynchronous;
import dev.loopkeeper.api.loop.Loop;
import dev.loopkeeper.api.loop.Rounds;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Draws a plan as a tree for a terminal: regions, their vertices, the exchanges that leave these, and the loops. ASCII, because a terminal's
 * encoding cannot be relied on.
 */
public final class PlanTree {

    private final Plan plan;
    private final StringBuilder text = new StringBuilder();

    private PlanTree(Plan plan) {
        this.plan = plan;
    }

    /** The tree, in lines that each end with a line feed. */
    public static String render(Plan plan) {
        PlanTree tree = new PlanTree(plan);
        tree.append();
        return tree.text.toString();
    }

    private void append() {
        int tasks = plan.vertices().size() * plan.parallelism();
        line(plan.program());
        line("parallelism " + plan.parallelism() + ": " + count(plan.regions().size(), "region") + ", "
                + count(plan.vertices().size(), "vertex", "vertices") + ", " + count(tasks, "task") + ", "
                + count(plan.edges().size(), "exchange"));
        Map<List<Integer>, List<Region>> alike = new LinkedHashMap<>();
        for (Region region : plan.regions()) {
            alike.computeIfAbsent(vertices(region), _ -> new ArrayList<>()).add(region);
        }
        alike.forEach(this::appendRegions);
        plan.loops().forEach(this::appendLoop);
    }

    /** Regions that differ in their task indexes only. */
    private void appendRegions(List<Integer> vertices, List<Region> regions) {
        Region first = regions.getFirst();
        line("");
        if (regions.size() == 1) {
            line("region " + first.name() + " \"" + first.title() + "\": "
                    + count(first.tasks().size(), "task") + " in "
                    + count(first.slots().size(), "slot"));
        } else {
            line("regions " + first.name() + " to " + regions.getLast().name() + " \"" + first.title()
                    + "\" and so on: " + count(first.tasks().size(), "task") + " in "
                    + count(first.slots().size(), "slot") + " each");
        }
        List<Vertex> members = vertices.stream().map(plan::vertex).toList();
        for (Vertex vertex : members) {
            boolean last = vertex == members.getLast();
            line((last ? "`-- " : "|-- ") + "v" + vertex.id() + " " + vertex.name());
            List<String> exchanges = exchanges(vertex);
            for (int i = 0; i < exchanges.size(); i++) {
                line((last ? "    " : "|   ") + (i == exchanges.size() - 1 ? "`-- " : "|-- ") + exchanges.get(i));
            }
        }
    }

    private List<String> exchanges(Vertex vertex) {
        List<String> lines = new ArrayList<>();
        for (Edge edge : plan.edges()) {
            if (edge.from() == vertex.id()) {
                boolean two = plan.edges().stream().anyMatch(other -> other.to() == edge.to() && other.input() == 1);
                lines.add("e" + edge.id() + " to v" + edge.to() + (two ? ", input " + (edge.input() + 1) : "") + ": "
                        + Signatures.partitioning(edge.partitioning()) + ", "
                        + edge.kind().name().toLowerCase(Locale.ROOT) + ", "
                        + edge.type().getSimpleName());
            }
        }
        for (LoopPlan loop : plan.loops()) {
            for (LoopPlan.Variable variable : loop.variables()) {
                if (variable.tailVertex() == vertex.id()) {
                    lines.add("back to v" + variable.headVertex() + ": feedback of " + loop.name() + "."
                            + variable.name() + ", " + variable.type().getSimpleName());
                }
            }
        }
        return lines;
    }

    private void appendLoop(LoopPlan loop) {
        Region region = plan.regionOf(new TaskId(loop.variables().getFirst().headVertex(), 0));
        line("");
        line("loop \"" + loop.name() + "\" in region " + region.name() + ": " + kind(loop.kind()));
        for (LoopPlan.Variable variable : loop.variables()) {
            line((variable == loop.variables().getLast() ? "`-- " : "|-- ") + variable.name() + ": "
                    + variable.type().getSimpleName() + ", head in v" + variable.headVertex() + ", tail in v"
                    + variable.tailVertex() + (variable.remainder() ? ", remainder read" : ""));
        }
    }

    /** A loop's kind in words. */
    static String kind(Loop kind) {
        return switch (kind) {
            case Asynchronous _ -> "asynchronous";
            case Rounds rounds -> {
                String limit = rounds.limit() == Integer.MAX_VALUE ? "" : ", at most " + rounds.limit();
                String quiet = rounds.quiet() ? ", until quiet" : "";
                String aggregates = rounds.aggregates().isEmpty()
                        ? ""
                        : ", aggregates "
                                + rounds.aggregates().stream()
                                        .map(Aggregate::name)
                                        .collect(Collectors.joining(", "));
                yield "rounds" + limit + quiet + aggregates;
            }
        };
    }

    private static List<Integer> vertices(Region region) {
        return region.tasks().stream().map(TaskId::vertex).distinct().toList();
    }

    private static String count(int number, String noun) {
        return count(number, noun, noun + "s");
    }

    private static String count(int number, String one, String many) {
        return number + " " + (number == 1 ? one : many);
    }

    private void line(String line) {
        text.append(line).append('\n');
    }
}
