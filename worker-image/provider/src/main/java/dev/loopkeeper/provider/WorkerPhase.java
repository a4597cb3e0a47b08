package dev.loopkeeper.provider;

/** What a provider sees of a worker. */
public enum WorkerPhase {
    /** Created, and its process not started yet. */
    PENDING,
    RUNNING,
    /** Told to go, and its process not known to have ended (K3). */
    TERMINATING,
    /** Its process ended with an error, or was killed. */
    FAILED,
    /** It ended by itself without an error, or there is nothing of this name and uid. */
    GONE;

    /** Whether its process is known to have ended. */
    public boolean ended() {
        return this == FAILED || this == GONE;
    }
}
