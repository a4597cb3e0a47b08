package dev.loopkeeper.operator.decide;

import dev.loopkeeper.operator.observe.Fleet;

/** Whether silence may be the operator's own deafness: a blind operator replaces nothing (K5). */
public final class SelfSuspicion {

    private static final int TOGETHER = 3;
    private static final int FRACTION = 5;

    private SelfSuspicion() {}

    /** Whether so many coordinators are silent at once, or the API server too, that the operator is more likely at fault than they. */
    public static boolean suspects(Fleet fleet) {
        return many(fleet.silent(), fleet.coordinators()) || !fleet.apiServerReachable();
    }

    /** Whether so many of so many coordinators, or nodes, are too many to be silent by chance. */
    public static boolean many(int silent, int all) {
        return silent >= TOGETHER && silent * FRACTION >= all;
    }
}
