package dev.loopkeeper.testkit.simulation;

import dev.loopkeeper.api.Dataflow;
import dev.loopkeeper.api.ProcessedStream;
import dev.loopkeeper.api.Program;
import dev.loopkeeper.api.Stream;
import dev.loopkeeper.api.function.KeyedFunction;
import dev.loopkeeper.api.function.KeyedTwoInputFunction;
import dev.loopkeeper.api.function.OperatorContext;
import dev.loopkeeper.api.function.Output;
import dev.loopkeeper.api.function.OutputTag;
import dev.loopkeeper.api.function.Round;
import dev.loopkeeper.api.loop.DoubleAggregate;
import dev.loopkeeper.api.loop.LongAggregate;
import dev.loopkeeper.api.loop.Loop;
import dev.loopkeeper.api.loop.Rounds;
import dev.loopkeeper.api.state.ListState;
import dev.loopkeeper.api.state.ValueState;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;

/** Whole jobs of every shape, each with its expected output worked out beside it by a plain loop over plain collections. */
final class Programs {

    private Programs() {}

    // Asynchronous: tokens that hop, a counter for each key

    record Token(long id, int hopsLeft) {

        /** Where a token is counted depends on how far it is, so that it visits many keys. */
        long key() {
            return (id * 7 + hopsLeft * 13L) % 17;
        }
    }

    static final OutputTag<String> DONE = OutputTag.of("done", String.class);

    static final class CountingHop implements KeyedFunction<Long, Token, Token> {

        private OperatorContext context;
        private ValueState<Long> visits;

        @Override
        public void open(OperatorContext newContext) {
            context = newContext;
            visits = context.value("visits", Long.class);
        }

        @Override
        public void process(Long key, Token token, Output<Token> output) {
            visits.set(visits.get() == null ? 1L : visits.get() + 1);
            if (token.hopsLeft() == 0) {
                output.emit(DONE, "token " + token.id());
            } else {
                output.emit(new Token(token.id(), token.hopsLeft() - 1));
            }
        }

        @Override
        public void onEnd(Output<Token> output) {
            context.forEachKey(Long.class, key -> output.emit(DONE, "key " + key + " " + visits.get()));
        }
    }

    static List<Token> tokens(int count, int hops) {
        List<Token> tokens = new ArrayList<>();
        for (int id = 0; id < count; id++) {
            tokens.add(new Token(id, id % (hops + 1)));
        }
        return tokens;
    }

    static Program asynchronous(List<Token> tokens) {
        return flow -> {
            Stream<Token> source = flow.read("tokens", new MemorySource<>(Token.class, tokens, 3));
            Stream<String> done = flow.iterate("hops", Loop.asynchronous(), loop -> {
                Stream<Token> token = loop.variable("token", source);
                ProcessedStream<Token> hop =
                        token.keyBy(Long.class, Token::key).process("hop", Token.class, CountingHop::new);
                loop.feedback(token, hop);
                return hop.output(DONE);
            });
            done.write("done", new LineSink<>("/out"));
        };
    }

    static List<String> asynchronousExpected(List<Token> tokens) {
        TreeMap<Long, Long> visits = new TreeMap<>();
        List<String> lines = new ArrayList<>();
        for (Token token : tokens) {
            for (int left = token.hopsLeft(); left >= 0; left--) {
                visits.merge(new Token(token.id(), left).key(), 1L, Long::sum);
            }
            lines.add("token " + token.id());
        }
        visits.forEach((key, count) -> lines.add("key " + key + " " + count));
        return lines.stream().sorted().toList();
    }

    // Rounds: connected components over a random graph, until a round is quiet

    record Edge(int from, int to) {}

    record Label(int vertex, int label) {}

    static final OutputTag<String> RESULT = OutputTag.of("result", String.class);
    static final LongAggregate CHANGED = LongAggregate.sum("changed");

