package dev.loopkeeper.engine.coordinator.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loopkeeper.api.ProcessedStream;
import dev.loopkeeper.api.Program;
import dev.loopkeeper.api.Stream;
import dev.loopkeeper.api.function.KeyedFunction;
import dev.loopkeeper.api.function.Output;
import dev.loopkeeper.api.loop.LongAggregate;
import dev.loopkeeper.api.loop.Rounds;
import dev.loopkeeper.api.source.Source;
import dev.loopkeeper.api.source.SourceContext;
import dev.loopkeeper.api.source.Split;
import dev.loopkeeper.api.source.SplitReader;
import dev.loopkeeper.engine.codec.KeyGroups;
import dev.loopkeeper.engine.plan.OperatorSpec;
import dev.loopkeeper.engine.plan.Plan;
import dev.loopkeeper.engine.plan.Planner;
import dev.loopkeeper.engine.plan.Region;
import dev.loopkeeper.engine.plan.TaskId;
import dev.loopkeeper.engine.plan.Vertex;
import dev.loopkeeper.engine.snapshot.ChunkRef;
import dev.loopkeeper.engine.snapshot.Control.RoundMark;
import dev.loopkeeper.engine.snapshot.KeyGroupPart;
import dev.loopkeeper.engine.snapshot.LogChunk;
import dev.loopkeeper.engine.snapshot.LogPart;
import dev.loopkeeper.engine.snapshot.LoopDecision;
import dev.loopkeeper.engine.snapshot.Manifest;
import dev.loopkeeper.engine.snapshot.OperatorPart;
import dev.loopkeeper.engine.snapshot.SnapshotId;
import dev.loopkeeper.engine.snapshot.TaskPart;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each task starts from: at the first start, at the same parallelism, and at another one (R11). */
final class RestorePlannerTest {

    private static final LongAggregate CHANGED = LongAggregate.sum("changed");

    private record Numbers() implements Source<Long> {

        @Override
        public Class<Long> type() {
            return Long.class;
        }

        @Override
        public List<Split> splits(SourceContext context) {
            return List.of();
        }

        @Override
        public SplitReader<Long> open(Split split, SourceContext context) {
            throw new UnsupportedOperationException();
        }
    }

    private static final class Body implements KeyedFunction<Long, Long, Long> {

        @Override
        public void process(Long key, Long record, Output<Long> output) {}
    }

    private static Plan plan(int parallelism) {
        Program program = flow -> {
            Stream<Long> numbers = flow.read("numbers", new Numbers());
            flow.iterate("loop", Rounds.limit(9).with(CHANGED), loop -> {
                Stream<Long> value = loop.variable("value", numbers);
                ProcessedStream<Long> next =
                        value.keyBy(Long.class, number -> number).process("body", Long.class, Body::new);
                loop.feedback(value, next);
                return next;
            });
        };
        return Planner.plan(program, Map.of(), parallelism);
    }

    private static Vertex vertex(Plan plan, Class<?> spec) {
        return plan.vertices().stream()
                .filter(vertex -> vertex.operators().stream().anyMatch(operator -> spec.isInstance(operator.spec())))
                .findFirst()
                .orElseThrow();
    }

    private static String name(Plan plan, Class<?> spec) {
        return vertex(plan, spec).operators().stream()
                .filter(operator -> spec.isInstance(operator.spec()))
                .findFirst()
                .orElseThrow()
                .name();
    }

    private static Manifest manifest(int epoch, List<TaskPart> tasks) {
        return new Manifest(
                "regions/e" + epoch + "-r0/",
                new SnapshotId(epoch, 3),
                SnapshotId.NONE,
                1,
                epoch,
                2,
                new TreeMap<>(),
                false,
                true,
                0,
                Instant.EPOCH,
                tasks);
    }

    private static List<Split> splits(int count) {
        List<Split> splits = new ArrayList<>();
        for (int split = 0; split < count; split++) {
            splits.add(new Split("s" + split, "0"));
        }
        return splits;
    }

    private static LogPart log(String object) {
        return new LogPart(List.of(new LogChunk(new ChunkRef(object, 0, 10, 1), 0, 4)), null);
    }

