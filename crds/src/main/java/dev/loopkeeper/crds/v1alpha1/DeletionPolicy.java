package dev.loopkeeper.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What becomes of a job's snapshots when the job is deleted. */
public enum DeletionPolicy {
    /** They stay in the store. */
    @JsonProperty("Retain")
    RETAIN,

    /** They are deleted with the job. */
    @JsonProperty("Delete")
    DELETE
}
