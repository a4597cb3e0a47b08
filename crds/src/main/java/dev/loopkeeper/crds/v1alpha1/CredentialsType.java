package dev.loopkeeper.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Where credentials come from. */
public enum CredentialsType {
    /** A Secret in the job's namespace. */
    @JsonProperty("Secret")
    SECRET,

    /** The identity of the pod's service account. */
    @JsonProperty("WorkloadIdentity")
    WORKLOAD_IDENTITY
}
