package dev.loopkeeper.engine.plan;

import static dev.loopkeeper.engine.plan.Parts.drain;
import static dev.loopkeeper.engine.plan.Parts.operator;
import static dev.loopkeeper.engine.plan.Parts.plan;
import static dev.loopkeeper.engine.plan.Parts.source;
import static dev.loopkeeper.engine.plan.Parts.vertexOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.loopkeeper.api.Dataflow;
import dev.loopkeeper.api.Program;
import dev.loopkeeper.api.Stream;
import dev.loopkeeper.api.function.Output;
import dev.loopkeeper.api.function.OutputTag;
import dev.loopkeeper.api.function.ProcessFunction;
import dev.loopkeeper.api.loop.Loop;
import dev.loopkeeper.api.loop.Rounds;
import dev.loopkeeper.engine.plan.Operator.Target;
import dev.loopkeeper.engine.plan.Parts.KeepSmallest;
import dev.loopkeeper.engine.plan.Parts.Label;
import dev.loopkeeper.engine.plan.Parts.Link;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class PlannerTest {

    private static final int NO_LOOP = -1;

    static final class Components implements Program {

        @Override
        public void define(Dataflow flow) {
            Stream<Link> links = source(flow, "links", Link.class);
            Stream<Label> seeds = links.flatMap("seeds", Label.class, (link, out) -> {});
            Stream<Label> labels = flow.iterate("propagate", Loop.asynchronous(), loop -> {
                Stream<Label> current = loop.variable("labels", seeds);
                Stream<Label> smaller = current.connect(links)
                        .keyBy(String.class, Label::vertex, Link::source)
                        .process("smallest", Label.class, KeepSmallest::new);
                loop.feedback(current, smaller);
                return smaller;
            });
            labels.write("result", drain());
        }
    }

    @Test
    void anAsynchronousLoopWithAJoin() {
        Plan plan = plan(2, new Components());

        assertThat(plan.vertices())
                .extracting(Vertex::name)
                .containsExactly(
                        "links -> seeds", "propagate.labels.head", "smallest -> propagate.labels.tail -> result");
        assertThat(plan.edges())
                .extracting(Edge::from, Edge::to, Edge::input, Edge::loop, Edge::type)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(0, 1, 0, NO_LOOP, Label.class),
                        org.assertj.core.groups.Tuple.tuple(1, 2, 0, 0, Label.class),
                        org.assertj.core.groups.Tuple.tuple(0, 2, 1, NO_LOOP, Link.class));
        assertThat(plan.edge(0).partitioning()).isInstanceOf(Partitioning.Forward.class);
        assertThat(plan.edge(1).partitioning()).isInstanceOf(Partitioning.ByKey.class);
        assertThat(plan.edge(2).partitioning()).isInstanceOf(Partitioning.ByKey.class);

        assertThat(operator(plan, "propagate.labels.head").loop()).isZero();
        assertThat(operator(plan, "smallest").loop()).isZero();
        assertThat(operator(plan, "propagate.labels.tail").loop()).isZero();
        assertThat(operator(plan, "seeds").loop()).isEqualTo(NO_LOOP);
        assertThat(operator(plan, "result").loop()).isEqualTo(NO_LOOP);

        assertThat(plan.loops()).singleElement().satisfies(loop -> {
            assertThat(loop.name()).isEqualTo("propagate");
            assertThat(loop.variables())
                    .containsExactly(new LoopPlan.Variable(
                            "labels",
                            operator(plan, "propagate.labels.head").id(),
                            1,
                            operator(plan, "propagate.labels.tail").id(),
                            2,
                            Label.class,
                            false));
        });
        assertThat(plan.regions()).singleElement().satisfies(region -> {
            assertThat(region.tasks()).hasSize(6).isSorted();
            assertThat(region.slots()).containsExactly(0, 1);
            assertThat(region.title()).isEqualTo("links");
        });
    }

    @Test
    void theKeyFunctionsOfTheEdgesAreThoseOfTheOperator() {
        Plan plan = plan(2, new Components());
        OperatorSpec.ProcessKeyedTwo spec =
                (OperatorSpec.ProcessKeyedTwo) operator(plan, "smallest").spec();
        Partitioning.ByKey first = (Partitioning.ByKey) plan.edge(1).partitioning();
        assertThat(first.key()).isSameAs(spec.firstKey());
        assertThat(first.key().apply(new Label("a", "b"))).isEqualTo("a");
        assertThat(spec.secondKey().apply(new Link("c", "d"))).isEqualTo("c");
    }

    @Test
    void aForwardPipelineHasOneRegionForEachTaskIndex() {
        Plan plan = plan(
                4,
                flow -> source(flow, "numbers", Long.class)
                        .map("twice", Long.class, n -> 2 * n)
                        .filter("even", n -> n % 2 == 0)
                        .write("out", drain()));

        assertThat(plan.vertices()).singleElement().satisfies(vertex -> {
            assertThat(vertex.name()).isEqualTo("numbers -> twice -> even -> out");
            assertThat(vertex.inputs()).isEmpty();
            assertThat(vertex.entry().outputs()).containsExactly(new Operator.Output("", new Target.Chained(1, 0)));
        });
        assertThat(plan.regions()).hasSize(4);
        assertThat(plan.regions())
                .extracting(Region::title)
                .containsExactly("numbers [0]", "numbers [1]", "numbers [2]", "numbers [3]");
        assertThat(plan.regions())
                .extracting(Region::slots)
                .containsExactly(List.of(0), List.of(1), List.of(2), List.of(3));
        assertThat(plan.regionOf(new TaskId(0, 2)).name()).isEqualTo("r2");
    }

    @Test
    void aForwardLoopIsOneChainFromItsHeadAndOneRegion() {
        Plan plan = plan(3, flow -> {
            Stream<Long> start = source(flow, "start", Long.class);
            flow.iterate("count", Rounds.limit(5), loop -> {
                        Stream<Long> n = loop.variable("n", start);
                        Stream<Long> more = n.map("increment", Long.class, x -> x + 1);
                        loop.feedback(n, more);
                        return loop.remainder(n);
                    })
                    .write("out", drain());
        });

        assertThat(plan.vertices())
                .extracting(Vertex::name)
                .containsExactly("start", "count.n.head -> increment -> count.n.tail -> out");
        assertThat(operator(plan, "count.n.head").outputs())
                .containsExactlyInAnyOrder(
                        new Operator.Output(
                                "",
                                new Target.Chained(operator(plan, "increment").id(), 0)),
                        new Operator.Output(
                                "remainder",
                                new Target.Chained(operator(plan, "out").id(), 0)));
        assertThat(plan.loops().getFirst().variables().getFirst().remainder()).isTrue();
        assertThat(plan.edge(0).partitioning()).isInstanceOf(Partitioning.Forward.class);
        assertThat(plan.channels(plan.edge(0)))
                .containsExactly(new ChannelId(0, 0, 0), new ChannelId(0, 1, 1), new ChannelId(0, 2, 2));
        assertThat(plan.regions()).hasSize(1);
        assertThat(plan.regions().getFirst().tasks()).hasSize(6);
    }

    @Test
    void aRemainderThatNobodyReadsIsNoOutput() {
        Plan plan = plan(1, flow -> {
            Stream<Long> start = source(flow, "start", Long.class);
            flow.iterate("count", Rounds.limit(5), loop -> {
                        Stream<Long> n = loop.variable("n", start);
                        Stream<Long> more = n.map("increment", Long.class, x -> x + 1);
                        loop.remainder(n);
                        loop.feedback(n, more);
                        return more;
                    })
                    .write("out", drain());
        });
        assertThat(plan.loops().getFirst().variables().getFirst().remainder()).isFalse();
        assertThat(operator(plan, "count.n.head").outputs()).hasSize(1);
    }

    @Test
    void feedbackOfAUnionOrAcrossTasksBeginsAVertexAtTheTail() {
        Plan plan = plan(2, flow -> {
            Stream<Long> start = source(flow, "start", Long.class);
            flow.iterate("spread", Loop.asynchronous(), loop -> {
                Stream<Long> a = loop.variable("a", start);
                Stream<Long> b = loop.variable("b", start);
                Stream<Long> left = a.filter("left", n -> n > 0);
                Stream<Long> right = b.filter("right", n -> n < 0);
                loop.feedback(a, left.union(right));
                loop.feedback(b, left.rebalance());
                return left;
            });
        });

        assertThat(vertexOf(plan, "spread.a.tail").entry().name()).isEqualTo("spread.a.tail");
        assertThat(vertexOf(plan, "spread.a.tail").inputs()).hasSize(2);
        assertThat(vertexOf(plan, "spread.b.tail").entry().name()).isEqualTo("spread.b.tail");
        Edge spread = plan.edge(vertexOf(plan, "spread.b.tail").inputs().getFirst());
        assertThat(spread.partitioning()).isInstanceOf(Partitioning.Rebalance.class);
        assertThat(spread.loop()).isZero();
        assertThat(plan.loops().getFirst().variables())
                .extracting(LoopPlan.Variable::name)
                .containsExactly("a", "b");
        assertThat(plan.regions()).hasSize(1);
    }

    @Test
    void twoVariablesWhoseHeadsMeetInTheBody() {
        Plan plan = plan(2, flow -> {
            Stream<double[]> points = source(flow, "points", double[].class);
            Stream<double[]> models = source(flow, "models", double[].class);
            flow.iterate("train", Rounds.limit(3), loop -> {
                        Stream<double[]> model = loop.variable("model", models);
                        Stream<double[]> data = loop.variable("data", points);
                        Stream<double[]> next =
                                model.broadcast().connect(data).process("gradient", double[].class, TwoInputs::new);
                        loop.feedback(model, next);
                        loop.feedback(data, data);
                        return next;
                    })
                    .write("out", drain());
        });

        assertThat(plan.edge(vertexOf(plan, "gradient").inputs().getFirst()).partitioning())
                .isInstanceOf(Partitioning.Broadcast.class);
        assertThat(plan.edge(vertexOf(plan, "gradient").inputs().getLast()).partitioning())
                .isInstanceOf(Partitioning.Forward.class);
        assertThat(vertexOf(plan, "train.data.tail").name()).isEqualTo("train.data.head -> train.data.tail");
        assertThat(plan.regions()).hasSize(1);
        assertThat(plan.regions().getFirst().title()).isEqualTo("points, models");
    }

    @Test
    void partsThatShareNoEdgeAreRegionsOfTheirOwn() {
        Plan plan = plan(2, flow -> {
            for (String city : List.of("berlin", "lisbon")) {
                source(flow, "orders-" + city, Long.class)
                        .rebalance()
                        .map("inspect-" + city, Long.class, n -> n)
                        .write("ledger-" + city, drain());
            }
        });
        assertThat(plan.regions()).extracting(Region::title).containsExactly("orders-berlin", "orders-lisbon");
        assertThat(plan.regions()).extracting(region -> region.tasks().size()).containsExactly(4, 4);
        assertThat(plan.regions()).extracting(Region::name).containsExactly("r0", "r1");
    }

    @Test
    void unionBroadcastAndChosenPartitioningsAreEdgesIntoOneInput() {
        Plan plan = plan(2, flow -> {
            Stream<Long> a = source(flow, "a", Long.class);
            Stream<Long> b = source(flow, "b", Long.class);
            a.broadcast()
                    .union(b.partition((record, parallelism) -> 0))
                    .union(b)
                    .map("all", Long.class, n -> n)
                    .write("out", drain());
        });
        Vertex all = vertexOf(plan, "all");
        assertThat(all.inputs()).extracting(id -> plan.edge(id).input()).containsExactly(0, 0, 0);
        assertThat(all.inputs())
                .extracting(id -> Signatures.partitioning(plan.edge(id).partitioning()))
                .containsExactly("broadcast", "chosen", "forward");
        assertThat(plan.channels(plan.edge(all.inputs().getFirst()))).hasSize(4);
    }

    @Test
    void theLastPartitioningCounts() {
        Plan plan = plan(
                2,
                flow -> source(flow, "a", Long.class)
                        .broadcast()
                        .rebalance()
                        .map("b", Long.class, n -> n)
                        .write("out", drain()));
        assertThat(plan.edges())
                .singleElement()
                .satisfies(edge -> assertThat(edge.partitioning()).isInstanceOf(Partitioning.Rebalance.class));
    }

    @Test
    void sideOutputsThatAreReadAreOutputs() {
        OutputTag<String> late = OutputTag.of("late", String.class);
        OutputTag<String> unread = OutputTag.of("unread", String.class);
        Plan plan = plan(2, flow -> {
            var split = source(flow, "a", Long.class).process("split", Long.class, Pass::new);
            split.output(unread);
            split.output(late).map("lates", String.class, text -> text).write("late", drain());
            split.output(late).rebalance().write("also late", drain());
            split.write("on time", drain());
        });
        Operator split = operator(plan, "split");
        assertThat(split.outputs()).extracting(Operator.Output::tag).containsExactlyInAnyOrder("late", "late", "");
        assertThat(vertexOf(plan, "lates").name()).isEqualTo("a -> split -> lates -> late -> on time");
        assertThat(plan.edges())
                .singleElement()
                .satisfies(edge -> assertThat(edge.type()).isEqualTo(String.class));
    }

    @Test
    void whatOnlyReadsALoopIsOutsideAndWhatFeedsItsBodyIsAsWell() {
        Plan plan = plan(2, flow -> {
            Stream<Long> start = source(flow, "start", Long.class);
            flow.iterate("loop", Rounds.untilQuiet(), loop -> {
                Stream<Long> n = loop.variable("n", start);
                Stream<Long> side = source(flow, "side", Long.class);
                Stream<Long> next = n.union(side).map("next", Long.class, x -> x);
                next.rebalance().map("spy", Long.class, x -> x).write("spied", drain());
                loop.feedback(n, next);
                return next;
            });
        });
        assertThat(operator(plan, "spy").loop()).isEqualTo(NO_LOOP);
        assertThat(operator(plan, "side").loop()).isEqualTo(NO_LOOP);
        assertThat(operator(plan, "next").loop()).isZero();
        assertThat(plan.edges())
                .filteredOn(edge -> edge.loop() == 0)
                .extracting(edge -> plan.vertex(edge.from()).entry().name())
                .containsExactly("loop.n.head");
    }

    @Test
    void loopsFollowEachOther() {
        Plan plan = plan(2, flow -> {
            Stream<Long> start = source(flow, "start", Long.class);
            Stream<Long> first = identity(flow, "first", start);
            identity(flow, "second", first).write("out", drain());
        });
        assertThat(plan.loops()).extracting(LoopPlan::name).containsExactly("first", "second");
        assertThat(plan.loops()).extracting(LoopPlan::id).containsExactly(0, 1);
        assertThat(operator(plan, "second.n.tail").loop()).isEqualTo(1);
        Edge between = plan.edge(vertexOf(plan, "second.n.head").inputs().getFirst());
        assertThat(between.loop()).isEqualTo(NO_LOOP);
        assertThat(between.from()).isEqualTo(vertexOf(plan, "first step").id());
    }

    @Test
    void producersComeBeforeConsumersAndIdsAreIndexes() {
        Plan plan = plan(3, new Components());
        assertThat(plan.edges()).allSatisfy(edge -> assertThat(edge.from()).isLessThan(edge.to()));
        assertThat(plan.vertices())
                .extracting(Vertex::id)
                .isEqualTo(IntStream.range(0, plan.vertices().size()).boxed().toList());
        assertThat(plan.edges())
                .extracting(Edge::id)
                .isEqualTo(IntStream.range(0, plan.edges().size()).boxed().toList());
    }

    @Test
    void hashesAreOfTheProgramAndTheParallelism() {
        Plan two = plan(2, new Components());
        Plan again = plan(2, new Components());
        Plan three = plan(3, new Components());
        assertThat(again.physicalHash()).isEqualTo(two.physicalHash()).hasSize(64);
        assertThat(again.logicalHash()).isEqualTo(two.logicalHash()).hasSize(64);
        assertThat(three.logicalHash()).isEqualTo(two.logicalHash());
        assertThat(three.physicalHash()).isNotEqualTo(two.physicalHash());
    }

    @Test
    void parametersReachTheProgram() {
        Plan plan = Planner.plan(
                flow -> source(flow, flow.parameter("name"), Long.class)
                        .map(flow.parameter("other", "fallback"), Long.class, n -> n)
                        .write("w" + flow.parameter("count", 7) + flow.parallelism(), drain()),
                Map.of("name", "numbers"),
                2);
        assertThat(plan.vertex(0).name()).isEqualTo("numbers -> fallback -> w72");
    }

    private static Stream<Long> identity(Dataflow flow, String name, Stream<Long> start) {
        return flow.iterate(name, Loop.asynchronous(), loop -> {
            Stream<Long> n = loop.variable("n", start);
            Stream<Long> next = n.rebalance().filter(name + " step", x -> x > 0);
            loop.feedback(n, next);
            return next;
        });
    }

    private static final class Pass implements ProcessFunction<Long, Long> {

        @Override
        public void process(Long record, Output<Long> output) {}
    }

    private static final class TwoInputs
            implements dev.loopkeeper.api.function.TwoInputFunction<double[], double[], double[]> {

        @Override
        public void processFirst(double[] record, Output<double[]> output) {}

        @Override
        public void processSecond(double[] record, Output<double[]> output) {}
    }
}
