package dev.loopkeeper.engine.task;

import static dev.loopkeeper.engine.task.HandDrivenSlot.NONE;
import static dev.loopkeeper.engine.task.HandDrivenSlot.trigger;
import static org.assertj.core.api.Assertions.assertThat;

import dev.loopkeeper.engine.message.TaskReport;
import dev.loopkeeper.engine.snapshot.Control;
import dev.loopkeeper.engine.snapshot.Control.Barrier;
import dev.loopkeeper.engine.snapshot.Control.RoundMark;
import dev.loopkeeper.engine.task.SmallPrograms.Faucet;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A task inside a loop in rounds that reads two heads: marks are counted, only barriers block, and what was counted is state (trap 10). */
final class RoundsTaskTest extends HeadFixture {

    private static final RoundMark OTHERS_MARK = new RoundMark(0, 0, new long[] {0}, new long[] {4}, 0);
    private static final Control OTHERS_BARRIER = new Barrier(1, FIRST, NONE, false);

    /** The first of two slots; its head has sent the mark of round 0, and the other head's channel is the test's. */
    private HandDrivenSlot atTheEndOfRoundZero() {
        HandDrivenSlot slot = HandDrivenSlot.started(SmallPrograms.rounds(source), 2, 0);
        source.next.addAll(List.of(1L, 2L, 3L, 4L, 5L));
        source.ended = true;
        return slot;
    }

    private static Wire fromTheOtherHead(HandDrivenSlot slot) {
        return slot.wire(HEAD, 1, "body", 0);
    }

    private void endsTheRound(HandDrivenSlot slot) {
        assertThat(slot.all(TaskReport.RoundReported.class))
                .as("one mark is missing")
                .isEmpty();
        fromTheOtherHead(slot).put(OTHERS_MARK);
        slot.settle();
        assertThat(slot.all(TaskReport.RoundReported.class))
                .singleElement()
                .satisfies(report -> assertThat(report.mark().round()).isZero());
    }

    private HandDrivenSlot restored(HandDrivenSlot slot) {
        Faucet ended = new Faucet();
        ended.ended = true;
        HandDrivenSlot restored = slot.restored(SmallPrograms.rounds(ended), FIRST);
        restored.settle();
        return restored;
    }

    @Test
    void aMarkBeforeTheBarrierOfItsChannelIsState() {
        HandDrivenSlot slot = atTheEndOfRoundZero();
        slot.settle();
        slot.command(trigger(FIRST, NONE, 0, false));
        slot.settle();
        assertThat(slot.acknowledged("body", FIRST))
                .as("aligned on one channel")
                .isNull();
        fromTheOtherHead(slot).put(OTHERS_BARRIER);
        slot.settle();
        assertThat(slot.acknowledged("body", FIRST).rounds().delivered()).hasSize(1);
        endsTheRound(restored(slot));
        endsTheRound(slot);
    }

    @Test
    void aMarkBehindABarrierWaitsAndTheOtherChannelsMarkDoesNot() {
        HandDrivenSlot slot = atTheEndOfRoundZero();
        fromTheOtherHead(slot).put(OTHERS_BARRIER, OTHERS_MARK);
        slot.settle();
        assertThat(slot.all(TaskReport.RoundReported.class)).isEmpty();
        slot.command(trigger(FIRST, NONE, 0, false));
        slot.settle();
        assertThat(slot.acknowledged("body", FIRST).rounds().delivered())
                .as("of the snapshot")
                .hasSize(1);
        assertThat(slot.all(TaskReport.RoundReported.class))
                .as("behind the cut")
                .hasSize(1);
        endsTheRound(restored(slot));
    }
}
