package dev.loopkeeper.engine.task;

import static dev.loopkeeper.engine.task.HandDrivenSlot.NONE;
import static dev.loopkeeper.engine.task.HandDrivenSlot.trigger;
import static org.assertj.core.api.Assertions.assertThat;

import dev.loopkeeper.engine.message.TaskCommand;
import dev.loopkeeper.engine.message.TaskReport;
import dev.loopkeeper.engine.snapshot.LoopDecision;
import dev.loopkeeper.engine.snapshot.LoopDecision.Kind;
import dev.loopkeeper.engine.snapshot.OperatorPart;
import dev.loopkeeper.engine.snapshot.SnapshotId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The head of a loop as a state machine: where a snapshot cuts, how much it takes from outside, when it stands still and when it has ended. */
final class HeadTaskTest extends HeadFixture {

    // The cut

    /** R6, I1, I2, I3, trap 4: wherever the cut falls, what is before it is in a state or in the log, once, and what is behind it in none. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 5, 8, 13, 21, 34, 55})
    void aRestoreGoesOnFromTheCut(int stepsBefore) {
        HandDrivenSlot slot = countDown();
        for (int number = 0; number < 10; number++) {
            source.next.add(5L);
        }
        slot.step(10);
        for (int step = 1; step < stepsBefore; step++) {
            slot.step(1);
        }
        slot.command(trigger(FIRST, NONE, 0, false));
        slot.settle();
        assertThat(slot.allAcknowledged(FIRST)).isTrue();

        HandDrivenSlot restored = slot.restored(SmallPrograms.countDown(source), FIRST);
        restored.settle();
        List<String> all = new ArrayList<>(output(restored, SECOND, source));
        all.addAll(slot.acknowledged("ledger", FIRST)
                .part(OperatorPart.Transactions.class, "ledger")
                .transactions());
        all.sort(null);
        assertThat(all).as("with the snapshot's own output").containsExactly(tenFives());
        assertThat(output(slot, SECOND, source))
                .as("of the run it was taken of")
                .containsExactly(tenFives());
    }

    private static String[] tenFives() {
        List<String> lines = new ArrayList<>();
        lines.add("key 7 seen 60");
        for (int number = 0; number < 10; number++) {
            lines.add("zero");
        }
        return lines.toArray(String[]::new);
    }

    /** Trap 1, I4: the barrier overtakes the backlog; the cut is one step away however long that is. */
    @Test
    void theCutDoesNotWaitForTheBacklog() {
        HandDrivenSlot slot = countDown();
        slot.wire(HEAD, "body").put(manyNumbers(10_000));
        while (!slot.wire(HEAD, "body").contents().isEmpty()) {
            slot.step(1_000);
            slot.wire(HEAD, "body").full(true);
        }
        long backlog = backlog(slot);
        assertThat(backlog).isGreaterThan(9_000);
        slot.wire(HEAD, "body").full(false);
        slot.command(trigger(FIRST, NONE, 0, false));
        slot.step(1);
        slot.step(1);
        slot.step(1);
        slot.work();
        assertThat(slot.head(HEAD, FIRST).logs().getFirst().entries()).isGreaterThan(backlog - 10);
    }

    /** R7: records go on flowing between trigger and acknowledgement. */
    @Test
    void recordsFlowWhileTheSnapshotIsUnderWay() {
        HandDrivenSlot slot = countDown();
        source.next.add(50L);
        slot.step(5);
        slot.command(trigger(FIRST, NONE, 0, false));
        slot.steps();
        assertThat(slot.allAcknowledged(FIRST)).as("nothing is uploaded yet").isFalse();
        assertThat(slot.slot().counters().hops()).isEqualTo(50);
        slot.work();
        assertThat(slot.allAcknowledged(FIRST)).isTrue();
    }

    // The limit of R8

