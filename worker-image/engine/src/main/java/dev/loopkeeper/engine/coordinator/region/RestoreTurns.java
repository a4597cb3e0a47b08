package dev.loopkeeper.engine.coordinator.region;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.function.IntSupplier;

/**
 * Bounds how many regions download their state at once ({@code recovery.restoreConcurrency}); the others wait for their turn, first come, first
 * served. Belongs to the coordinator's thread.
 */
public final class RestoreTurns {

    private final IntSupplier atOnce;
    private final Set<Turn> taken = new HashSet<>();
    private final Deque<Turn> waiting = new ArrayDeque<>();

    /** @param atOnce how many at once; it may change (K17) */
    public RestoreTurns(IntSupplier atOnce) {
        this.atOnce = atOnce;
    }

    /**
     * A turn for one attempt, not taken yet.
     *
     * @param given told that it is taken now, where it had to be waited for
     */
    Turn turn(Runnable given) {
        return new Turn(given);
    }

    /** There may be more of them now. */
    public void handOut() {
        while (taken.size() < atOnce.getAsInt() && !waiting.isEmpty()) {
            Turn next = waiting.poll();
            taken.add(next);
            next.given.run();
        }
    }

    /** An attempt's turn. */
    final class Turn {

        private final Runnable given;

        private Turn(Runnable given) {
            this.given = given;
        }

        /** Whether the attempt may download now; if not, it waits, and is told when it may. */
        boolean take() {
            if (taken.contains(this)) {
                return true;
            }
            if (taken.size() < atOnce.getAsInt()) {
                taken.add(this);
                return true;
            }
            if (!waiting.contains(this)) {
                waiting.add(this);
            }
            return false;
        }

        /** The attempt has downloaded its state, or needs it no more; it does not wait either. */
        void giveBack() {
            taken.remove(this);
            waiting.remove(this);
            handOut();
        }
    }
}
