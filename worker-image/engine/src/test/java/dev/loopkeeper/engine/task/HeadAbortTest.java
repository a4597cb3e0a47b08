package dev.loopkeeper.engine.task;

import static dev.loopkeeper.engine.task.HandDrivenSlot.NONE;
import static dev.loopkeeper.engine.task.HandDrivenSlot.trigger;
import static org.assertj.core.api.Assertions.assertThat;

import dev.loopkeeper.engine.message.TaskCommand;
import dev.loopkeeper.engine.snapshot.Control.Barrier;
import dev.loopkeeper.engine.snapshot.OperatorPart;
import dev.loopkeeper.engine.snapshot.SnapshotId;
import dev.loopkeeper.engine.task.SmallPrograms.Faucet;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Barriers that come back early or are dead, aborts and resumes at a loop's heads: nothing of what is given up is left (R9). */
final class HeadAbortTest extends HeadFixture {

    // A barrier that comes back before the cut

    /** Traps 2 and 3, I2: what stands behind the barrier is not processed before the cut. */
    @Test
    void aBarrierThatComesBackBeforeTheCutParksTheChannel() {
        HandDrivenSlot slot = parked();
        assertThat(slot.acknowledged("loop.left.head", FIRST)).isNull();
        assertThat(backlog(slot)).as("the record stands still").isEqualTo(1);
        assertThat(slot.slot().counters().hops()).isLessThan(10);

        slot.wire("right-numbers", "loop.right.head").resume();
        slot.settle();
        assertThat(slot.allAcknowledged(FIRST)).isTrue();
        assertThat(slot.slot().counters().hops()).isEqualTo(10);
        long logged = slot.head("loop.left.head", FIRST).logs().getFirst().entries()
                + slot.head("loop.right.head", FIRST).logs().getFirst().entries();
        assertThat(logged).as("the record is in one state or log, once").isLessThanOrEqualTo(1);

        HandDrivenSlot restored = slot.restored(SmallPrograms.crossed(new Faucet(), new Faucet()), FIRST);
        restored.settle();
        assertThat(restored.slot().counters().hops()).isPositive();
        assertThat(seen(output(slot, SECOND, left, right))).isEqualTo(11);
    }

    /** The restored run and the one it was taken of come to the same counts. */
    @Test
    void aRestoreFromAParkedSnapshotCountsEachHopOnce() {
        HandDrivenSlot slot = parked();
        slot.wire("right-numbers", "loop.right.head").resume();
        slot.settle();
        Faucet ended = new Faucet();
        Faucet alsoEnded = new Faucet();
        HandDrivenSlot restored = slot.restored(SmallPrograms.crossed(ended, alsoEnded), FIRST);
        restored.settle();
        List<String> lines = output(restored, SECOND, ended, alsoEnded);
        assertThat(seen(lines)).isEqualTo(11);
        assertThat(lines).filteredOn("zero"::equals).hasSize(1);
    }

    /** R9, I5: an abort takes the parking away, and the next snapshot knows nothing of it. */
    @Test
    void anAbortUnparks() {
        HandDrivenSlot slot = parked();
        slot.command(new TaskCommand.Abort(FIRST));
        slot.settle();
        assertThat(slot.slot().counters().hops()).isEqualTo(10);
        slot.wire("right-numbers", "loop.right.head").resume();
        slot.command(trigger(SECOND, NONE, 0, false));
        slot.settle();
        assertThat(slot.allAcknowledged(SECOND)).isTrue();
        assertThat(slot.allAcknowledged(FIRST)).isFalse();
        assertThat(seen(output(slot, THIRD, left, right))).isEqualTo(11);
    }

    /** The same by a barrier of the next snapshot that overtakes the news of the abort. */
    @Test
    void aNewerBarrierEndsAnOlderSnapshot() {
        HandDrivenSlot slot = parked();
        slot.wire("right-numbers", "loop.right.head").resume();
        slot.command(trigger(SECOND, NONE, 0, false));
        slot.settle();
        slot.command(new TaskCommand.Abort(FIRST));
        slot.settle();
        assertThat(slot.allAcknowledged(SECOND)).isTrue();
        assertThat(seen(output(slot, THIRD, left, right))).isEqualTo(11);
    }

    // Aborts

    /** Trap 6: abort twice, abort late, and a barrier of what is dead. */
    @Test
    void abortsMayComeTwiceOrLateAndDeadBarriersAreIgnored() {
        HandDrivenSlot slot = countDown();
        source.next.add(20L);
        slot.step(3);
        slot.command(new TaskCommand.Abort(FIRST));
        slot.wire("numbers", HEAD).put(new Barrier(1, FIRST, NONE, false));
        slot.settle();
        assertThat(slot.slot().counters().hops())
                .as("the dead barrier blocked nothing")
                .isEqualTo(20);
        slot.command(new TaskCommand.Abort(FIRST));
        source.next.add(20L);
        slot.command(trigger(SECOND, NONE, 0, false));
        slot.command(new TaskCommand.Abort(FIRST));
        slot.settle();
        assertThat(slot.allAcknowledged(SECOND)).isTrue();
        assertThat(slot.slot().counters().hops()).isEqualTo(40);
    }

