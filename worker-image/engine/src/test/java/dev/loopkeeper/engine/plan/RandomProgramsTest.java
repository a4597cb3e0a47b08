package dev.loopkeeper.engine.plan;

import static dev.loopkeeper.engine.plan.Parts.drain;
import static dev.loopkeeper.engine.plan.Parts.source;
import static org.assertj.core.api.Assertions.assertThat;

import dev.loopkeeper.api.Dataflow;
import dev.loopkeeper.api.Program;
import dev.loopkeeper.api.Stream;
import dev.loopkeeper.api.loop.Loop;
import dev.loopkeeper.api.loop.Rounds;
import dev.loopkeeper.engine.plan.Operator.Output;
import dev.loopkeeper.engine.plan.Operator.Target;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Programs made by chance; what must hold for each of them is checked on the plan alone, in the plainest way. */
final class RandomProgramsTest {

    static LongStream seeds() {
        return LongStream.concat(LongStream.range(0, 200), LongStream.of(new Random().nextLong()));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void plansKeepTheirRules(long seed) {
        int parallelism = 1 + new Random(seed).nextInt(4);
        Plan plan = Planner.plan(new RandomProgram(seed), Map.of(), parallelism);
        Plan again = Planner.plan(new RandomProgram(seed), Map.of(), parallelism);

        assertThat(again.physicalHash()).isEqualTo(plan.physicalHash());
        checkIds(plan);
        checkTargets(plan);
        checkLoops(plan);
        checkRegions(plan);
    }

    private static void checkIds(Plan plan) {
        for (int i = 0; i < plan.vertices().size(); i++) {
            assertThat(plan.vertex(i).id()).isEqualTo(i);
        }
        for (int i = 0; i < plan.edges().size(); i++) {
            assertThat(plan.edge(i).id()).isEqualTo(i);
            assertThat(plan.edge(i).from()).isLessThan(plan.edge(i).to());
        }
        for (Vertex vertex : plan.vertices()) {
            assertThat(vertex.operators()).isSortedAccordingTo((a, b) -> Integer.compare(a.id(), b.id()));
            assertThat(vertex.inputs()).allMatch(edge -> plan.edge(edge).to() == vertex.id());
            assertThat(vertex.inputs().isEmpty()).isEqualTo(vertex.entry().spec() instanceof OperatorSpec.Read);
        }
    }

    /** Each operator but the entries is called by exactly one of its vertex, and each edge leaves exactly one operator of its producer. */
    private static void checkTargets(Plan plan) {
        Map<Target, Integer> seen = new HashMap<>();
        for (Vertex vertex : plan.vertices()) {
            Set<Integer> members = new HashSet<>();
            vertex.operators().forEach(operator -> members.add(operator.id()));
            for (Operator operator : vertex.operators()) {
                for (Output output : operator.outputs()) {
                    seen.merge(output.target(), 1, Integer::sum);
                    switch (output.target()) {
                        case Target.Chained chained -> assertThat(members).contains(chained.operator());
                        case Target.ToEdge edge ->
                            assertThat(plan.edge(edge.edge()).from()).isEqualTo(vertex.id());
                    }
                }
            }
        }
        int operators = plan.vertices().stream()
                .mapToInt(vertex -> vertex.operators().size())
                .sum();
        assertThat(seen.values()).allMatch(count -> count == 1);
        assertThat(seen)
                .hasSize(plan.edges().size() + operators - plan.vertices().size());
    }

    private static void checkLoops(Plan plan) {
        Map<Integer, Set<Integer>> next = new HashMap<>();
        Map<Integer, Set<Integer>> previous = new HashMap<>();
        for (Vertex vertex : plan.vertices()) {
            for (Operator operator : vertex.operators()) {
                for (Output output : operator.outputs()) {
                    int to = switch (output.target()) {
                        case Target.Chained chained -> chained.operator();
                        case Target.ToEdge edge ->
                            plan.vertex(plan.edge(edge.edge()).to()).entry().id();
                    };
                    next.computeIfAbsent(operator.id(), _ -> new TreeSet<>()).add(to);
                    previous.computeIfAbsent(to, _ -> new TreeSet<>()).add(operator.id());
                }
            }
        }
        Map<Integer, Integer> expected = new HashMap<>();
        for (LoopPlan loop : plan.loops()) {
            Set<Integer> heads = new TreeSet<>();
            Set<Integer> tails = new TreeSet<>();
            loop.variables().forEach(variable -> {
                heads.add(variable.head());
                tails.add(variable.tail());
                assertThat(plan.vertex(variable.headVertex()).entry().id()).isEqualTo(variable.head());
                assertThat(plan.vertex(variable.tailVertex()).operators())
                        .anyMatch(operator -> operator.id() == variable.tail());
            });
            Set<Integer> inside = reached(heads, next);
            inside.retainAll(reached(tails, previous));
            inside.addAll(heads);
            inside.addAll(tails);
            inside.forEach(
                    operator -> assertThat(expected.put(operator, loop.id())).isNull());
        }
        for (Vertex vertex : plan.vertices()) {
            for (Operator operator : vertex.operators()) {
                assertThat(operator.loop()).as(operator.name()).isEqualTo(expected.getOrDefault(operator.id(), -1));
            }
        }
        for (Edge edge : plan.edges()) {
            if (edge.loop() >= 0) {
                assertThat(plan.vertex(edge.to()).entry().loop()).isEqualTo(edge.loop());
                assertThat(plan.vertex(edge.from()).operators()).anyMatch(operator -> operator.loop() == edge.loop());
            }
        }
    }

    /** Regions by a walk from each task, over channels in both directions, feedback, and between the heads of a loop. */
    private static void checkRegions(Plan plan) {
        Map<TaskId, Set<TaskId>> neighbours = new HashMap<>();
        for (Edge edge : plan.edges()) {
            for (ChannelId channel : plan.channels(edge)) {
                link(neighbours, new TaskId(edge.from(), channel.from()), new TaskId(edge.to(), channel.to()));
            }
        }
        for (LoopPlan loop : plan.loops()) {
            for (LoopPlan.Variable variable : loop.variables()) {
                for (int i = 0; i < plan.parallelism(); i++) {
                    TaskId head = new TaskId(variable.headVertex(), i);
                    link(neighbours, head, new TaskId(variable.tailVertex(), i));
                    link(
                            neighbours,
                            head,
                            new TaskId(loop.variables().getFirst().headVertex(), 0));
                }
            }
        }
        int tasks = 0;
        for (Region region : plan.regions()) {
            assertThat(region).isSameAs(plan.region(region.id()));
            assertThat(region.tasks()).isSorted();
            assertThat(new TreeSet<>(region.tasks()))
                    .isEqualTo(reached(Set.of(region.tasks().getFirst()), neighbours));
            assertThat(region.slots())
                    .isEqualTo(List.copyOf(new TreeSet<>(
                            region.tasks().stream().map(TaskId::index).toList())));
            assertThat(region.title()).isNotBlank();
            tasks += region.tasks().size();
        }
        assertThat(tasks).isEqualTo(plan.vertices().size() * plan.parallelism());
    }

    private static void link(Map<TaskId, Set<TaskId>> neighbours, TaskId left, TaskId right) {
        neighbours.computeIfAbsent(left, _ -> new TreeSet<>()).add(right);
        neighbours.computeIfAbsent(right, _ -> new TreeSet<>()).add(left);
    }

    private static <N extends Comparable<N>> Set<N> reached(Set<N> from, Map<N, Set<N>> next) {
        Set<N> seen = new TreeSet<>(from);
        Deque<N> open = new ArrayDeque<>(from);
        while (!open.isEmpty()) {
            for (N each : next.getOrDefault(open.removeFirst(), Set.of())) {
                if (seen.add(each)) {
                    open.add(each);
                }
            }
        }
        return seen;
    }

    private static final class RandomProgram implements Program {

        private final Random random;
        private int names;

        RandomProgram(long seed) {
            random = new Random(seed);
        }

        @Override
        public void define(Dataflow flow) {
            List<Stream<Long>> streams = new ArrayList<>();
            for (int steps = 2 + random.nextInt(6); steps > 0; steps--) {
                if (streams.isEmpty() || random.nextInt(4) == 0) {
                    streams.add(source(flow, name(), Long.class));
                } else if (random.nextInt(3) == 0) {
                    loop(flow, streams);
                } else {
                    streams.add(operator(streams));
                }
            }
            streams.getLast().write(name(), drain());
        }

        private void loop(Dataflow flow, List<Stream<Long>> outside) {
            Loop kind = random.nextBoolean() ? Loop.asynchronous() : Rounds.limit(3);
            flow.iterate(name(), kind, loop -> {
                List<Stream<Long>> inside = new ArrayList<>();
                List<Stream<Long>> variables = new ArrayList<>();
                for (int i = random.nextInt(2); i >= 0; i--) {
                    variables.add(loop.variable(name(), any(outside)));
                }
                inside.addAll(variables);
                for (int i = random.nextInt(5); i > 0; i--) {
                    inside.add(operator(inside));
                }
                List<Stream<Long>> all = new ArrayList<>(inside);
                all.addAll(outside);
                Stream<Long> mixed = any(inside)
                        .connect(partitioned(any(all)))
                        .keyBy(Long.class, n -> n, n -> n)
                        .process(name(), Long.class, () -> null);
                inside.add(mixed);
                for (Stream<Long> variable : variables) {
                    Stream<Long> next = random.nextInt(3) == 0 ? any(inside).union(mixed) : any(inside);
                    loop.feedback(variable, random.nextInt(4) == 0 ? partitioned(next) : next);
                }
                outside.addAll(inside);
                return mixed;
            });
        }

        private Stream<Long> operator(List<Stream<Long>> streams) {
            Stream<Long> input = random.nextInt(4) == 0 ? any(streams).union(any(streams)) : any(streams);
            return switch (random.nextInt(3)) {
                case 0 -> partitioned(input).map(name(), Long.class, n -> n);
                case 1 -> input.filter(name(), n -> true);
                default -> input.keyBy(Long.class, n -> n).process(name(), Long.class, () -> null);
            };
        }

        private Stream<Long> partitioned(Stream<Long> stream) {
            return switch (random.nextInt(4)) {
                case 0 -> stream.rebalance();
                case 1 -> stream.broadcast();
                case 2 -> stream.partition((record, parallelism) -> 0);
                default -> stream;
            };
        }

        private Stream<Long> any(List<Stream<Long>> streams) {
            return streams.get(random.nextInt(streams.size()));
        }

        private String name() {
            return "n" + names++;
        }
    }
}
