package dev.loopkeeper.engine.plan;

import static dev.loopkeeper.engine.plan.Parts.drain;
import static dev.loopkeeper.engine.plan.Parts.plan;
import static dev.loopkeeper.engine.plan.Parts.source;
import static org.assertj.core.api.Assertions.assertThat;

import dev.loopkeeper.api.Program;
import dev.loopkeeper.api.Stream;
import dev.loopkeeper.api.loop.LongAggregate;
import dev.loopkeeper.api.loop.Rounds;
import org.junit.jupiter.api.Test;

final class SignaturesTest {

    @Test
    void aSignatureSpellsOutKindTypesPartitioningsAndLoops() {
        Plan plan = plan(2, new PlannerTest.Components());
        assertThat(plan.signature())
                .containsOnlyKeys(
                        "links", "seeds", "smallest", "propagate.labels.head", "propagate.labels.tail", "result")
                .containsEntry("links", "kind: source\noutput: record Parts.Link(String source, String target)")
                .containsEntry("smallest", """
                        kind: keyed process with two inputs
                        key: String
                        input 0: by key String from propagate.labels.head, record Parts.Label(String vertex, String label)
                        input 1: by key String from links, record Parts.Link(String source, String target)
                        output: record Parts.Label(String vertex, String label)""")
                .containsEntry("propagate.labels.tail", """
                        kind: loop tail
                        loop: propagate, asynchronous
                        variable: labels
                        input 0: forward from smallest, record Parts.Label(String vertex, String label)""");
    }

    @Test
    void differencesAreNamed() {
        Plan before = plan(2, flow -> {
            source(flow, "a", Long.class).map("old", Long.class, x -> x).write("out", drain());
            source(flow, "b", Long.class).keyBy(Long.class, x -> x).process("count", Long.class, () -> null);
        });
        Plan now = plan(3, flow -> {
            source(flow, "a", Long.class).map("new", Long.class, x -> x).write("out", drain());
            source(flow, "b", Long.class).keyBy(String.class, x -> "" + x).process("count", Long.class, () -> null);
        });
        assertThat(SignatureDifference.describe(before.signature(), now.signature()))
                .containsExactly(
                        "operator count, key: the snapshot has Long, the program has String",
                        "operator count, input 0: the snapshot has by key Long from b, Long, the program has by key String from b, Long",
                        "operator new is in the program and not in the snapshot",
                        "operator old is in the snapshot and not in the program",
                        "operator out, input 0: the snapshot has forward from old, Long, the program has forward from new, Long");
        assertThat(SignatureDifference.describe(before.signature(), before.signature()))
                .isEmpty();
    }

    @Test
    void limitsOfALoopMayChangeAndItsAggregatesMayNot() {
        String ten = plan(1, rounds(Rounds.limit(10))).logicalHash();
        assertThat(plan(1, rounds(Rounds.limit(20))).logicalHash()).isEqualTo(ten);
        assertThat(plan(1, rounds(Rounds.limit(10).with(LongAggregate.sum("changed"))))
                        .logicalHash())
                .isNotEqualTo(ten);
    }

    private static Program rounds(Rounds kind) {
        return flow -> flow.iterate("l", kind, loop -> {
            Stream<Long> n = loop.variable("n", source(flow, "a", Long.class));
            loop.feedback(n, n);
            return n;
        });
    }
}
