package dev.loopkeeper.engine.coordinator.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loopkeeper.api.loop.DoubleAggregate;
import dev.loopkeeper.api.loop.LongAggregate;
import dev.loopkeeper.api.loop.Loop;
import dev.loopkeeper.api.loop.Rounds;
import dev.loopkeeper.engine.message.TaskReport.WaveAnswered;
import dev.loopkeeper.engine.plan.LoopPlan;
import dev.loopkeeper.engine.plan.TaskId;
import dev.loopkeeper.engine.snapshot.Control.RoundMark;
import dev.loopkeeper.engine.snapshot.LoopDecision;
import dev.loopkeeper.engine.snapshot.LoopDecision.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** When a round is over and what follows; when an asynchronous loop is done. */
final class LoopCoordinationTest {

    private static final LongAggregate CHANGED = LongAggregate.sum("changed");
    private static final DoubleAggregate ERROR = DoubleAggregate.sum("error");
    private static final TaskId LEFT = new TaskId(1, 0);
    private static final TaskId RIGHT = new TaskId(1, 1);
    private static final TaskId BODY = new TaskId(2, 0);

    private static LoopCoordination loop(Loop kind, int variables) {
        List<LoopPlan.Variable> declared = new ArrayList<>();
        for (int variable = 0; variable < variables; variable++) {
            declared.add(new LoopPlan.Variable("v" + variable, 0, 1, 0, 2, Long.class, false));
        }
        return new LoopCoordination(new LoopPlan(0, "loop", kind, declared), 2, Set.of(LEFT, RIGHT, BODY));
    }

    private static RoundMark mark(int round, long fedBack, long... partial) {
        return new RoundMark(0, round, new long[partial.length], partial, fedBack);
    }

    // Rounds

    @Test
    void aRoundIsOverWhenEveryHeadOfEveryVariableHasReported() {
        LoopCoordination loop = loop(Rounds.limit(5), 2);
        for (int variable = 0; variable < 2; variable++) {
            for (TaskId head : List.of(LEFT, RIGHT)) {
                assertThat(loop.decideRound()).isNull();
                assertThat(loop.atRoundEnd()).isFalse();
                loop.report(head, variable, mark(0, 1));
            }
        }
        assertThat(loop.atRoundEnd()).isTrue();
        LoopDecision decision = loop.decideRound();
        assertThat(decision.kind()).isEqualTo(Kind.ADVANCE);
        assertThat(decision.number()).isEqualTo(1);
        assertThat(loop.decideRound()).as("decided once (I7)").isNull();
    }

    @Test
    void aRepeatedReportChangesNothing() {
        LoopCoordination loop = loop(Rounds.untilQuiet(), 1);
        loop.report(LEFT, 0, mark(0, 1));
        loop.report(LEFT, 0, mark(0, 1));
        assertThat(loop.decideRound()).isNull();
        loop.report(RIGHT, 0, mark(0, 0));
        assertThat(loop.decideRound().number()).isEqualTo(1);
        loop.report(LEFT, 0, mark(0, 1));
        loop.report(RIGHT, 0, mark(0, 0));
        assertThat(loop.decideRound()).as("the round is decided already").isNull();
    }

    @Test
    void theLimitEndsTheLoopAfterThatManyRounds() {
        LoopCoordination loop = loop(Rounds.limit(3), 1);
        for (int round = 0; round < 3; round++) {
            assertThat(decide(loop, round, 1).kind()).isEqualTo(Kind.ADVANCE);
            assertThat(loop.finished()).isFalse();
        }
        assertThat(decide(loop, 3, 1).kind()).isEqualTo(Kind.FINISH);
        assertThat(loop.finished()).isTrue();
        assertThat(decide(loop, 4, 1)).isNull();
    }

    private static LoopDecision decide(LoopCoordination loop, int round, long fedBack) {
        loop.report(LEFT, 0, mark(round, fedBack));
        loop.report(RIGHT, 0, mark(round, 0));
        return loop.decideRound();
    }

