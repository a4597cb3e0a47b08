package dev.loopkeeper.engine.task;

import static dev.loopkeeper.engine.task.HandDrivenSlot.NONE;
import static dev.loopkeeper.engine.task.HandDrivenSlot.trigger;
import static org.assertj.core.api.Assertions.assertThat;

import dev.loopkeeper.engine.message.TaskCommand;
import dev.loopkeeper.engine.message.TaskReport;
import dev.loopkeeper.engine.snapshot.Control.Barrier;
import dev.loopkeeper.engine.snapshot.LoopDecision;
import dev.loopkeeper.engine.snapshot.LoopDecision.Kind;
import dev.loopkeeper.engine.snapshot.OperatorPart;
import dev.loopkeeper.engine.snapshot.SnapshotId;
import dev.loopkeeper.engine.task.SmallPrograms.Faucet;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The head of a loop as a state machine: where a snapshot cuts, what is parked, held, lifted and frozen, and that an abort undoes it all. */
final class HeadTaskTest {

    private static final SnapshotId FIRST = new SnapshotId(1, 1);
    private static final SnapshotId SECOND = new SnapshotId(1, 2);
    private static final SnapshotId THIRD = new SnapshotId(1, 3);
    private static final String HEAD = "loop.number.head";

    private final Faucet source = new Faucet();
    private final Faucet left = new Faucet();
    private final Faucet right = new Faucet();

    private HandDrivenSlot countDown() {
        return HandDrivenSlot.started(SmallPrograms.countDown(source), 1, 0);
    }

    private HandDrivenSlot crossed() {
        return HandDrivenSlot.started(SmallPrograms.crossed(left, right), 1, 0);
    }

    private static long backlog(HandDrivenSlot slot) {
        return slot.slot().counters().backlog();
    }

    /** Ends the sources and the loop and takes a last snapshot; returns all that its sinks list. */
    private static List<String> output(HandDrivenSlot slot, SnapshotId last, Faucet... sources) {
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

    // The cut

    /** I1, I2, I3, trap 4: wherever the cut falls, what is before it is in a state or in the log, once, and what is behind it in none. */
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

    private static Object[] manyNumbers(int count) {
        Object[] numbers = new Object[count];
        java.util.Arrays.fill(numbers, 3L);
        return numbers;
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

    // A barrier that comes back before the cut

    /** Brings a record on its way round to stand behind the barrier that came back to the right head, which has not cut. */
    private HandDrivenSlot parked() {
        HandDrivenSlot slot = crossed();
        slot.wire("right-numbers", "loop.right.head").stop();
        left.next.add(10L);
        slot.step(1);
        slot.command(trigger(FIRST, NONE, 0, false));
        slot.settle();
        return slot;
    }

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

    private static long seen(List<String> lines) {
        return lines.stream()
                .filter(line -> line.startsWith("key"))
                .mapToLong(line -> Long.parseLong(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
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

    private static List<String> keyedObjects(HandDrivenSlot slot, SnapshotId snapshot) {
        return slot.acknowledged("body", snapshot).part(OperatorPart.Keyed.class, "body").groups().stream()
                .flatMap(group -> group.chunks().stream())
                .map(chunk -> chunk.object())
                .toList();
    }

    // Decisions

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

    private static TaskCommand advance(int round) {
        return new TaskCommand.Decide(new LoopDecision(0, round, Kind.ADVANCE, new long[] {0}));
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