    /** R8, trap 19: over its limit a head takes nothing from outside, until all sources have sent the barrier. */
    @Test
    void theLimitHoldsBackOutsideInputAndIsLiftedForABarrier() {
        HandDrivenSlot slot = countDown();
        Wire outside = slot.wire("numbers", HEAD);
        Wire inside = slot.wire(HEAD, "body");
        inside.put(manyNumbers(40_000));
        inside.full(true);
        slot.settle();
        assertThat(backlog(slot)).isEqualTo(40_000);
        outside.put(9L, 9L);
        inside.full(false);
        slot.step(1);
        assertThat(outside.contents()).as("held back").containsExactly(9L, 9L);
        slot.command(trigger(FIRST, NONE, 0, false));
        slot.step(1);
        assertThat(outside.contents()).as("and the barrier behind it").hasSize(3);
        slot.command(new TaskCommand.AllSent(FIRST));
        slot.step(4);
        assertThat(outside.contents()).isEmpty();
        outside.put(9L);
        slot.step(1);
        assertThat(outside.contents()).as("the limit is back").containsExactly(9L);
        slot.settle();
        assertThat(slot.head(HEAD, FIRST).logs().getFirst().entries()).isGreaterThan(39_000);
    }

    /** R8: else each snapshot would let a whole exchange's content into a loop that is full, and the loop would grow for ever. */
    @Test
    void whatABarrierBringsInAHeadOverItsLimitGivesNoCreditForMore() {
        HandDrivenSlot slot = countDown();
        Wire outside = slot.wire("numbers", HEAD);
        Wire inside = slot.wire(HEAD, "body");
        inside.put(manyNumbers(40_000));
        inside.full(true);
        slot.settle();
        inside.full(false);
        outside.put(9L, 9L);
        slot.command(trigger(FIRST, NONE, 0, false));
        slot.command(new TaskCommand.AllSent(FIRST));
        while (!outside.contents().isEmpty()) {
            slot.step(1);
        }
        assertThat(outside.released()).as("withheld").isZero();
        slot.settle();
        assertThat(outside.released()).as("given back when there is room").isEqualTo(2);
    }

    /** R7: the barrier may stand before a producer that has no credit. */
    @Test
    void aHeadGivesCreditWhenItLooksForABarrierAndFindsNothing() {
        HandDrivenSlot slot = countDown();
        Wire outside = slot.wire("numbers", HEAD);
        Wire inside = slot.wire(HEAD, "body");
        inside.put(manyNumbers(40_000));
        inside.full(true);
        slot.settle();
        inside.full(false);
        slot.command(trigger(FIRST, NONE, 0, false));
        List<Object> barrier = outside.take();
        outside.put(9L);
        slot.command(new TaskCommand.AllSent(FIRST));
        slot.step(1);
        slot.step(1);
        assertThat(backlog(slot)).as("the head is over its limit").isGreaterThan(16 * 1024);
        assertThat(outside.released()).isEqualTo(1);
        assertThat(barrier).hasSize(1);
    }

    /** The limit that was lifted for a snapshot is back when that is given up before the cut. */
    @Test
    void anAbortBringsTheLimitBack() {
        HandDrivenSlot slot = countDown();
        Wire outside = slot.wire("numbers", HEAD);
        Wire inside = slot.wire(HEAD, "body");
        inside.put(manyNumbers(40_000));
        inside.full(true);
        slot.settle();
        inside.full(false);
        outside.stop();
        slot.command(trigger(FIRST, NONE, 0, false));
        slot.command(new TaskCommand.AllSent(FIRST));
        slot.command(new TaskCommand.Abort(FIRST));
        outside.resume();
        outside.put(9L);
        slot.step(1);
        assertThat(outside.contents()).last().isEqualTo(9L);
    }

    // Stop snapshots

