package dev.loopkeeper.operator.observe;

/** How far a pod has come; Terminating is told apart ({@link PodView#terminating}). */
public enum PodPhase {
    /** Not bound to a node. */
    UNSCHEDULED,
    /** Bound, and nothing heard of its node's kubelet about it. */
    BOUND,
    /** The kubelet knows it; the main container has not started. */
    PREPARING,
    RUNNING,
    SUCCEEDED,
    FAILED;

    /** Whether its main container is known to have ended. */
    public boolean ended() {
        return this == SUCCEEDED || this == FAILED;
    }
}
