package dev.loopkeeper.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How much of a job is restarted after a failure. */
public enum RecoveryScope {
    /** The failed region, and those that its lost results touch. */
    @JsonProperty("Region")
    REGION,

    /** Every region. */
    @JsonProperty("Job")
    JOB,

    /** The failed task only: approximate where it has pipelined neighbours. */
    @JsonProperty("Task")
    TASK
}
