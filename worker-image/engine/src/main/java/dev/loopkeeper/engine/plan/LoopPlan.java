package dev.loopkeeper.engine.plan;

import dev.loopkeeper.api.loop.Loop;
import java.util.List;

/** A loop of the program. */
public record LoopPlan(int id, String name, Loop kind, List<Variable> variables) {

    public LoopPlan {
        variables = List.copyOf(variables);
    }

    /**
     * A loop variable: one head and one tail, whose tasks of the same index share a slot.
     *
     * @param head the id of the head operator
     * @param headVertex the vertex whose entry the head is
     * @param tail the id of the tail operator
     * @param tailVertex the vertex that the tail is chained into
     * @param type the type of the variable's records
     * @param remainder whether the program reads what is left when a loop in rounds ends (output tag {@code remainder} of the head)
     */
    public record Variable(
            String name, int head, int headVertex, int tail, int tailVertex, Class<?> type, boolean remainder) {}
}
