package dev.loopkeeper.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Whether the store must be able to write conditionally, which is what fences a predecessor off. */
public enum ConditionalWrites {
    /** A store that cannot is refused. */
    @JsonProperty("Required")
    REQUIRED,

    /** The store is used without; two coordinators at the same time could then spoil the snapshots. */
    @JsonProperty("Off")
    OFF
}
