package dev.loopkeeper.operator.model;

import dev.loopkeeper.crds.v1alpha1.ReservedInPods;

/** The ports on which the parts of a job listen. */
public final class Ports {

    /** The coordinator's HTTPS port: provider interface, metrics, health (K15). */
    public static final int COORDINATOR_HTTPS = ReservedInPods.COORDINATOR_HTTPS_PORT;

    /** Where the coordinator takes the connections of workers. */
    public static final int COORDINATOR_CONTROL = ReservedInPods.COORDINATOR_CONTROL_PORT;

    /** Where a worker takes the connections of its neighbours. */
    public static final int WORKER_DATA = ReservedInPods.WORKER_DATA_PORT;

    private Ports() {}
}
