package dev.loopkeeper.engine.plan;

import java.util.List;

/**
 * Operators that are fused into one task, as many tasks as the plan is parallel.
 *
 * @param id its index in the plan, so that a producer comes before its consumers but for feedback
 * @param name the names of the chain's operators, joined
 * @param operators in topological order; the first is the entry, which alone has edges coming in
 * @param inputs the edges that come in, by id; none for a source
 */
public record Vertex(int id, String name, List<Operator> operators, List<Integer> inputs) {

    public Vertex {
        operators = List.copyOf(operators);
        inputs = List.copyOf(inputs);
    }

    public Operator entry() {
        return operators.getFirst();
    }
}
