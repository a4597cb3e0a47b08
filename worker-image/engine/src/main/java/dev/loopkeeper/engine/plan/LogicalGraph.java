package dev.loopkeeper.engine.plan;

import dev.loopkeeper.api.loop.Loop;
import java.util.List;

/**
 * A program's graph of operators as defined: each closed, no loop left open.
 *
 * @param operators by id, which is a topological order but for feedback
 */
record LogicalGraph(String program, int parallelism, List<LogicalOperator> operators, List<LogicalLoop> loops) {

    LogicalGraph {
        operators = List.copyOf(operators);
        loops = List.copyOf(loops);
    }

    LogicalOperator operator(int id) {
        return operators.get(id);
    }

    /** A loop and its variables. */
    record LogicalLoop(int id, String name, Loop kind, List<LogicalVariable> variables) {

        LogicalLoop {
            variables = List.copyOf(variables);
        }
    }

    /** A loop variable; head and tail are ids of operators. */
    record LogicalVariable(String name, Class<?> type, int head, int tail) {}
}
