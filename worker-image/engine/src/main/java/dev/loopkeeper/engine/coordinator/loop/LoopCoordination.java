package dev.loopkeeper.engine.coordinator.loop;

import dev.loopkeeper.api.loop.Rounds;
import dev.loopkeeper.engine.message.TaskReport.WaveAnswered;
import dev.loopkeeper.engine.plan.AggregateLayout;
import dev.loopkeeper.engine.plan.LoopPlan;
import dev.loopkeeper.engine.plan.TaskId;
import dev.loopkeeper.engine.snapshot.Control.RoundMark;
import dev.loopkeeper.engine.snapshot.LoopDecision;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The decisions of one loop in one attempt of its region: when a round is over and what follows, when an asynchronous loop is done. Pure but
 * for what it remembers; a new coordinator fills it from what the heads report.
 */
final class LoopCoordination {

    private final LoopPlan loop;
    private final int parallelism;
    private final AggregateLayout layout;
    private final Set<TaskId> members;
    private final Map<Reporter, RoundMark> reports = new HashMap<>();
    private LoopDecision last;

    // Waves (Mattern's four counters)
    private long wave;
    private final Map<TaskId, WaveAnswered> answers = new HashMap<>();
    private Totals before;

    private record Reporter(int variable, int index) {}

    private record Totals(long sent, long received) {}

    /** @param members all tasks of the loop: those that answer waves */
    LoopCoordination(LoopPlan loop, int parallelism, Set<TaskId> members) {
        this.loop = loop;
        this.parallelism = parallelism;
        this.layout = AggregateLayout.of(loop.kind());
        this.members = new HashSet<>(members);
    }

    int id() {
        return loop.id();
    }

    String name() {
        return loop.name();
    }

    boolean inRounds() {
        return loop.kind() instanceof Rounds;
    }

    /** The last decision; null before the first. */
    LoopDecision last() {
        return last;
    }

    /** The number that a trigger names: decisions above it come behind the cut. */
    int lastNumber() {
        return last == null ? 0 : last.number();
    }

    boolean finished() {
        return last != null && last.kind() == LoopDecision.Kind.FINISH;
    }

    /** A head has heard of a decision that this coordinator may not know. */
    void heard(LoopDecision decision) {
        if (decision != null && (last == null || decision.number() > last.number())) {
            last = decision;
            reports.clear();
        }
    }

    /** A head reports a round; repeating a report changes nothing. */
    void report(TaskId head, int variable, RoundMark mark) {
        if (last == null || mark.round() >= last.number()) {
            reports.put(new Reporter(variable, head.index()), mark);
        }
    }

    /** Whether all heads stand at the end of the same round, with nothing decided. */
    boolean atRoundEnd() {
        return reports.size() == loop.variables().size() * parallelism;
    }

    /** The decision, if all heads have reported; null otherwise. To be told to all heads. */
    LoopDecision decideRound() {
        if (!inRounds() || finished() || !atRoundEnd()) {
            return null;
        }
        Rounds rounds = (Rounds) loop.kind();
        long[] global = layout.identity();
        long fedBack = 0;
        int round = -1;
        // In the order of the heads, so that sums of floating-point numbers are bit-equal in every run.
        for (int variable = 0; variable < loop.variables().size(); variable++) {
            for (int index = 0; index < parallelism; index++) {
                RoundMark mark = reports.get(new Reporter(variable, index));
                if (round >= 0 && mark.round() != round) {
                    return null;
                }
                round = mark.round();
                global = layout.reduce(global, mark.partial());
                fedBack += mark.fedBack();
            }
        }
        boolean done = round >= rounds.limit()
                || rounds.quiet() && fedBack == 0
                || rounds.convergence().reached(round, layout.view(global));
        last = new LoopDecision(
                loop.id(), round + 1, done ? LoopDecision.Kind.FINISH : LoopDecision.Kind.ADVANCE, global);
        reports.clear();
        return last;
    }

    /** Begins another wave; its number goes into the question. */
    long beginWave() {
        wave++;
        answers.clear();
        return wave;
    }

    /**
     * Takes an answer.
     *
     * @return whether the wave is complete
     */
    boolean answer(WaveAnswered answer) {
        if (answer.wave() == wave && members.contains(answer.task())) {
            answers.put(answer.task(), answer);
        }
        return answers.size() == members.size();
    }

    /**
     * Judges a complete wave: done when all input from outside has ended and two waves, the second begun after the first was complete, show
     * equal and unchanged totals. Silence proves nothing.
     *
     * @return the decision to finish, or null
     */
    LoopDecision judgeWave() {
        long sent = 0;
        long received = 0;
        boolean ended = true;
        for (WaveAnswered answer : answers.values()) {
            sent += answer.sent();
            received += answer.received();
            ended &= answer.outsideEnded();
        }
        answers.clear();
        Totals now = new Totals(sent, received);
        boolean done = ended && sent == received && now.equals(before);
        before = ended ? now : null;
        if (done) {
            last = new LoopDecision(loop.id(), 1, LoopDecision.Kind.FINISH, new long[0]);
            return last;
        }
        return null;
    }
}
