package dev.loopkeeper.launcher.local;

/** What the provider knows of a worker's process. */
sealed interface WorkerLife {

    /**
     * It runs, as far as is known.
     *
     * @param killed whether the provider has told it to die
     */
    record Running(boolean killed) implements WorkerLife {}

    /**
     * It has ended.
     *
     * @param killed whether the provider had told it to die
     */
    record Ended(ChildExit exit, boolean killed) implements WorkerLife {}

    /** It could not be started. */
    record Unstartable(String reason) implements WorkerLife {}
}
