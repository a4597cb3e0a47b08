package dev.loopkeeper.engine.plan;

import java.util.List;

/**
 * An operator as the program defines it, before chains are built.
 *
 * @param id its index in the graph; greater than those of the operators it reads from
 * @param output the type of the main output; {@code void} for one that has none
 * @param inputs for each input the branches that come in
 * @param place where in the program it was defined, for messages
 */
record LogicalOperator(
        int id, String name, OperatorSpec spec, Class<?> output, List<List<Branch>> inputs, String place) {

    LogicalOperator {
        inputs = inputs.stream().map(List::copyOf).toList();
    }

    /** All branches, whatever the input. */
    List<Branch> branches() {
        return inputs.stream().flatMap(List::stream).toList();
    }
}
