package dev.loopkeeper.launcher.local;

import dev.loopkeeper.provider.ProviderState;

/** What a local provider tells the command that runs it. All calls come from the provider's one thread and must return soon. */
public interface LocalProviderListener {

    /** A coordinator was started; not the first if its epoch was preceded by another of this run. */
    default void coordinatorStarted(long epoch, ChildHandle process) {}

    /** A coordinator ended, or was ended, without a verdict. The reason is one line. */
    default void coordinatorLost(long epoch, String reason) {}

    /** A worker was started. */
    default void workerStarted(RunningWorker worker) {}

    /** A worker's process ended. */
    default void workerEnded(String name, ChildExit exit) {}

    /** The coordinator told a new state. */
    default void stateChanged(ProviderState state) {}

    /** Something that a person should read, one line. */
    default void problem(String line) {}
}