    static final class KeepSmallest implements KeyedTwoInputFunction<Integer, Label, Edge, Label> {

        private OperatorContext context;
        private ValueState<Integer> label;
        private ValueState<Integer> sent;
        private ListState<Integer> neighbours;

        @Override
        public void open(OperatorContext newContext) {
            context = newContext;
            label = context.value("label", Integer.class);
            sent = context.value("sent", Integer.class);
            neighbours = context.list("neighbours", Integer.class);
        }

        @Override
        public void processFirst(Integer vertex, Label candidate, Output<Label> output) {
            if (label.get() == null || candidate.label() < label.get()) {
                label.set(candidate.label());
            }
        }

        @Override
        public void processSecond(Integer vertex, Edge edge, Output<Label> output) {
            neighbours.add(edge.to());
        }

        @Override
        public void onRoundEnd(Round round, Output<Label> output) {
            context.forEachKey(Integer.class, vertex -> {
                if (label.get() != null && !label.get().equals(sent.get())) {
                    sent.set(label.get());
                    round.contribute(CHANGED, 1);
                    for (int neighbour : neighbours.get()) {
                        output.emit(new Label(neighbour, label.get()));
                    }
                }
            });
        }

        @Override
        public void onEnd(Output<Label> output) {
            context.forEachKey(Integer.class, vertex -> output.emit(RESULT, vertex + " " + label.get()));
        }
    }

    static List<Edge> graph(int vertices, int edges, long seed) {
        Random random = new Random(seed);
        List<Edge> graph = new ArrayList<>();
        for (int edge = 0; edge < edges; edge++) {
            int from = random.nextInt(vertices);
            int to = random.nextInt(vertices);
            graph.add(new Edge(from, to));
            graph.add(new Edge(to, from));
        }
        return graph;
    }

    static Program components(List<Edge> graph) {
        return flow -> {
            Stream<Edge> edges = flow.read("edges", new MemorySource<>(Edge.class, graph, 3));
            Stream<Label> seeds = edges.map("seeds", Label.class, edge -> new Label(edge.from(), edge.from()));
            Stream<String> result =
                    flow.iterate("propagate", Rounds.untilQuiet().with(CHANGED), loop -> {
                        Stream<Label> labels = loop.variable("label", seeds);
                        ProcessedStream<Label> smallest = labels.connect(edges)
                                .keyBy(Integer.class, Label::vertex, Edge::from)
                                .process("smallest", Label.class, KeepSmallest::new);
                        loop.feedback(labels, smallest);
                        return smallest.output(RESULT);
                    });
            result.write("components", new LineSink<>("/out"));
        };
    }

    static List<String> componentsExpected(List<Edge> graph) {
        TreeMap<Integer, Integer> label = new TreeMap<>();
        graph.forEach(edge -> label.put(edge.from(), edge.from()));
        boolean changed = true;
        while (changed) {
            changed = false;
            for (Edge edge : graph) {
                int smallest = Math.min(label.get(edge.from()), label.get(edge.to()));
                changed |= label.put(edge.from(), smallest) != smallest | label.put(edge.to(), smallest) != smallest;
            }
        }
        List<String> lines = new ArrayList<>();
        label.forEach((vertex, smallest) -> lines.add(vertex + " " + smallest));
        return lines.stream().sorted().toList();
    }

    // Two loop variables: a model of one number and samples that are visited in every round; sums of floating-point
    // numbers

    record Sample(int id, double value) {}

    record Model(int part, double weight) {}

    static final DoubleAggregate ERROR = DoubleAggregate.sum("error");
    static final OutputTag<String> TRACE = OutputTag.of("trace", String.class);

    static final class Learn implements KeyedTwoInputFunction<Integer, Sample, Model, Sample> {

        static final OutputTag<Model> NEXT = OutputTag.of("next", Model.class);

        private OperatorContext context;
        private ValueState<Double> value;
        private ValueState<Double> weight;

