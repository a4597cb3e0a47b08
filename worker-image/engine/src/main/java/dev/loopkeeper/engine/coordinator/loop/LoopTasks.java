package dev.loopkeeper.engine.coordinator.loop;

import dev.loopkeeper.engine.message.FailureCause;
import dev.loopkeeper.engine.message.TaskCommand;
import dev.loopkeeper.engine.plan.TaskId;
import java.util.Set;

/** A region's tasks as its loops see them. On the coordinator's thread. */
public interface LoopTasks {

    /** Whether they run. */
    boolean running();

    /** Whether these, all sources, have ended. */
    boolean sourcesEnded(Set<TaskId> sources);

    void broadcast(TaskCommand command);

    /** Code of the program that the coordinator runs has failed. */
    void programFailed(String message, FailureCause cause);
}
