package dev.loopkeeper.api.source;

/** Permits so many records in a second; what is not used is saved up to a bound. Used by one thread. */
final class RateLimit {

    static final RateLimit NONE = new RateLimit();

    private static final double MILLIS_PER_SECOND = 1000;

    private final double perSecond;
    private final double most;
    private final SourceContext context;
    private double permits;
    private long since;

    private RateLimit() {
        this.perSecond = Double.POSITIVE_INFINITY;
        this.most = Double.POSITIVE_INFINITY;
        this.permits = Double.POSITIVE_INFINITY;
        this.context = null;
    }

    /**
     * @param most how many permits are saved, at least 1
     * @param first how many are there at once
     */
    RateLimit(double perSecond, double most, double first, SourceContext context) {
        this.perSecond = perSecond;
        this.most = most;
        this.permits = first;
        this.context = context;
        this.since = context.currentTimeMillis();
    }

    /** How many records may be made now, up to a limit. */
    int permitted(int limit) {
        if (context != null) {
            long now = context.currentTimeMillis();
            // A clock that is set back costs some time and gives nothing twice.
            permits = Math.min(most, permits + perSecond * Math.max(0, now - since) / MILLIS_PER_SECOND);
            since = now;
        }
        return (int) Math.min(limit, permits);
    }

    void used(int records) {
        permits -= records;
    }
}
