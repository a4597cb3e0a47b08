package dev.loopkeeper.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What becomes of the workers of a failed region that still run. */
public enum SurvivorPolicy {
    /** They are replaced as well. */
    @JsonProperty("Recreate")
    RECREATE,

    /** They keep their process and restore from local copies. */
    @JsonProperty("InPlace")
    IN_PLACE
}
