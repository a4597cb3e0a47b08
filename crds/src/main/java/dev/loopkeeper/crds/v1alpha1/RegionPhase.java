package dev.loopkeeper.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Where a region stands. */
public enum RegionPhase {
    /** It waits for its turn, its inputs or a delay. */
    @JsonProperty("Waiting")
    WAITING,

    /** It waits for its workers. */
    @JsonProperty("Scheduling")
    SCHEDULING,

    /** Its tasks read their state. */
    @JsonProperty("Restoring")
    RESTORING,

    /** Its tasks run. */
    @JsonProperty("Running")
    RUNNING,

    /** It stops with a snapshot. */
    @JsonProperty("Stopping")
    STOPPING,

    /** It stands still. */
    @JsonProperty("Stopped")
    STOPPED,

    /** Its tasks have ended. */
    @JsonProperty("Finished")
    FINISHED,

    /** Its restart budget is spent. */
    @JsonProperty("Failed")
    FAILED
}