    /** Only untilQuiet ends a loop for want of records: with a limit a quiet round is a round. */
    @Test
    void aQuietRoundEndsALoopUntilQuietAndNoOther() {
        assertThat(decide(loop(Rounds.untilQuiet(), 1), 0, 1).kind()).isEqualTo(Kind.ADVANCE);
        assertThat(decide(loop(Rounds.untilQuiet(), 1), 0, 0).kind()).isEqualTo(Kind.FINISH);
        assertThat(decide(loop(Rounds.limit(9), 1), 0, 0).kind()).isEqualTo(Kind.ADVANCE);
    }

    @Test
    void theConvergenceTestSeesTheRoundAndItsAggregates() {
        LoopCoordination loop = loop(
                Rounds.limit(9).with(CHANGED).until((round, aggregates) -> round >= 1 && aggregates.get(CHANGED) < 5),
                1);
        assertThat(decide(loop, 0, 1, 2).kind()).isEqualTo(Kind.ADVANCE);
        assertThat(decide(loop, 1, 3, 2).kind()).isEqualTo(Kind.ADVANCE);
        LoopDecision last = decide(loop, 2, 2, 2);
        assertThat(last.kind()).isEqualTo(Kind.FINISH);
        assertThat(last.global()).containsExactly(4);
    }

    private static LoopDecision decide(LoopCoordination loop, int round, long left, long right) {
        loop.report(RIGHT, 0, mark(round, 1, right));
        loop.report(LEFT, 0, mark(round, 1, left));
        return loop.decideRound();
    }

    /**
     * Trap 15: 0.1 + 0.2 + 0.3 + 0.4 gives another last bit in another order. The heads' order counts, by variable and then by index, not the
     * order in which reports arrive.
     */
    @Test
    void sumsAreBitEqualWhateverOrderTheReportsComeIn() {
        double expected = (((0.0 + 0.1) + 0.2) + 0.3) + 0.4;
        assertThat((((0.0 + 0.4) + 0.3) + 0.2) + 0.1)
                .as("the order matters here")
                .isNotEqualTo(expected);
        int[][] orders = {{0, 1, 2, 3}, {3, 2, 1, 0}, {2, 0, 3, 1}, {1, 3, 0, 2}};
        for (int[] order : orders) {
            LoopCoordination loop = loop(Rounds.limit(9).with(ERROR), 2);
            for (int head : order) {
                long bits = Double.doubleToRawLongBits((head + 1) / 10.0);
                loop.report(new TaskId(1, head % 2), head / 2, mark(0, 0, bits));
            }
            assertThat(Double.longBitsToDouble(loop.decideRound().global()[0])).isEqualTo(expected);
        }
    }

    /** A new coordinator repeats what any head has heard and does not decide it again; it decides from reports that are above it. */
    @Test
    void whatAHeadHasHeardIsDecided() {
        LoopCoordination loop = loop(Rounds.limit(9), 1);
        loop.report(LEFT, 0, mark(3, 1));
        loop.report(RIGHT, 0, mark(3, 1));
        LoopDecision heard = new LoopDecision(0, 4, Kind.ADVANCE, new long[0]);
        loop.heard(heard);
        assertThat(loop.last()).isEqualTo(heard);
        assertThat(loop.lastNumber()).isEqualTo(4);
        assertThat(loop.decideRound()).isNull();
        loop.heard(new LoopDecision(0, 3, Kind.ADVANCE, new long[0]));
        assertThat(loop.lastNumber()).isEqualTo(4);
        assertThat(decide(loop, 3, 1)).as("round 3 is over and decided").isNull();
        assertThat(decide(loop, 4, 1).number()).isEqualTo(5);
    }

    @Test
    void headsAtDifferentRoundsDecideNothing() {
        LoopCoordination loop = loop(Rounds.limit(9), 1);
        loop.report(LEFT, 0, mark(0, 1));
        loop.report(RIGHT, 0, mark(1, 1));
        assertThat(loop.decideRound()).isNull();
    }

    // Asynchronous loops: Mattern's four counters

