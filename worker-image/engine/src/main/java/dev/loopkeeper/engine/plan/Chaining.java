package dev.loopkeeper.engine.plan;

import dev.loopkeeper.engine.plan.Operator.Output;
import dev.loopkeeper.engine.plan.Operator.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Fuses operators into vertices: an operator with exactly one branch coming in, forward, is called directly by the operator before it. Heads
 * and sources begin a vertex; a tail that is fed by a union or across tasks does as well, and stays at the index of its head because all
 * vertices are equally parallel.
 */
final class Chaining {

    private final LogicalGraph graph;
    private final int[] loopOf;
    private final int[] vertexOf;
    private final List<List<Output>> outputs = new ArrayList<>();
    private final List<Edge> edges = new ArrayList<>();
    private final List<Members> members = new ArrayList<>();

    private Chaining(LogicalGraph graph, int[] loopOf) {
        this.graph = graph;
        this.loopOf = loopOf;
        this.vertexOf = new int[graph.operators().size()];
    }

    /** Vertices and the edges between them; both by id. */
    record Chains(List<Vertex> vertices, List<Edge> edges, int[] vertexOf) {}

    private record Members(List<LogicalOperator> operators, List<Integer> inputs) {}

    static Chains of(LogicalGraph graph, int[] loopOf) {
        return new Chaining(graph, loopOf).build();
    }

    private Chains build() {
        // Only entries have edges coming in and ids are a topological order, so numbering vertices by their entries
        // puts producers first.
        for (LogicalOperator operator : graph.operators()) {
            outputs.add(new ArrayList<>());
            if (chained(operator)) {
                int vertex = vertexOf[operator.branches().getFirst().producer()];
                vertexOf[operator.id()] = vertex;
                members.get(vertex).operators().add(operator);
            } else {
                int vertex = members.size();
                vertexOf[operator.id()] = vertex;
                members.add(new Members(new ArrayList<>(List.of(operator)), new ArrayList<>()));
            }
        }
        graph.operators().forEach(this::connect);
        List<Vertex> vertices = new ArrayList<>();
        for (Members chain : members) {
            vertices.add(vertex(vertices.size(), chain));
        }
        return new Chains(vertices, List.copyOf(edges), vertexOf);
    }

    static boolean chained(LogicalOperator operator) {
        List<Branch> branches = operator.branches();
        return branches.size() == 1 && branches.getFirst().forward() && !(operator.spec() instanceof OperatorSpec.Head);
    }

    private void connect(LogicalOperator operator) {
        for (int input = 0; input < operator.inputs().size(); input++) {
            for (Branch branch : operator.inputs().get(input)) {
                Target target =
                        chained(operator) ? new Target.Chained(operator.id(), input) : edge(operator, input, branch);
                outputs.get(branch.producer()).add(new Output(branch.tag(), target));
            }
        }
    }

    private Target edge(LogicalOperator operator, int input, Branch branch) {
        int from = vertexOf[branch.producer()];
        int to = vertexOf[operator.id()];
        int loop = loopOf[branch.producer()] == loopOf[operator.id()] ? loopOf[operator.id()] : LoopMembership.NONE;
        Edge edge = new Edge(
                edges.size(), from, to, input, branch.partitioning(), ResultKind.PIPELINED, branch.type(), loop);
        edges.add(edge);
        members.get(to).inputs().add(edge.id());
        return new Target.ToEdge(edge.id());
    }

    private Vertex vertex(int id, Members chain) {
        List<Operator> operators = chain.operators().stream()
                .map(operator -> new Operator(
                        operator.id(),
                        operator.name(),
                        operator.spec(),
                        loopOf[operator.id()],
                        outputs.get(operator.id())))
                .toList();
        String name = operators.stream().map(Operator::name).collect(Collectors.joining(" -> "));
        return new Vertex(id, name, operators, chain.inputs());
    }
}
