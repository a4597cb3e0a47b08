package dev.loopkeeper.provider;

/** Where a region stands. */
public enum RegionPhase {
    /** Not to be started yet: its input comes from a region that has not finished. */
    PENDING,
    /** Its workers are wanted, and not all have registered. */
    SCHEDULING,
    /** Its tasks load their state. */
    RESTORING,
    RUNNING,
    /** Failed, and between two attempts: being fenced, or waiting for its restart delay. */
    RECOVERING,
    /** Taking its stop snapshot. */
    STOPPING,
    /** Stopped with a snapshot. */
    STOPPED,
    FINISHED,
    /** Failed for good. */
    FAILED;

    /** Whether a region in this phase wants no workers any more. */
    public boolean terminal() {
        return this == STOPPED || this == FINISHED || this == FAILED;
    }
}
