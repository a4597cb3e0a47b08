package dev.loopkeeper.engine.coordinator.snapshot;

import dev.loopkeeper.engine.message.TaskCommand;

/** A region's tasks as its snapshots see them. On the coordinator's thread. */
public interface SnapshotTasks {

    /** The newest attempt; 0 before the first. */
    int number();

    /** Whether they run. */
    boolean running();

    /** Whether all of them have ended. */
    boolean allEnded();

    void broadcast(TaskCommand command);
}
