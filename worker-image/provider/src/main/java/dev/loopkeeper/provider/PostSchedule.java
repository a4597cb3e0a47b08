package dev.loopkeeper.launcher.provider;

import dev.loopkeeper.provider.Observations;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * When which observations are posted: at once when they change, the newest only, one post at a time, and not more often than
 * the interval. Times are nanoseconds of one clock. Owned by one thread.
 */
final class PostSchedule {

    private final long interval;
    private @Nullable Observations waiting;
    private @Nullable Observations newest;
    private boolean underWay;
    private boolean everBegun;
    private long lastBegun;

    PostSchedule(long intervalNanos) {
        this.interval = intervalNanos;
    }

    /** These are to be posted; what waited is outdated. */
    void offer(Observations observations) {
        waiting = observations;
        newest = observations;
    }

    /** A coordinator has answered that may not have heard the newest ones. */
    void again() {
        waiting = newest;
    }

    /** When the next post is due, if one is. */
    OptionalLong due() {
        if (waiting == null || underWay) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(everBegun ? lastBegun + interval : Long.MIN_VALUE);
    }

    /** Takes what is due now, and counts it as under way. */
    @Nullable
    Observations take(long now) {
        OptionalLong due = due();
        if (due.isEmpty() || (everBegun && now - due.getAsLong() < 0)) {
            return null;
        }
        Observations taken = waiting;
        waiting = null;
        underWay = true;
        everBegun = true;
        lastBegun = now;
        return taken;
    }

    /** The post has ended; one that did not arrive is repeated, unless newer ones wait. */
    void ended(boolean repeat) {
        underWay = false;
        if (repeat && waiting == null) {
            waiting = newest;
        }
    }
}
