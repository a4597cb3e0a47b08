package dev.loopkeeper.launcher.local;

import java.util.OptionalLong;

/** What the provider knows of the coordinator's process. Times are milliseconds of one monotonic clock. */
sealed interface CoordinatorLife {

    /** None was started yet. */
    record Unstarted() implements CoordinatorLife {}

    /**
     * It runs, as far as is known.
     *
     * @param heardAt its last sign of life
     * @param killedAt when it was told to die
     */
    record Running(long epoch, long startedAt, OptionalLong heardAt, OptionalLong killedAt)
            implements CoordinatorLife {}

    /** It has ended. */
    record Ended(long epoch, long endedAt, ChildExit exit) implements CoordinatorLife {}
}
