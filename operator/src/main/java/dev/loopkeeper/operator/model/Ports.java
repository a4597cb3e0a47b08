package dev.loopkeeper.operator.model;

/** The ports on which the parts of a job listen. */
public final class Ports {

    /** The coordinator's HTTPS port: provider interface, metrics, health (K15). */
    public static final int COORDINATOR_HTTPS = 8443;

    /** Where the coordinator takes the connections of workers. */
    public static final int COORDINATOR_CONTROL = 7443;

    /** Where a worker takes the connections of its neighbours. */
    public static final int WORKER_DATA = 7444;

    private Ports() {}
}
