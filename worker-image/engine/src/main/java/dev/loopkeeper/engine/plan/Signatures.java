package dev.loopkeeper.engine.plan;

import dev.loopkeeper.api.loop.Aggregate;
import dev.loopkeeper.api.loop.Asynchronous;
import dev.loopkeeper.api.loop.DoubleAggregate;
import dev.loopkeeper.api.loop.LongAggregate;
import dev.loopkeeper.api.loop.Loop;
import dev.loopkeeper.api.loop.Rounds;
import dev.loopkeeper.engine.codec.Codecs;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Writes down what two plans must agree on. The logical signature is what a snapshot's state fits to; it knows no parallelism, no chains and
 * no functions (these cannot be compared). Its text for an operator is a line for each property, {@code name: value}.
 */
final class Signatures {

    private Signatures() {}

    /** For each operator by name: kind, key type, loop, inputs with their partitioning and record types, type of the main output. */
    static SortedMap<String, String> logical(LogicalGraph graph) {
        SortedMap<String, String> signature = new TreeMap<>();
        for (LogicalOperator operator : graph.operators()) {
            signature.put(operator.name(), text(graph, operator));
        }
        return Collections.unmodifiableSortedMap(signature);
    }

    static String logicalHash(SortedMap<String, String> signature) {
        return sha256(canonical(signature));
    }

    /** What two processes must agree on to exchange records: the logical signature, and how it is laid out. */
    static String physicalHash(
            String program,
            int parallelism,
            SortedMap<String, String> signature,
            List<Vertex> vertices,
            List<Edge> edges) {
        StringJoiner text = new StringJoiner("\n");
        text.add("program " + program).add("parallelism " + parallelism).add(canonical(signature));
        for (Vertex vertex : vertices) {
            text.add("vertex " + vertex.id() + " inputs " + vertex.inputs());
            for (Operator operator : vertex.operators()) {
                text.add("operator " + operator.id() + " " + operator.name() + " loop " + operator.loop());
                for (Operator.Output output : operator.outputs()) {
                    text.add("output " + output.tag() + " " + output.target());
                }
            }
        }
        for (Edge edge : edges) {
            text.add("edge " + edge.id() + " " + edge.from() + " " + edge.to() + " " + edge.input() + " "
                    + partitioning(edge.partitioning()) + " " + edge.kind() + " " + edge.loop() + " "
                    + Codecs.describe(edge.type()));
        }
        return sha256(text.toString());
    }

    private static String text(LogicalGraph graph, LogicalOperator operator) {
        List<String> lines = new ArrayList<>();
        lines.add("kind: " + kind(operator.spec()));
        switch (operator.spec()) {
            case OperatorSpec.ProcessKeyed keyed -> lines.add("key: " + Codecs.describe(keyed.keyType()));
            case OperatorSpec.ProcessKeyedTwo keyed -> lines.add("key: " + Codecs.describe(keyed.keyType()));
            case OperatorSpec.Head head -> addLoop(lines, graph.loops().get(head.loop()), head.variable());
            case OperatorSpec.Tail tail -> addLoop(lines, graph.loops().get(tail.loop()), tail.variable());
            default -> {}
        }
        for (int input = 0; input < operator.inputs().size(); input++) {
            String branches = operator.inputs().get(input).stream()
                    .map(branch -> branch(graph, branch))
                    .collect(Collectors.joining(" + "));
            lines.add("input " + input + ": " + branches);
        }
        if (operator.output() != void.class) {
            lines.add("output: " + Codecs.describe(operator.output()));
        }
        return String.join("\n", lines);
    }

    private static void addLoop(List<String> lines, LogicalGraph.LogicalLoop loop, int variable) {
        lines.add("loop: " + loop.name() + ", " + loopKind(loop.kind()));
        lines.add("variable: " + loop.variables().get(variable).name());
    }

    /** Aggregates by name, reduction and order: what was contributed to them is state. */
    private static String loopKind(Loop kind) {
        return switch (kind) {
            case Asynchronous _ -> "asynchronous";
            case Rounds rounds ->
                rounds.aggregates().isEmpty()
                        ? "rounds"
                        : "rounds with "
                                + rounds.aggregates().stream()
                                        .map(Signatures::aggregate)
                                        .collect(Collectors.joining(", "));
        };
    }

    private static String aggregate(Aggregate aggregate) {
        return switch (aggregate) {
            case LongAggregate whole -> "long " + whole.reduction() + " " + whole.name();
            case DoubleAggregate floating -> "double " + floating.reduction() + " " + floating.name();
        };
    }

    private static String branch(LogicalGraph graph, Branch branch) {
        String tag = branch.tag().isEmpty() ? "" : ", output " + branch.tag();
        return partitioning(branch.partitioning()) + " from "
                + graph.operator(branch.producer()).name() + tag + ", " + Codecs.describe(branch.type());
    }

    static String partitioning(Partitioning partitioning) {
        return switch (partitioning) {
            case Partitioning.Forward _ -> "forward";
            case Partitioning.ByKey byKey -> "by key " + byKey.keyType().getSimpleName();
            case Partitioning.Broadcast _ -> "broadcast";
            case Partitioning.Rebalance _ -> "rebalance";
            case Partitioning.Chosen _ -> "chosen";
        };
    }

    static String kind(OperatorSpec spec) {
        return switch (spec) {
            case OperatorSpec.Read _ -> "source";
            case OperatorSpec.Head _ -> "loop head";
            case OperatorSpec.Tail _ -> "loop tail";
            case OperatorSpec.MapRecords _ -> "map";
            case OperatorSpec.FilterRecords _ -> "filter";
            case OperatorSpec.FlatMapRecords _ -> "flat map";
            case OperatorSpec.Process _ -> "process";
            case OperatorSpec.ProcessTwo _ -> "process with two inputs";
            case OperatorSpec.ProcessKeyed _ -> "keyed process";
            case OperatorSpec.ProcessKeyedTwo _ -> "keyed process with two inputs";
            case OperatorSpec.Write _ -> "sink";
        };
    }

    private static String canonical(SortedMap<String, String> signature) {
        return signature.entrySet().stream()
                .map(entry -> "[" + entry.getKey() + "]\n" + entry.getValue())
                .collect(Collectors.joining("\n"));
    }

    private static String sha256(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
