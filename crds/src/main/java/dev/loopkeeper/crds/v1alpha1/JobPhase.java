package dev.loopkeeper.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Where a job stands. */
public enum JobPhase {
    /** Accepted; nothing of it runs yet. */
    @JsonProperty("Pending")
    PENDING,

    /** Its pods are being made. */
    @JsonProperty("Starting")
    STARTING,

    /** All regions run. */
    @JsonProperty("Running")
    RUNNING,

    /** At least one region is being restarted. */
    @JsonProperty("Recovering")
    RECOVERING,

    /** It stops with a snapshot, for good or to start again changed. */
    @JsonProperty("Suspending")
    SUSPENDING,

    /** It stands still. */
    @JsonProperty("Suspended")
    SUSPENDED,

    /** It has ended; its results are complete. */
    @JsonProperty("Succeeded")
    SUCCEEDED,

    /** It has ended without success. */
    @JsonProperty("Failed")
    FAILED
}
