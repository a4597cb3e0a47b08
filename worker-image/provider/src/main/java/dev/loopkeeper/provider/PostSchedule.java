package dev.loopkeeper.provider;

import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * When a provider posts which observations: at once when they have changed, the newest only, one post at a time, and not more often than the
 * interval. Times are of one clock, in the interval's unit, and may wrap around as those of {@link System#nanoTime}. Owned by one thread.
 */
public final class PostSchedule {

    private final long interval;
    private @Nullable Observations newest;
    private @Nullable Observations underWay;
    /** What the coordinator is known to have heard last. */
    private @Nullable Observations arrived;

    private boolean doubted;
    private boolean everBegun;
    private long lastBegun;

    /** @param interval between the beginnings of two posts, at least */
    public PostSchedule(long interval) {
        this.interval = interval;
    }

    /** These are to be posted, unless they are what arrived last; what waited is outdated. */
    public void offer(Observations observations) {
        newest = observations;
    }

    /** A coordinator has answered that may not have heard what was posted, or what is under way. */
    public void again() {
        arrived = null;
        doubted = underWay != null;
    }

    /** When the next post is due, if one is; {@link Long#MIN_VALUE} for the first, which is due at once. */
    public OptionalLong due() {
        if (underWay != null || newest == null || newest.equals(arrived)) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(everBegun ? lastBegun + interval : Long.MIN_VALUE);
    }

    /** Takes what is due now, and counts it as under way; null if nothing is. */
    public @Nullable Observations take(long now) {
        OptionalLong due = due();
        if (due.isEmpty() || (everBegun && now - due.getAsLong() < 0)) {
            return null;
        }
        underWay = newest;
        everBegun = true;
        lastBegun = now;
        return underWay;
    }

    /**
     * The post has ended; what did not arrive is repeated, unless there is newer.
     *
     * @param didArrive false if it did not, or if that is not known: then it is not known either what the coordinator heard last
     */
    public void ended(boolean didArrive) {
        arrived = didArrive && !doubted ? underWay : null;
        underWay = null;
        doubted = false;
    }
}
