package dev.loopkeeper.provider;

/** Where a job stands, all its regions taken together. */
public enum JobPhase {
    /** The coordinator has not claimed the job yet. */
    CLAIMING,
    /** Not all regions have run yet. */
    STARTING,
    RUNNING,
    /** At least one region is between two attempts or restores. */
    RECOVERING,
    STOPPING,
    SUSPENDED,
    SUCCEEDED,
    FAILED
}
