package dev.loopkeeper.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Whether a condition holds. */
public enum ConditionStatus {
    /** It holds. */
    @JsonProperty("True")
    TRUE,

    /** It does not hold. */
    @JsonProperty("False")
    FALSE,

    /** It is not known. */
    @JsonProperty("Unknown")
    UNKNOWN
}
