package dev.loopkeeper.engine.task;

import dev.loopkeeper.engine.snapshot.Control.RoundMark;
import dev.loopkeeper.engine.snapshot.LoopDecision;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What a loop's coordinator has decided, as far as one head may know it. Between a snapshot's trigger and the head's cut later decisions are held
 * back, so that all heads cut at the same one.
 */
final class LoopDecisions {

    private final Deque<LoopDecision> held = new ArrayDeque<>();
    private int cutNumber;
    private LoopDecision latest;

    /** The mark that has come back and whose round is not decided. */
    private RoundMark undecided;

    /** Takes over what a snapshot kept; both may be null. */
    void restore(LoopDecision decision, RoundMark mark) {
        latest = decision;
        undecided = mark;
    }

    /** The latest decision that may be acted on; null before the first. */
    LoopDecision latest() {
        return latest;
    }

    /** The mark of the round that the coordinator has to decide on; null if there is none. */
    RoundMark undecided() {
        return undecided;
    }

    /** A mark has come back: its round waits for a decision. */
    void await(RoundMark mark) {
        undecided = mark;
    }

    /** Whether this round is over by decision. */
    boolean beyond(int round) {
        return latest != null && latest.number() > round;
    }

    /** Whether the loop goes on behind this round. */
    boolean advanceBeyond(int round) {
        return beyond(round) && latest.kind() == LoopDecision.Kind.ADVANCE;
    }

    /** Whether the loop is over. */
    boolean finished() {
        return latest != null && latest.kind() == LoopDecision.Kind.FINISH;
    }

    /** A snapshot is triggered: its cut is at this decision. */
    void holdAbove(int number) {
        cutNumber = number;
    }

    /**
     * The coordinator has decided.
     *
     * @param cutDue whether a snapshot is triggered and the head has not cut
     */
    void decide(LoopDecision next, boolean cutDue) {
        if (cutDue && next.number() > cutNumber) {
            held.add(next);
        } else {
            apply(next);
        }
    }

    /** What is said twice changes nothing. */
    private void apply(LoopDecision next) {
        if (latest == null || next.number() > latest.number()) {
            latest = next;
            undecided = null;
        }
    }

    /** The head has cut, or the snapshot is over. */
    void release() {
        while (!held.isEmpty()) {
            apply(held.poll());
        }
    }
}
