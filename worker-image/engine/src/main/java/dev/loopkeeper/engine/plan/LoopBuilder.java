package dev.loopkeeper.engine.plan;

import dev.loopkeeper.api.Stream;
import dev.loopkeeper.api.loop.Asynchronous;
import dev.loopkeeper.api.loop.Loop;
import dev.loopkeeper.api.loop.LoopScope;
import dev.loopkeeper.engine.ProgramException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The inside of a loop under construction. */
final class LoopBuilder implements LoopScope {

    /** The side output of a head by which what is still fed back at the end leaves. */
    static final String REMAINDER = "remainder";

    private static final int OPEN = -1;

    private final GraphBuilder graph;
    private final int id;
    private final String name;
    private final Loop kind;
    private final List<LogicalGraph.LogicalVariable> variables = new ArrayList<>();
    private boolean closed;

    LoopBuilder(GraphBuilder graph, int id, String name, Loop kind) {
        this.graph = graph;
        this.id = id;
        this.name = name;
        this.kind = kind;
    }

    @Override
    public <T> Stream<T> variable(String variable, Stream<T> initial) {
        String place = requireOpen();
        GraphBuilder.checkName("variable of loop " + name, variable, place);
        for (LogicalGraph.LogicalVariable other : variables) {
            if (other.name().equals(variable)) {
                throw new ProgramException("loop " + name + " has two variables named " + variable + " (" + place
                        + "); give each a name of its own");
            }
        }
        FlowStream<T> stream = FlowStream.require(graph, initial, "variable " + variable + " of loop " + name);
        Class<T> type = stream.type();
        OperatorSpec spec = new OperatorSpec.Head(id, variables.size());
        int head = graph.add(operatorName(variable, "head"), spec, type, List.of(stream.branches()));
        variables.add(new LogicalGraph.LogicalVariable(variable, type, head, OPEN));
        return FlowStream.of(graph, head, "", type);
    }

    @Override
    public <T> void feedback(Stream<T> variable, Stream<T> next) {
        String place = requireOpen();
        FlowStream<T> stream = FlowStream.require(graph, next, "feedback of loop " + name);
        int index = index(variable, "feedback");
        LogicalGraph.LogicalVariable closing = variables.get(index);
        if (closing.tail() != OPEN) {
            throw new ProgramException("variable " + closing.name() + " of loop " + name + " is fed back twice (at "
                    + graph.operator(closing.tail()).place() + " and " + place + "); feed back the union of the two");
        }
        if (stream.type() != closing.type()) {
            throw new ProgramException("variable " + closing.name() + " of loop " + name + " has records of type "
                    + closing.type().getSimpleName() + " and is fed back "
                    + stream.type().getSimpleName() + " (" + place + "); feed back the variable's type");
        }
        OperatorSpec spec = new OperatorSpec.Tail(id, index);
        int tail = graph.add(operatorName(closing.name(), "tail"), spec, void.class, List.of(stream.branches()));
        variables.set(index, new LogicalGraph.LogicalVariable(closing.name(), closing.type(), closing.head(), tail));
    }

    @Override
    public <T> Stream<T> remainder(Stream<T> variable) {
        String place = requireOpen();
        LogicalGraph.LogicalVariable asked = variables.get(index(variable, REMAINDER));
        if (kind instanceof Asynchronous) {
            throw new ProgramException(
                    "the remainder of variable " + asked.name() + " of loop " + name + " is asked for (" + place
                            + "), and an asynchronous loop leaves none; make it a loop in rounds, or leave it out");
        }
        graph.addSideOutput(asked.head(), REMAINDER, asked.type());
        return FlowStream.of(graph, asked.head(), REMAINDER, variable.type());
    }

    /** Ends the loop's body, with all variables closed. */
    LogicalGraph.LogicalLoop close(String place) {
        closed = true;
        if (variables.isEmpty()) {
            throw new ProgramException(
                    "loop " + name + " (" + place + ") has no variable; declare one in its body with variable");
        }
        for (LogicalGraph.LogicalVariable variable : variables) {
            if (variable.tail() == OPEN) {
                throw new ProgramException("variable " + variable.name() + " of loop " + name + " ("
                        + graph.operator(variable.head()).place()
                        + ") is never fed back; close it in the loop's body with feedback");
            }
        }
        return new LogicalGraph.LogicalLoop(id, name, kind, variables);
    }

    private String requireOpen() {
        String place = CallSite.find();
        graph.requireOpen(place);
        if (closed) {
            throw new ProgramException("the inside of loop " + name + " is used after its body has ended (" + place
                    + "); use it inside the body only");
        }
        return place;
    }

    private int index(@Nullable Stream<?> variable, String user) {
        FlowStream<?> stream = FlowStream.require(graph, variable, user + " of loop " + name);
        Branch branch = stream.branches().getFirst();
        for (int i = 0; i < variables.size(); i++) {
            boolean same = stream.branches().size() == 1
                    && branch.producer() == variables.get(i).head()
                    && branch.tag().isEmpty()
                    && branch.forward();
            if (same) {
                return i;
            }
        }
        throw new ProgramException(
                user + " of loop " + name + " (" + CallSite.find()
                        + ") is given a stream that is not one of the loop's variables; give what its variable method returned");
    }

    private String operatorName(String variable, String end) {
        return name + "." + variable + "." + end;
    }
}
