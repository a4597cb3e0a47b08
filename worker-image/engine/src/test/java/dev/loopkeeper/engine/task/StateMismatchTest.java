package dev.loopkeeper.engine.task;

import static dev.loopkeeper.engine.task.HandDrivenSlot.trigger;
import static org.assertj.core.api.Assertions.assertThat;

import dev.loopkeeper.api.Program;
import dev.loopkeeper.api.Stream;
import dev.loopkeeper.api.function.KeyedFunction;
import dev.loopkeeper.api.function.OperatorContext;
import dev.loopkeeper.api.function.Output;
import dev.loopkeeper.api.function.ProcessFunction;
import dev.loopkeeper.api.state.TaskState;
import dev.loopkeeper.api.state.ValueState;
import dev.loopkeeper.engine.message.TaskReport;
import dev.loopkeeper.engine.snapshot.SnapshotId;
import dev.loopkeeper.engine.task.SmallPrograms.Faucet;
import dev.loopkeeper.engine.task.SmallPrograms.Ledger;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** A program whose state is of another type than the snapshot's is told so, and reads no garbage. */
final class StateMismatchTest {

    private static final SnapshotId FIRST = new SnapshotId(1, 1);

    private final Faucet source = new Faucet();

    private Program program(Function<Stream<Long>, Stream<String>> body) {
        return flow -> body.apply(flow.read("numbers", source)).write("ledger", new Ledger());
    }

    private Program keyed(Supplier<KeyedFunction<Long, Long, String>> function) {
        return program(
                numbers -> numbers.keyBy(Long.class, number -> number).process("body", String.class, function::get));
    }

    private Program unkeyed(Supplier<ProcessFunction<Long, String>> function) {
        return program(numbers -> numbers.rebalance().process("body", String.class, function::get));
    }

    /** What the only task that has state says when its snapshot is restored by another program. */
    private List<String> complaints(Program before, Program after) {
        HandDrivenSlot slot = HandDrivenSlot.started(before, 1, 0);
        source.next.add(5L);
        slot.settle();
        slot.command(trigger(FIRST, SnapshotId.NONE, 0, false));
        slot.settle();
        assertThat(slot.allAcknowledged(FIRST)).isTrue();
        HandDrivenSlot restored = slot.restored(after, FIRST);
        restored.settle();
        return restored.all(TaskReport.Mismatched.class).stream()
                .map(TaskReport.Mismatched::message)
                .toList();
    }

    @Test
    void keyedStateOfAnotherTypeIsRefusedByNameAndType() {
        assertThat(complaints(keyed(Longs::new), keyed(Texts::new)))
                .singleElement()
                .asString()
                .contains("operator body", "declares 'seen' of type", "String", "values of another type")
                .doesNotContain("\n");
        assertThat(complaints(keyed(Longs::new), keyed(Longs::new))).isEmpty();
    }

    @Test
    void taskStateOfAnotherTypeIsRefused() {
        assertThat(complaints(unkeyed(OwnLongs::new), unkeyed(OwnTexts::new)))
                .singleElement()
                .asString()
                .contains("operator body", "declares task state 'own' of type", "values of another type");
        assertThat(complaints(unkeyed(OwnLongs::new), unkeyed(OwnLongs::new))).isEmpty();
    }

    @Test
    void keyedStateOfAnOperatorWithoutKeysIsRefused() {
        assertThat(complaints(keyed(Longs::new), unkeyed(() -> (number, output) -> {})))
                .singleElement()
                .asString()
                .contains("operator body", "the snapshot holds keyed state, but the operator is on no keyed stream");
    }

    private static final class Longs implements KeyedFunction<Long, Long, String> {

        private ValueState<Long> seen;

        @Override
        public void open(OperatorContext context) {
            seen = context.value("seen", Long.class);
        }

        @Override
        public void process(Long key, Long record, Output<String> output) {
            seen.set(record);
        }
    }

    private static final class Texts implements KeyedFunction<Long, Long, String> {

        private ValueState<String> seen;

        @Override
        public void open(OperatorContext context) {
            seen = context.value("seen", String.class);
        }

        @Override
        public void process(Long key, Long record, Output<String> output) {
            seen.set(String.valueOf(record));
        }
    }

    private static final class OwnLongs implements ProcessFunction<Long, String> {

        private TaskState<Long> own;

        @Override
        public void open(OperatorContext context) {
            own = context.task("own", Long.class);
        }

        @Override
        public void process(Long record, Output<String> output) {
            own.set(List.of(record));
        }
    }

    private static final class OwnTexts implements ProcessFunction<Long, String> {

        private TaskState<String> own;

        @Override
        public void open(OperatorContext context) {
            own = context.task("own", String.class);
        }

        @Override
        public void process(Long record, Output<String> output) {
            own.set(List.of(String.valueOf(record)));
        }
    }
}
