package dev.loopkeeper.engine.plan;

import dev.loopkeeper.engine.ProgramException;
import java.util.Arrays;
import java.util.BitSet;

/**
 * Which operators are inside which loop: those that can be reached from one of its heads and reach one of its tails. What only reads from a
 * loop, or only feeds it, is outside.
 */
final class LoopMembership {

    static final int NONE = -1;

    private final LogicalGraph graph;
    private final int[] loopOf;

    private LoopMembership(LogicalGraph graph) {
        this.graph = graph;
        this.loopOf = new int[graph.operators().size()];
        Arrays.fill(loopOf, NONE);
    }

    /** The loop of each operator, or -1; {@link ProgramException} for loops that could not turn. */
    static int[] of(LogicalGraph graph) {
        LoopMembership membership = new LoopMembership(graph);
        for (LogicalGraph.LogicalLoop loop : graph.loops()) {
            membership.add(loop);
        }
        return membership.loopOf;
    }

    private void add(LogicalGraph.LogicalLoop loop) {
        BitSet downstream = new BitSet();
        BitSet upstream = new BitSet();
        for (LogicalGraph.LogicalVariable variable : loop.variables()) {
            downstream.set(variable.head());
            upstream.set(variable.tail());
        }
        // Ids are a topological order but for feedback, so one pass in each direction is enough.
        for (LogicalOperator operator : graph.operators()) {
            if (operator.branches().stream().anyMatch(branch -> downstream.get(branch.producer()))) {
                downstream.set(operator.id());
            }
        }
        for (LogicalOperator operator : graph.operators().reversed()) {
            if (upstream.get(operator.id())) {
                operator.branches().forEach(branch -> upstream.set(branch.producer()));
            }
        }
        for (LogicalGraph.LogicalVariable variable : loop.variables()) {
            check(loop, variable, downstream, upstream);
            loopOf[variable.head()] = loop.id();
            loopOf[variable.tail()] = loop.id();
        }
        downstream.and(upstream);
        downstream.stream().forEach(operator -> loopOf[operator] = loop.id());
    }

    private void check(
            LogicalGraph.LogicalLoop loop, LogicalGraph.LogicalVariable variable, BitSet downstream, BitSet upstream) {
        LogicalOperator head = graph.operator(variable.head());
        String what = "variable " + variable.name() + " of loop " + loop.name();
        if (head.branches().stream().anyMatch(branch -> downstream.get(branch.producer()))) {
            throw new ProgramException(what + " (" + head.place() + ") begins with records from inside the loop;"
                    + " begin with a stream from outside, or feed these records back");
        }
        LogicalOperator tail = graph.operator(variable.tail());
        if (tail.branches().stream().noneMatch(branch -> downstream.get(branch.producer()))) {
            throw new ProgramException(what + " (" + tail.place() + ") is fed back a stream from outside of the loop;"
                    + " feed back what is made from the loop's variables");
        }
        for (LogicalOperator operator : graph.operators()) {
            boolean readsRemainder = operator.branches().stream()
                    .anyMatch(branch ->
                            branch.producer() == head.id() && !branch.tag().isEmpty());
            if (readsRemainder && upstream.get(operator.id())) {
                throw new ProgramException("the remainder of " + what + " is read inside the loop by " + operator.name()
                        + " (" + operator.place() + "); it is there only when the loop has ended: read it outside");
            }
        }
    }
}
