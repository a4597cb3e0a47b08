package dev.loopkeeper.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What becomes of a region whose newest snapshot is damaged, when output was committed since the one before it. */
public enum DamagePolicy {
    /** The job stops, and goes on when the snapshot is repaired. */
    @JsonProperty("Stop")
    STOP,

    /** The region goes on from the snapshot before it; output is written again. */
    @JsonProperty("RepeatOutput")
    REPEAT_OUTPUT
}