        @Override
        public void open(OperatorContext newContext) {
            context = newContext;
            value = context.value("value", Double.class);
            weight = context.value("weight", Double.class);
        }

        @Override
        public void processFirst(Integer key, Sample sample, Output<Sample> output) {
            value.set(sample.value());
        }

        @Override
        public void processSecond(Integer key, Model model, Output<Sample> output) {
            weight.set(model.weight());
        }

        @Override
        public void onRoundEnd(Round round, Output<Sample> output) {
            double[] sum = {0};
            TreeMap<Integer, Double> ordered = new TreeMap<>();
            context.forEachKey(
                    Integer.class,
                    key -> ordered.put(
                            key, (weight.get() == null ? 0 : weight.get()) - (value.get() == null ? 0 : value.get())));
            ordered.forEach((key, error) -> sum[0] += error * 0.1);
            round.contribute(ERROR, sum[0]);
            double previous = round.previous().get(ERROR);
            context.forEachKey(Integer.class, key -> {
                double next = (weight.get() == null ? 0 : weight.get()) - previous * 0.01;
                output.emit(new Sample(key, value.get() == null ? 0 : value.get()));
                output.emit(NEXT, new Model(key, next));
            });
        }

        @Override
        public void onEnd(Output<Sample> output) {
            context.forEachKey(
                    Integer.class,
                    key -> output.emit(TRACE, key + " " + Double.toHexString(weight.get() == null ? 0 : weight.get())));
        }
    }

    static Program twoVariables(int samples, int rounds) {
        List<Sample> data = new ArrayList<>();
        List<Model> model = new ArrayList<>();
        for (int id = 0; id < samples; id++) {
            data.add(new Sample(id, Math.sin(id) * 10));
            model.add(new Model(id, 0.5));
        }
        return flow -> {
            Stream<Sample> source = flow.read("samples", new MemorySource<>(Sample.class, data, 2));
            Stream<Model> start = flow.read("model", new MemorySource<>(Model.class, model, 2));
            Stream<String> trace = flow.iterate("learn", Rounds.limit(rounds).with(ERROR), loop -> {
                Stream<Sample> sample = loop.variable("sample", source);
                Stream<Model> weights = loop.variable("model", start);
                ProcessedStream<Sample> learned = sample.connect(weights)
                        .keyBy(Integer.class, Sample::id, Model::part)
                        .process("learn", Sample.class, Learn::new);
                loop.feedback(sample, learned);
                loop.feedback(weights, learned.output(Learn.NEXT));
                return learned.output(TRACE);
            });
            trace.write("trace", new LineSink<>("/out"));
        };
    }

    // No exchange at all: every task index is a region of its own, and all of them share the sink

    static Program lanes(List<Token> tokens) {
        return flow -> flow.read("tokens", new MemorySource<>(Token.class, tokens, 8))
                .map("line", String.class, token -> "token " + token.id())
                .write("lines", new LineSink<>("/out"));
    }

    static List<String> lanesExpected(List<Token> tokens) {
        return tokens.stream().map(token -> "token " + token.id()).sorted().toList();
    }

    // Two regions: two cities that share nothing

    static Program twoRegions(List<Token> left, List<Token> right) {
        return flow -> {
            city(flow, "left", left);
            city(flow, "right", right);
        };
    }

    private static void city(Dataflow flow, String name, List<Token> tokens) {
        Stream<Token> source = flow.read(name + "-orders", new MemorySource<>(Token.class, tokens, 2));
        Stream<String> done = flow.iterate(name, Loop.asynchronous(), loop -> {
            Stream<Token> token = loop.variable("order", source);
            ProcessedStream<Token> hop =
                    token.keyBy(Long.class, Token::key).process(name + "-inspection", Token.class, CountingHop::new);
            loop.feedback(token, hop);
            return hop.output(DONE);
        });
        done.write(name + "-ledger", new LineSink<>("/out/" + name));
    }
}
