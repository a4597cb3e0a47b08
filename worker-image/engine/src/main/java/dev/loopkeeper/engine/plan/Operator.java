package dev.loopkeeper.engine.plan;

import java.util.List;

/**
 * An operator of the program, inside the chain of its vertex.
 *
 * @param id unique in the plan, in the order of definition
 * @param name unique in the plan; what state is matched by
 * @param spec what it does
 * @param loop the loop whose body it belongs to (it can be reached from a head and reaches a tail of it; heads and tails included), or -1
 * @param outputs where what it emits goes, main output and side outputs
 */
public record Operator(int id, String name, OperatorSpec spec, int loop, List<Output> outputs) {

    public Operator {
        outputs = List.copyOf(outputs);
    }

    /**
     * One way out of an operator.
     *
     * @param tag the side output's name, or the empty string for the main output
     * @param target where records go
     */
    public record Output(String tag, Target target) {}

    /** The other end of an operator's output. */
    public sealed interface Target {

        /** Another operator of the same chain, called directly; {@code input} is 0 or 1. */
        record Chained(int operator, int input) implements Target {}

        /** An edge to another vertex. */
        record ToEdge(int edge) implements Target {}
    }
}
