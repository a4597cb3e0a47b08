package dev.loopkeeper.engine.task;

import static dev.loopkeeper.engine.task.HandDrivenSlot.NONE;
import static dev.loopkeeper.engine.task.HandDrivenSlot.trigger;
import static org.assertj.core.api.Assertions.assertThat;

import dev.loopkeeper.engine.message.TaskCommand;
import dev.loopkeeper.engine.snapshot.LoopDecision;
import dev.loopkeeper.engine.snapshot.LoopDecision.Kind;
import dev.loopkeeper.engine.snapshot.OperatorPart;
import dev.loopkeeper.engine.snapshot.SnapshotId;
import dev.loopkeeper.engine.task.SmallPrograms.Faucet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Slots with a loop, driven by hand, and what tests of its heads do again and again. */
abstract class HeadFixture {

    static final SnapshotId FIRST = new SnapshotId(1, 1);
    static final SnapshotId SECOND = new SnapshotId(1, 2);
    static final SnapshotId THIRD = new SnapshotId(1, 3);
    static final String HEAD = "loop.number.head";

    final Faucet source = new Faucet();
    final Faucet left = new Faucet();
    final Faucet right = new Faucet();

    final HandDrivenSlot countDown() {
        return HandDrivenSlot.started(SmallPrograms.countDown(source), 1, 0);
    }

    final HandDrivenSlot crossed() {
        return HandDrivenSlot.started(SmallPrograms.crossed(left, right), 1, 0);
    }

    static long backlog(HandDrivenSlot slot) {
        return slot.slot().counters().backlog();
    }

    /** Ends the sources and the loop and takes a last snapshot; returns all that its sinks list. */
    static List<String> output(HandDrivenSlot slot, SnapshotId last, Faucet... sources) {
        for (Faucet faucet : sources) {
            faucet.ended = true;
        }
        slot.settle();
        slot.command(new TaskCommand.Decide(new LoopDecision(0, 1, Kind.FINISH, new long[0])));
        slot.settle();
        slot.command(trigger(last, NONE, 1, false));
        slot.settle();
        assertThat(slot.allAcknowledged(last)).as("the last snapshot").isTrue();
        List<String> lines = new ArrayList<>(slot.acknowledged("ledger", last)
                .part(OperatorPart.Transactions.class, "ledger")
                .transactions());
        lines.sort(null);
        return lines;
    }

    static Object[] manyNumbers(int count) {
        Object[] numbers = new Object[count];
        Arrays.fill(numbers, 3L);
        return numbers;
    }

    /** Brings a record on its way round to stand behind the barrier that came back to the right head, which has not cut. */
    final HandDrivenSlot parked() {
        HandDrivenSlot slot = crossed();
        slot.wire("right-numbers", "loop.right.head").stop();
        left.next.add(10L);
        slot.step(1);
        slot.command(trigger(FIRST, NONE, 0, false));
        slot.settle();
        return slot;
    }

    static long seen(List<String> lines) {
        return lines.stream()
                .filter(line -> line.startsWith("key"))
                .mapToLong(line -> Long.parseLong(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    static TaskCommand advance(int round) {
        return new TaskCommand.Decide(new LoopDecision(0, round, Kind.ADVANCE, new long[] {0}));
    }
}
