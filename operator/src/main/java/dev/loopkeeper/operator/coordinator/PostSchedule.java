package dev.loopkeeper.operator.coordinator;

import dev.loopkeeper.provider.Observations;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * When which observations are posted: only what has changed, at once, the newest only, one post at a time, and not more often than the interval.
 * Times are milliseconds of one clock. Owned by one thread.
 */
final class PostSchedule {

    private final long interval;
    private @Nullable Observations newest;
    private @Nullable Observations taken;
    private @Nullable Observations arrived;
    private boolean everBegun;
    private long lastBegun;

    PostSchedule(long intervalMillis) {
        this.interval = intervalMillis;
    }

    void offer(Observations observations) {
        newest = observations;
    }

    /** The coordinator may not have what was posted. */
    void again() {
        arrived = null;
    }

    /** When the next post is due, if one is. */
    OptionalLong due() {
        if (taken != null || newest == null || newest.equals(arrived)) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(everBegun ? lastBegun + interval : Long.MIN_VALUE);
    }

    /** Takes what is due now, and counts it as under way. */
    @Nullable
    Observations take(long now) {
        OptionalLong due = due();
        if (due.isEmpty() || due.getAsLong() > now) {
            return null;
        }
        taken = newest;
        everBegun = true;
        lastBegun = now;
        return taken;
    }

    /** The post has ended. */
    void ended(boolean didArrive) {
        arrived = didArrive ? taken : arrived;
        taken = null;
    }
}
