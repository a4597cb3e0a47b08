package dev.loopkeeper.engine.plan;

import dev.loopkeeper.api.Dataflow;
import dev.loopkeeper.api.Program;
import dev.loopkeeper.api.Stream;
import dev.loopkeeper.api.loop.Loop;
import dev.loopkeeper.api.loop.LoopScope;
import dev.loopkeeper.api.source.Source;
import dev.loopkeeper.engine.ProgramException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The dataflow that a program builds on. Used once, on one thread. */
final class FlowBuilder implements Dataflow {

    private final GraphBuilder graph = new GraphBuilder();
    private final FlowParameters parameters;
    private final int parallelism;
    private final List<LogicalGraph.LogicalLoop> loops = new ArrayList<>();
    private @Nullable String openLoop;

    private FlowBuilder(Map<String, String> parameters, int parallelism) {
        this.parameters = new FlowParameters(parameters);
        this.parallelism = parallelism;
    }

    /** What a program has defined, and what is doubtful about it. */
    record Definition(LogicalGraph graph, List<String> warnings) {}

    /** Lets a program define its graph. */
    static Definition define(Program program, Map<String, String> parameters, int parallelism) {
        FlowBuilder flow = new FlowBuilder(parameters, parallelism);
        UserCode.run(program.getClass(), "defining its dataflow", () -> program.define(flow));
        List<LogicalOperator> operators = flow.graph.close();
        if (operators.isEmpty()) {
            throw new ProgramException("program " + program.getClass().getName()
                    + " defines no operator; read a source in its define method");
        }
        LogicalGraph graph = new LogicalGraph(program.getClass().getName(), parallelism, operators, flow.loops);
        return new Definition(graph, flow.parameters.warnings());
    }

    @Override
    public String parameter(String name) {
        return parameters.required(GraphBuilder.given(name, "the name of a parameter"));
    }

    @Override
    public String parameter(String name, String fallback) {
        @Nullable String value = parameters.find(GraphBuilder.given(name, "the name of a parameter"));
        return value == null ? fallback : value;
    }

    @Override
    public long parameter(String name, long fallback) {
        return parameters.number(GraphBuilder.given(name, "the name of a parameter"), fallback);
    }

    @Override
    public boolean parameter(String name, boolean fallback) {
        return parameters.flag(GraphBuilder.given(name, "the name of a parameter"), fallback);
    }

    @Override
    public int parallelism() {
        return parallelism;
    }

    @Override
    public <T> Stream<T> read(String name, Source<T> source) {
        Class<T> type = GraphBuilder.given(source, "the source of " + name).type();
        return FlowStream.of(graph, graph.add(name, new OperatorSpec.Read(source), type, List.of()), "", type);
    }

    @Override
    public <R> R iterate(String name, Loop kind, Function<LoopScope, R> body) {
        String place = CallSite.find();
        graph.requireOpen(place);
        GraphBuilder.checkName("loop", name, place);
        GraphBuilder.given(kind, "the kind of loop " + name);
        GraphBuilder.given(body, "the body of loop " + name);
        if (openLoop != null) {
            throw new ProgramException("loop " + name + " is inside loop " + openLoop + " (" + place
                    + "); a loop inside a loop is not supported: build one after the other, or make them one loop");
        }
        for (LogicalGraph.LogicalLoop other : loops) {
            if (other.name().equals(name)) {
                throw new ProgramException(
                        "two loops are named " + name + " (" + place + "); give each a name of its own");
            }
        }
        openLoop = name;
        LoopBuilder loop = new LoopBuilder(graph, loops.size(), name, kind);
        R result = body.apply(loop);
        loops.add(loop.close(place));
        openLoop = null;
        return result;
    }
}
