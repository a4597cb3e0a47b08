package dev.loopkeeper.engine.plan;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;

/** A plan as JSON, for people and tools: what {@code GET /v1/plan} answers. Fields are only ever added. */
public final class PlanJson {

    private PlanJson() {}

    /** One JSON object, in one line. */
    public static String write(Plan plan) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("program", plan.program());
        json.put("parallelism", plan.parallelism());
        json.put("logicalHash", plan.logicalHash());
        json.put("physicalHash", plan.physicalHash());
        ArrayNode regions = json.putArray("regions");
        plan.regions().forEach(region -> add(regions, region));
        ArrayNode vertices = json.putArray("vertices");
        plan.vertices().forEach(vertex -> add(vertices, vertex));
        ArrayNode edges = json.putArray("edges");
        plan.edges().forEach(edge -> add(edges, edge));
        ArrayNode loops = json.putArray("loops");
        plan.loops().forEach(loop -> add(loops, loop));
        return json.toString();
    }

    private static void add(ArrayNode regions, Region region) {
        ObjectNode json = regions.addObject();
        json.put("name", region.name());
        json.put("title", region.title());
        region.slots().forEach(json.putArray("slots")::add);
        List<Integer> vertices =
                region.tasks().stream().map(TaskId::vertex).distinct().toList();
        vertices.forEach(json.putArray("vertices")::add);
    }

    private static void add(ArrayNode vertices, Vertex vertex) {
        ObjectNode json = vertices.addObject();
        json.put("id", vertex.id());
        json.put("name", vertex.name());
        ArrayNode operators = json.putArray("operators");
        for (Operator operator : vertex.operators()) {
            ObjectNode each = operators.addObject();
            each.put("id", operator.id());
            each.put("name", operator.name());
            each.put("kind", Signatures.kind(operator.spec()));
            if (operator.loop() >= 0) {
                each.put("loop", operator.loop());
            }
        }
    }

    private static void add(ArrayNode edges, Edge edge) {
        ObjectNode json = edges.addObject();
        json.put("id", edge.id());
        json.put("from", edge.from());
        json.put("to", edge.to());
        json.put("input", edge.input());
        json.put("partitioning", Signatures.partitioning(edge.partitioning()));
        json.put("result", edge.kind().name().toLowerCase(Locale.ROOT));
        json.put("type", edge.type().getSimpleName());
        if (edge.loop() >= 0) {
            json.put("loop", edge.loop());
        }
    }

    private static void add(ArrayNode loops, LoopPlan loop) {
        ObjectNode json = loops.addObject();
        json.put("id", loop.id());
        json.put("name", loop.name());
        json.put("kind", PlanTree.kind(loop.kind()));
        ArrayNode variables = json.putArray("variables");
        for (LoopPlan.Variable variable : loop.variables()) {
            ObjectNode each = variables.addObject();
            each.put("name", variable.name());
            each.put("type", variable.type().getSimpleName());
            each.put("head", variable.headVertex());
            each.put("tail", variable.tailVertex());
            each.put("remainder", variable.remainder());
        }
    }
}
