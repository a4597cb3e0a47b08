package dev.loopkeeper.engine.state;

/** Decides when a state's deltas give way to a new base (R10). */
final class MergePolicy {

    /** So many deltas are read at most for a base. */
    static final int MAXIMUM_DELTAS = 16;

    /** Groups differ in their bound, so that they do not all merge, and hold up the task, in the same snapshot. */
    private static final int BOUNDS = 8;

    private MergePolicy() {}

    /**
     * Whether the next change is written as a base.
     *
     * @param changed for how many keys the state changed and holds something
     * @param held for how many keys it holds something
     */
    static boolean baseDue(int group, Chain chain, int changed, int held) {
        return chain.isEmpty()
                || changed == held // a delta would say as much and leave the old base to be kept
                || chain.deltaBytes() > chain.baseBytes()
                || chain.deltas() >= MAXIMUM_DELTAS - group % BOUNDS;
    }
}
