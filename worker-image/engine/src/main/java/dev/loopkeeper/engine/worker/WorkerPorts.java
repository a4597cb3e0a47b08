package dev.loopkeeper.engine.worker;

import dev.loopkeeper.engine.message.CoordinatorMessage.Deploy;
import dev.loopkeeper.engine.message.TaskCommand;
import dev.loopkeeper.engine.message.WorkerMessage;

/** What the worker's core uses of the process it runs in. All calls on the worker's own thread; none blocks. */
public interface WorkerPorts {

    /** Sends to the coordinator, in order; dropped while there is no connection. */
    void send(WorkerMessage message);

    /**
     * Builds the slots of a deployment, restores them and opens the data connections; {@link WorkerCore#slotsReady} or
     * {@link WorkerCore#failed} tell how it went.
     */
    void deploy(Deploy deploy);

    /** Hands a command to every slot, in order. */
    void command(TaskCommand command);

    /** Stops everything and ends the process (or the thread that stands for it). */
    void exit(String reason);
}