    /** A snapshot at the end of round 3, of a job of some parallelism. */
    private static Manifest atRoundEnd(int parallelism) {
        Plan plan = plan(parallelism);
        String source = vertex(plan, OperatorSpec.Read.class).entry().name();
        String head = name(plan, OperatorSpec.Head.class);
        String body = name(plan, OperatorSpec.ProcessKeyed.class);
        String tail = name(plan, OperatorSpec.Tail.class);
        LoopDecision third = new LoopDecision(0, 3, LoopDecision.Kind.ADVANCE, new long[] {7});
        List<TaskPart> tasks = new ArrayList<>();
        for (int index = 0; index < parallelism; index++) {
            tasks.add(new TaskPart(
                    source,
                    index,
                    true,
                    null,
                    List.of(new OperatorPart.Splits(source, List.of(new Split("s" + index, "5")), 100))));
            tasks.add(new TaskPart(
                    head,
                    index,
                    false,
                    null,
                    List.of(new OperatorPart.Head(
                            head,
                            3,
                            third,
                            List.of(log("log" + index)),
                            new RoundMark(0, 3, new long[] {7}, new long[] {index + 1}, 10 + index),
                            false))));
            List<KeyGroupPart> groups = new ArrayList<>();
            for (int group = KeyGroups.first(index, parallelism);
                    group < KeyGroups.first(index + 1, parallelism);
                    group++) {
                groups.add(new KeyGroupPart(group, List.of(new ChunkRef("g" + group, 0, 1, 0))));
            }
            tasks.add(new TaskPart(
                    vertex(plan, OperatorSpec.ProcessKeyed.class).entry().name(),
                    index,
                    false,
                    null,
                    List.of(
                            new OperatorPart.Keyed(body, groups),
                            new OperatorPart.TaskValues(body, Map.of("seen", List.of(new byte[] {(byte) index}))),
                            new OperatorPart.Tail(tail, 0))));
        }
        return manifest(1, tasks);
    }

    @Test
    void aFirstStartDealsEverySplitToOneTask() {
        Plan plan = plan(3);
        Region region = plan.regions().getFirst();
        String source = vertex(plan, OperatorSpec.Read.class).entry().name();
        Map<TaskId, TaskPart> parts = new RestorePlanner(plan).fresh(region, Map.of(source, splits(7)));
        assertThat(parts).hasSize(3);
        List<Integer> sizes = new ArrayList<>();
        Set<Split> dealt = new HashSet<>();
        parts.values().forEach(part -> {
            List<Split> own = part.part(OperatorPart.Splits.class, source).splits();
            sizes.add(own.size());
            assertThat(dealt.addAll(own)).isTrue();
        });
        assertThat(sizes).containsExactlyInAnyOrder(3, 2, 2);
        assertThat(dealt).containsExactlyInAnyOrderElementsOf(splits(7));
    }

    @Test
    void atTheSameParallelismEveryTaskGetsItsOwnPartBack() {
        Plan plan = plan(2);
        Region region = plan.regions().getFirst();
        Manifest manifest = atRoundEnd(2);
        Map<TaskId, TaskPart> parts = new RestorePlanner(plan).same(region, manifest);
        assertThat(parts.values()).containsExactlyInAnyOrderElementsOf(manifest.tasks());
        parts.forEach((task, part) -> {
            assertThat(part.index()).isEqualTo(task.index());
            assertThat(part.entry())
                    .isEqualTo(plan.vertex(task.vertex()).entry().name());
        });
    }

    @Test
    void aManifestWithoutATasksPartIsRefusedByName() {
        Plan plan = plan(2);
        List<TaskPart> tasks = new ArrayList<>(atRoundEnd(2).tasks());
        tasks.removeFirst();
        Manifest damaged = manifest(1, tasks);
        assertThatThrownBy(() -> new RestorePlanner(plan).same(plan.regions().getFirst(), damaged))
                .hasMessageContaining("1-3")
                .hasMessageContaining("task 0 of operator numbers");
    }

