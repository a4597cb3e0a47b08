package dev.loopkeeper.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** When, and how often, a failed region is restarted. */
public enum RestartType {
    /** After the same delay each time, a limited number of times. */
    @JsonProperty("FixedDelay")
    FIXED_DELAY,

    /** After a delay that grows with each failure. */
    @JsonProperty("ExponentialDelay")
    EXPONENTIAL_DELAY,

    /** As long as failures are not too frequent. */
    @JsonProperty("FailureRate")
    FAILURE_RATE,

    /** Never: the first failure fails the job. */
    @JsonProperty("None")
    NONE
}
