package dev.loopkeeper.engine.plan;

import dev.loopkeeper.api.Program;
import dev.loopkeeper.engine.ProgramException;
import dev.loopkeeper.engine.codec.KeyGroups;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;

/**
 * Turns a program into its plan. The same program, parameters and parallelism give the same plan in every process. May be used from any
 * thread; the program's define method runs on it. Whatever is wrong with the program is a {@link ProgramException} of one clear line.
 */
public final class Planner {

    private Planner() {}

    /** The plan of a program. */
    public static Plan plan(Program program, Map<String, String> parameters, int parallelism) {
        return examine(program, parameters, parallelism).plan();
    }

    /** The plan of the program of a class, which has a public constructor without parameters. */
    public static Plan plan(String className, ClassLoader loader, Map<String, String> parameters, int parallelism) {
        return examine(className, loader, parameters, parallelism).plan();
    }

    /** The plan of the program of a class, with what is doubtful about it. */
    public static PlannedProgram examine(
            String className, ClassLoader loader, Map<String, String> parameters, int parallelism) {
        checkParallelism(parallelism);
        return examine(ProgramLoader.load(className, loader), parameters, parallelism);
    }

    /** The plan of a program, with what is doubtful about it. */
    public static PlannedProgram examine(Program program, Map<String, String> parameters, int parallelism) {
        checkParallelism(parallelism);
        FlowBuilder.Definition definition = FlowBuilder.define(program, parameters, parallelism);
        List<String> warnings = new ArrayList<>(definition.warnings());
        warnings.addAll(unread(definition.graph()));
        return new PlannedProgram(plan(definition.graph()), warnings);
    }

    private static Plan plan(LogicalGraph graph) {
        int[] loopOf = LoopMembership.of(graph);
        Chaining.Chains chains = Chaining.of(graph, loopOf);
        List<LoopPlan> loops = loops(graph, chains);
        List<Region> regions = Regions.of(chains, loops, graph.parallelism());
        SortedMap<String, String> signature = Signatures.logical(graph);
        return new Plan(
                graph.program(),
                graph.parallelism(),
                chains.vertices(),
                chains.edges(),
                loops,
                regions,
                signature,
                Signatures.logicalHash(signature),
                Signatures.physicalHash(
                        graph.program(), graph.parallelism(), signature, chains.vertices(), chains.edges()));
    }

    private static List<LoopPlan> loops(LogicalGraph graph, Chaining.Chains chains) {
        Set<Integer> remaindersRead = new HashSet<>();
        for (LogicalOperator operator : graph.operators()) {
            for (Branch branch : operator.branches()) {
                boolean ofHead = graph.operator(branch.producer()).spec() instanceof OperatorSpec.Head;
                if (ofHead && branch.tag().equals(LoopBuilder.REMAINDER)) {
                    remaindersRead.add(branch.producer());
                }
            }
        }
        List<LoopPlan> loops = new ArrayList<>();
        for (LogicalGraph.LogicalLoop loop : graph.loops()) {
            List<LoopPlan.Variable> variables = loop.variables().stream()
                    .map(variable -> new LoopPlan.Variable(
                            variable.name(),
                            variable.head(),
                            chains.vertexOf()[variable.head()],
                            variable.tail(),
                            chains.vertexOf()[variable.tail()],
                            variable.type(),
                            remaindersRead.contains(variable.head())))
                    .toList();
            loops.add(new LoopPlan(loop.id(), loop.name(), loop.kind(), variables));
        }
        return loops;
    }

    /** A warning for each operator that computes for nobody. */
    private static List<String> unread(LogicalGraph graph) {
        Set<Integer> read = new HashSet<>();
        graph.operators().forEach(operator -> operator.branches().forEach(branch -> read.add(branch.producer())));
        return graph.operators().stream()
                .filter(operator -> operator.output() != void.class && !read.contains(operator.id()))
                .map(operator -> "nothing reads what operator " + operator.name() + " (" + operator.place()
                        + ") emits; write it to a sink, or leave the operator out")
                .toList();
    }

    private static void checkParallelism(int parallelism) {
        if (parallelism < 1 || parallelism > KeyGroups.COUNT) {
            throw new ProgramException("parallelism " + parallelism + " is not possible; give a number from 1 to "
                    + KeyGroups.COUNT + ", the number of key groups");
        }
    }
}
