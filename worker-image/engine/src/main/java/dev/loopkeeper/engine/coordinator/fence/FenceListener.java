package dev.loopkeeper.engine.coordinator.fence;

/** Hears what ends a coordinator: that it was fenced, or that the store refuses it. On the coordinator's thread. */
public interface FenceListener {

    /** Another coordinator was here (R12). */
    void fenced(String found);

    /** The store refuses, and trying again would not help. */
    void refused(String reason);

    /** The store cannot be reached for now; it is tried again. */
    default void delayed(String reason) {}
}