    /** R3, R15: a barrier of another attempt is none. */
    @Test
    void aBarrierOfAnotherAttemptIsIgnored() {
        HandDrivenSlot slot = countDown();
        slot.wire("numbers", HEAD).put(new Barrier(2, FIRST, NONE, false));
        source.next.add(20L);
        slot.settle();
        assertThat(slot.slot().counters().hops()).isEqualTo(20);
    }

    /** R3, R15: the same in the body of the loop, where nothing but barriers makes a task cut. */
    @Test
    void aBodyIgnoresABarrierOfAnotherAttempt() {
        HandDrivenSlot slot = countDown();
        slot.wire(HEAD, "body").put(new Barrier(2, FIRST, NONE, false));
        source.next.add(20L);
        slot.settle();
        assertThat(slot.acknowledged("body", FIRST)).isNull();
        assertThat(slot.slot().counters().hops()).isEqualTo(20);
        slot.command(trigger(FIRST, NONE, 0, false));
        slot.settle();
        assertThat(slot.allAcknowledged(FIRST)).isTrue();
    }

    /** Trap 23: a trigger that reached half of the tasks before its coordinator died, and its barrier, which arrives after the resume. */
    @Test
    void resumeEndsWhatALowerClaimHasBegunKnownOrNot() {
        HandDrivenSlot slot = countDown();
        slot.command(new TaskCommand.Resume(2, NONE, NONE));
        slot.wire("numbers", HEAD).put(new Barrier(1, FIRST, NONE, false));
        source.next.add(20L);
        slot.settle();
        assertThat(slot.slot().counters().hops()).isEqualTo(20);

        HandDrivenSlot half = parked();
        half.command(new TaskCommand.Resume(2, NONE, NONE));
        half.settle();
        assertThat(half.slot().counters().hops()).as("unparked").isEqualTo(10);
        SnapshotId next = new SnapshotId(2, 1);
        half.wire("right-numbers", "loop.right.head").resume();
        half.command(trigger(next, NONE, 0, false));
        half.settle();
        assertThat(half.allAcknowledged(next)).isTrue();
    }

    /** What goes on under the same coordinator is decided by its own words, not by a stream that broke. */
    @Test
    void resumeOfTheSameClaimLeavesItsOpenSnapshotOpen() {
        HandDrivenSlot slot = countDown();
        source.next.add(20L);
        slot.settle();
        slot.command(trigger(FIRST, NONE, 0, false));
        slot.settle();
        assertThat(slot.allAcknowledged(FIRST)).isTrue();
        slot.command(new TaskCommand.Resume(1, NONE, FIRST));
        slot.command(new TaskCommand.Committed(FIRST));
        slot.command(trigger(SECOND, FIRST, 0, false));
        slot.settle();
        assertThat(keyedObjects(slot, SECOND))
                .as("named again, not uploaded again (R10)")
                .containsAll(keyedObjects(slot, FIRST));
    }

    /** [model]: a task that has not heard how the snapshot before ended learns it from the next barrier, or it would forget what is committed. */
    @Test
    void aBarrierTellsHowTheSnapshotBeforeEnded() {
        HandDrivenSlot slot = countDown();
        source.next.add(20L);
        slot.settle();
        slot.command(trigger(FIRST, NONE, 0, false));
        slot.settle();
        slot.command(trigger(SECOND, FIRST, 0, false));
        slot.settle();
        assertThat(slot.allAcknowledged(SECOND)).isTrue();
        assertThat(keyedObjects(slot, SECOND)).as("R10").containsAll(keyedObjects(slot, FIRST));
        assertThat(transactions(slot, FIRST)).containsExactly("zero");
        assertThat(transactions(slot, SECOND)).isEmpty();
    }

    /** Trap 20: what a sink has prepared for a snapshot that was given up is in the next one's list, whatever was heard of the abort. */
    @Test
    void anAbortTakesNothingFromASink() {
        HandDrivenSlot slot = countDown();
        source.next.add(3L);
        slot.settle();
        slot.command(trigger(FIRST, NONE, 0, false));
        slot.settle();
        slot.command(new TaskCommand.Abort(FIRST));
        source.next.add(2L);
        slot.settle();
        slot.command(trigger(SECOND, NONE, 0, false));
        slot.settle();
        assertThat(transactions(slot, SECOND)).containsExactly("zero", "zero");
        slot.command(new TaskCommand.Committed(SECOND));
        slot.command(trigger(THIRD, SECOND, 0, false));
        slot.settle();
        assertThat(transactions(slot, THIRD)).isEmpty();
    }

    private static List<String> transactions(HandDrivenSlot slot, SnapshotId snapshot) {
        return slot.acknowledged("ledger", snapshot)
                .part(OperatorPart.Transactions.class, "ledger")
                .transactions();
    }

    private static List<String> keyedObjects(HandDrivenSlot slot, SnapshotId snapshot) {
        return slot.acknowledged("body", snapshot).part(OperatorPart.Keyed.class, "body").groups().stream()
                .flatMap(group -> group.chunks().stream())
                .map(chunk -> chunk.object())
                .toList();
    }
}