    /** R11: every key group goes to the task that owns it, every log whole to one head, every split and task value to one task. */
    @ParameterizedTest
    @CsvSource({"1, 2", "2, 1", "2, 3", "3, 2", "4, 8", "8, 3", "2, 2"})
    void atAnotherParallelismEverythingGoesToExactlyOneTask(int from, int to) {
        Plan plan = plan(to);
        Region region = plan.regions().getFirst();
        Map<TaskId, TaskPart> parts = new RestorePlanner(plan).rescaled(region, List.of(atRoundEnd(from)));

        List<Integer> groups = new ArrayList<>();
        List<String> logs = new ArrayList<>();
        List<Split> splits = new ArrayList<>();
        List<Byte> values = new ArrayList<>();
        long[] records = {0};
        long[] fedBack = {0};
        long[] changed = {0};
        parts.forEach((task, part) -> {
            assertThat(part.rounds()).as("no mark has come").isNull();
            for (OperatorPart operator : part.operators()) {
                switch (operator) {
                    case OperatorPart.Keyed keyed ->
                        keyed.groups().forEach(group -> {
                            assertThat(KeyGroups.task(group.group(), to)).isEqualTo(task.index());
                            assertThat(group.chunks())
                                    .extracting(ChunkRef::object)
                                    .containsExactly("g" + group.group());
                            groups.add(group.group());
                        });
                    case OperatorPart.Head head -> {
                        head.logs()
                                .forEach(log -> log.chunks()
                                        .forEach(chunk -> logs.add(chunk.chunk().object())));
                        assertThat(head.rescaled()).isTrue();
                        assertThat(head.current()).isEqualTo(3);
                        assertThat(head.decision().number()).isEqualTo(3);
                        assertThat(head.mark().round()).isEqualTo(3);
                        fedBack[0] += head.mark().fedBack();
                        changed[0] += head.mark().partial()[0];
                    }
                    case OperatorPart.Splits part1 -> {
                        splits.addAll(part1.splits());
                        records[0] += part1.records();
                    }
                    case OperatorPart.TaskValues taskValues ->
                        taskValues.values().get("seen").forEach(value -> values.add(value[0]));
                    case OperatorPart.Tail tail -> assertThat(tail.sinceMark()).isZero();
                    case OperatorPart.Transactions transactions -> throw new AssertionError("no sink here");
                }
            }
        });
        assertThat(groups).doesNotHaveDuplicates().hasSize(KeyGroups.COUNT);
        List<String> everyLog = new ArrayList<>();
        List<Byte> everyValue = new ArrayList<>();
        for (int old = 0; old < from; old++) {
            everyLog.add("log" + old);
            everyValue.add((byte) old);
        }
        assertThat(logs).containsExactlyInAnyOrderElementsOf(everyLog);
        assertThat(values).containsExactlyInAnyOrderElementsOf(everyValue);
        assertThat(splits).doesNotHaveDuplicates().hasSize(from);
        assertThat(records[0]).isEqualTo(100L * from);
        // The reduced report of the round: what all old heads reported, once.
        assertThat(fedBack[0]).isEqualTo(10L * from + from * (from - 1) / 2);
        assertThat(changed[0]).isEqualTo(from * (from + 1L) / 2);
    }

    /** Of two epochs that hold an operator the later one counts: the earlier is what that one itself started from. */
    @Test
    void theLaterEpochsSnapshotOfAnOperatorCounts() {
        Plan plan = plan(1);
        String source = vertex(plan, OperatorSpec.Read.class).entry().name();
        TaskPart old = new TaskPart(
                source, 0, false, null, List.of(new OperatorPart.Splits(source, List.of(new Split("a", "1")), 1)));
        TaskPart recent = new TaskPart(
                source, 0, true, null, List.of(new OperatorPart.Splits(source, List.of(new Split("a", "9")), 9)));
        Region region = plan.regions().getFirst();
        for (List<Manifest> order : List.of(
                List.of(manifest(1, List.of(old)), manifest(2, List.of(recent))),
                List.of(manifest(2, List.of(recent)), manifest(1, List.of(old))))) {
            TaskPart part = new RestorePlanner(plan)
                    .rescaled(region, order).values().stream().findFirst().orElseThrow();
            assertThat(part.part(OperatorPart.Splits.class, source).splits()).containsExactly(new Split("a", "9"));
            assertThat(part.ended()).isTrue();
        }
    }
}