    private static LoopDecision wave(LoopCoordination loop, long[] sent, long[] received, boolean... ended) {
        long wave = loop.beginWave();
        List<TaskId> members = List.of(LEFT, RIGHT, BODY);
        for (int member = 0; member < 3; member++) {
            boolean complete = loop.answer(new WaveAnswered(
                    members.get(member), 0, wave, sent[member], received[member], ended.length == 0 || ended[member]));
            assertThat(complete).isEqualTo(member == 2);
        }
        return loop.judgeWave();
    }

    private static long[] counts(long... counts) {
        return counts;
    }

    @Test
    void twoEqualWavesFinishTheLoop() {
        LoopCoordination loop = loop(Loop.asynchronous(), 1);
        assertThat(wave(loop, counts(5, 4, 1), counts(3, 3, 4))).isNull();
        LoopDecision decision = wave(loop, counts(5, 4, 1), counts(3, 3, 4));
        assertThat(decision.kind()).isEqualTo(Kind.FINISH);
        assertThat(decision.number()).isEqualTo(1);
        assertThat(loop.finished()).isTrue();
        assertThat(loop.decideRound()).isNull();
    }

    /** One wave may be equal by chance: a record seen as sent by none and received by one hides one that is under way. */
    @Test
    void oneEqualWaveProvesNothing() {
        LoopCoordination loop = loop(Loop.asynchronous(), 1);
        assertThat(wave(loop, counts(5, 4, 1), counts(3, 3, 4))).isNull();
        assertThat(wave(loop, counts(6, 4, 1), counts(3, 4, 4)))
                .as("equal, but changed")
                .isNull();
        assertThat(wave(loop, counts(6, 4, 1), counts(3, 4, 4))).isNotNull();
    }

    /** Trap 22: records still in buffers have been sent and not received. */
    @Test
    void recordsUnderWayKeepTheLoopGoing() {
        LoopCoordination loop = loop(Loop.asynchronous(), 1);
        for (int repeat = 0; repeat < 3; repeat++) {
            assertThat(wave(loop, counts(5, 4, 1), counts(3, 3, 3))).isNull();
        }
    }

    /** A source that may still send is asked in both waves. */
    @Test
    void inputFromOutsideMustHaveEndedInBothWaves() {
        LoopCoordination loop = loop(Loop.asynchronous(), 1);
        assertThat(wave(loop, counts(1, 1, 1), counts(1, 1, 1), true, false, true))
                .isNull();
        assertThat(wave(loop, counts(1, 1, 1), counts(1, 1, 1))).isNull();
        assertThat(wave(loop, counts(1, 1, 1), counts(1, 1, 1), true, true, false))
                .isNull();
        assertThat(wave(loop, counts(1, 1, 1), counts(1, 1, 1))).isNull();
        assertThat(wave(loop, counts(1, 1, 1), counts(1, 1, 1))).isNotNull();
    }

    /** The second wave must have begun after the first was complete: answers to one that was begun again count for none. */
    @Test
    void answersOfAnotherWaveOrTaskDoNotCount() {
        LoopCoordination loop = loop(Loop.asynchronous(), 1);
        long first = loop.beginWave();
        assertThat(loop.answer(new WaveAnswered(LEFT, 0, first, 0, 0, true))).isFalse();
        long second = loop.beginWave();
        assertThat(second).isGreaterThan(first);
        assertThat(loop.answer(new WaveAnswered(RIGHT, 0, first, 0, 0, true))).isFalse();
        assertThat(loop.answer(new WaveAnswered(BODY, 0, second, 0, 0, true))).isFalse();
        assertThat(loop.answer(new WaveAnswered(new TaskId(9, 0), 0, second, 0, 0, true)))
                .isFalse();
        assertThat(loop.answer(new WaveAnswered(BODY, 0, second, 0, 0, true)))
                .as("twice")
                .isFalse();
        assertThat(loop.answer(new WaveAnswered(LEFT, 0, second, 0, 0, true))).isFalse();
        assertThat(loop.answer(new WaveAnswered(RIGHT, 0, second, 0, 0, true))).isTrue();
    }
}
