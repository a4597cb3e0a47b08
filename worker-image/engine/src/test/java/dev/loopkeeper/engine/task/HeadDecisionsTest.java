package dev.loopkeeper.engine.task;

import static dev.loopkeeper.engine.task.HandDrivenSlot.NONE;
import static dev.loopkeeper.engine.task.HandDrivenSlot.trigger;
import static org.assertj.core.api.Assertions.assertThat;

import dev.loopkeeper.api.loop.Rounds;
import dev.loopkeeper.engine.message.TaskCommand;
import dev.loopkeeper.engine.message.TaskReport;
import dev.loopkeeper.engine.task.SmallPrograms.Faucet;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Decisions of a rounds loop at its heads: held between a trigger and its cut, and never lost. */
final class HeadDecisionsTest extends HeadFixture {

    /** Trap 9, [model]: a decision behind the trigger waits for the cut. */
    @Test
    void aDecisionBehindTheTriggerIsHeldUntilTheCut() {
        HandDrivenSlot slot = HandDrivenSlot.started(SmallPrograms.rounds(source), 1, 0);
        source.next.addAll(List.of(1L, 2L));
        source.ended = true;
        slot.settle();
        assertThat(slot.all(TaskReport.RoundReported.class)).hasSize(1);
        slot.wire("numbers", HEAD).stop();
        slot.command(trigger(FIRST, NONE, 0, false));
        slot.command(advance(1));
        slot.settle();
        assertThat(slot.slot().counters().round()).as("round 1 waits").isZero();
        slot.wire("numbers", HEAD).resume();
        slot.settle();
        assertThat(slot.head(HEAD, FIRST).decision())
                .as("the cut knows nothing of it")
                .isNull();
        assertThat(slot.head(HEAD, FIRST).mark().round()).isZero();
        assertThat(slot.slot().counters().round()).isEqualTo(1);
    }

    /** Held decisions are let go by an abort and by a resume, too. */
    @Test
    void anAbortOrAResumeReleasesHeldDecisions() {
        for (TaskCommand end : List.of(new TaskCommand.Abort(FIRST), new TaskCommand.Resume(2, NONE, NONE))) {
            Faucet faucet = new Faucet();
            HandDrivenSlot slot = HandDrivenSlot.started(SmallPrograms.rounds(faucet), 1, 0);
            faucet.next.add(1L);
            faucet.ended = true;
            slot.settle();
            slot.wire("numbers", HEAD).stop();
            slot.command(trigger(FIRST, NONE, 0, false));
            slot.command(advance(1));
            slot.command(end);
            slot.settle();
            assertThat(slot.slot().counters().round()).isEqualTo(1);
        }
    }

    /** A decision that the trigger names belongs before the cut, and is applied at once. */
    @Test
    void aDecisionThatTheTriggerNamesIsNotHeld() {
        HandDrivenSlot slot = HandDrivenSlot.started(SmallPrograms.rounds(source), 1, 0);
        source.next.add(1L);
        source.ended = true;
        slot.settle();
        slot.wire("numbers", HEAD).stop();
        slot.command(trigger(FIRST, NONE, 1, false));
        slot.command(advance(1));
        slot.settle();
        assertThat(slot.slot().counters().round()).isEqualTo(1);
        slot.wire("numbers", HEAD).resume();
        slot.settle();
        assertThat(slot.head(HEAD, FIRST).decision().number()).isEqualTo(1);
    }

    /** [model]: what is held for the next round does not count against the limit of R8, or the rest of round 0 would wait for ever. */
    @Test
    void feedbackForTheNextRoundDoesNotHoldBackTheRestOfThisOne() {
        HandDrivenSlot slot = HandDrivenSlot.started(SmallPrograms.crossed(left, right, Rounds.limit(9)), 1, 0);
        left.next.addAll(Collections.nCopies(20_000, 3L));
        left.ended = true;
        slot.settle();
        assertThat(backlog(slot)).as("held at the other head").isGreaterThan(20_000);
        right.next.add(5L);
        right.ended = true;
        slot.settle();
        assertThat(slot.all(TaskReport.RoundReported.class))
                .extracting(TaskReport.RoundReported::variable)
                .containsExactlyInAnyOrder(0, 1);
    }

    /** Trap 3, [model]: a mark that comes back behind the barrier belongs behind the cut, and so does the report of its round. */
    @Test
    void aRoundIsNotReportedWhileItsMarkIsParked() {
        HandDrivenSlot slot = HandDrivenSlot.started(SmallPrograms.crossed(left, right, Rounds.limit(9)), 1, 0);
        slot.wire("right-numbers", "loop.right.head").stop();
        left.next.add(10L);
        slot.step(1);
        slot.command(trigger(FIRST, NONE, 0, false));
        slot.settle();
        left.ended = true;
        slot.settle();
        assertThat(slot.all(TaskReport.RoundReported.class)).isEmpty();
        slot.wire("right-numbers", "loop.right.head").resume();
        slot.settle();
        assertThat(slot.head("loop.right.head", FIRST).mark())
                .as("of the snapshot")
                .isNull();
        assertThat(slot.all(TaskReport.RoundReported.class))
                .extracting(TaskReport.RoundReported::variable)
                .containsExactly(1);
    }
}
