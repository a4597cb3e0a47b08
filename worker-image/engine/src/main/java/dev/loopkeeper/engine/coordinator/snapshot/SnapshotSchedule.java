package dev.loopkeeper.engine.coordinator.snapshot;

/**
 * When a region's next snapshot is due: one interval after the last trigger, at once on request, and again soon where somebody waits for one that
 * has failed. All times are in milliseconds and the caller's. Belongs to the coordinator's thread.
 */
final class SnapshotSchedule {

    /** Before a stop snapshot is tried again that has to wait for the region to stand right. */
    private static final long RETRY_MILLIS = 20;

    /** Before a snapshot that somebody waits for is tried again after a failure. */
    private static final long REPEAT_MILLIS = 1_000;

    private static final long NEVER = Long.MAX_VALUE;

    private long next = NEVER;
    /** By which {@link #next} was reckoned. */
    private long interval;

    private boolean atOnce;
    /** How often a snapshot was asked for, and which of these requests is answered by a committed one. */
    private int asked;

    private int answered;
    private boolean stopping;
    private boolean stopRescalable;

    /** The region runs: the first snapshot is due one interval from now, or at once for who has asked meanwhile. */
    void begins(long now, long every) {
        reckon(now, every);
        atOnce |= requested();
    }

    /** The region's tasks are gone. */
    void ends() {
        next = NEVER;
    }

    private void reckon(long now, long every) {
        interval = every;
        next = now + every;
    }

    /** Another interval counts from the last trigger on (K17). */
    void interval(long every) {
        if (next != NEVER) {
            next += every - interval;
        }
        interval = every;
    }

    boolean due(long now) {
        return now >= next || atOnce;
    }

    /** A snapshot is triggered. */
    void triggered(long now, long every) {
        atOnce = false;
        reckon(now, every);
    }

    /** The region does not stand so that the snapshot could be taken. */
    void retry(long now) {
        next = now + RETRY_MILLIS;
    }

    /** A snapshot has failed for which somebody waits. */
    void repeat(long now) {
        next = Math.min(next, now + REPEAT_MILLIS);
    }

    // What it is for

    /** One snapshot as soon as may be, and again until one is committed. */
    void request() {
        asked++;
        atOnce = true;
    }

    /** Whether a request is not answered yet. */
    boolean requested() {
        return asked > answered;
    }

    /** The newest request; what is triggered now is to answer it and all before it. */
    int newestRequest() {
        return asked;
    }

    /** A snapshot is there that was triggered after a request; true if that was the newest one, and not answered before. */
    boolean answers(int request) {
        if (request <= answered) {
            return false;
        }
        answered = request;
        return answered == asked;
    }

    /**
     * The next snapshot is to end the run. One that is open now is waited for, and for nothing else.
     *
     * @param rescalable whether the run may go on at another parallelism
     */
    void stop(boolean rescalable) {
        stopping = true;
        stopRescalable = rescalable;
        atOnce = true;
    }

    /** What begins next is not to be stopped. */
    void goOn() {
        stopping = false;
        stopRescalable = false;
    }

    boolean stopping() {
        return stopping;
    }

    /** Whether the snapshot that ends the run must be one that restores at another parallelism. */
    boolean stopRescalable() {
        return stopRescalable;
    }
}