    /** After its cut a head processes nothing and a source stands still; an abort sets both going again. */
    @Test
    void aStopSnapshotFreezesUntilItIsAborted() {
        HandDrivenSlot slot = countDown();
        source.next.add(20L);
        slot.step(3);
        slot.command(trigger(FIRST, NONE, 0, true));
        source.next.add(20L);
        slot.settle();
        assertThat(slot.allAcknowledged(FIRST)).isTrue();
        assertThat(source.next).as("the source stands still").hasSize(1);
        assertThat(backlog(slot)).as("the head too").isEqualTo(1);
        slot.command(new TaskCommand.Abort(FIRST));
        slot.settle();
        assertThat(slot.slot().counters().hops()).isEqualTo(40);
    }

    /** A committed stop whose coordinator died before it told the workers to go: the next one does not stop, and all goes on. */
    @Test
    void aNewCoordinatorSetsGoingWhatStandsStillForACommittedStop() {
        HandDrivenSlot slot = countDown();
        source.next.add(20L);
        slot.step(3);
        slot.command(trigger(FIRST, NONE, 0, true));
        source.next.add(20L);
        slot.settle();
        slot.command(new TaskCommand.Committed(FIRST));
        slot.settle();
        assertThat(source.next).hasSize(1);
        slot.command(new TaskCommand.Resume(2, FIRST, NONE));
        slot.settle();
        assertThat(slot.slot().counters().hops()).isEqualTo(40);

        HandDrivenSlot unheard = countDown();
        source.next.add(20L);
        unheard.step(3);
        unheard.command(trigger(FIRST, NONE, 0, true));
        unheard.settle();
        unheard.command(new TaskCommand.Resume(2, FIRST, NONE));
        unheard.settle();
        assertThat(unheard.slot().counters().hops()).isEqualTo(20);
    }

    // The end

    /** Traps 7 and 25: barriers travel behind End, and every task goes on answering until the last snapshot. */
    @Test
    void snapshotsGoOnAfterTheSourcesAndTheLoopHaveEnded() {
        HandDrivenSlot slot = countDown();
        source.next.add(5L);
        source.ended = true;
        slot.step(2);
        slot.command(trigger(FIRST, NONE, 0, false));
        slot.settle();
        assertThat(slot.allAcknowledged(FIRST)).as("while the loop turns").isTrue();
        slot.command(new TaskCommand.Committed(FIRST));
        slot.command(new TaskCommand.Decide(new LoopDecision(0, 1, Kind.FINISH, new long[0])));
        slot.settle();
        assertThat(slot.all(TaskReport.Ended.class)).hasSize(3);
        for (SnapshotId snapshot : List.of(SECOND, THIRD)) {
            slot.command(trigger(snapshot, FIRST, 1, false));
            slot.settle();
            assertThat(slot.allAcknowledged(snapshot)).isTrue();
            assertThat(slot.acknowledged("body", snapshot).ended()).isTrue();
        }
    }

    /** Asynchronous loops: a record counts as received when all that it emits is counted as sent, and a restored log counts as sent. */
    @Test
    void countersAgreeExactlyWhenNothingIsUnderWay() {
        HandDrivenSlot slot = countDown();
        source.next.add(30L);
        source.ended = true;
        for (int step = 0; step < 12; step++) {
            slot.step(1);
        }
        assertThat(difference(slot, 1)).as("a record is under way").isPositive();
        slot.command(trigger(FIRST, NONE, 0, false));
        slot.settle();
        assertThat(difference(slot, 2)).isZero();
        HandDrivenSlot restored = slot.restored(SmallPrograms.countDown(source), FIRST);
        assertThat(difference(restored, 1)).as("the restored log is under way").isPositive();
        restored.settle();
        assertThat(difference(restored, 2)).isZero();
    }

    private static long difference(HandDrivenSlot slot, long wave) {
        slot.command(new TaskCommand.Wave(0, wave));
        return slot.all(TaskReport.WaveAnswered.class).stream()
                .filter(answer -> answer.wave() == wave)
                .mapToLong(answer -> answer.sent() - answer.received())
                .sum();
    }
}
