package dev.loopkeeper.api.sink;

import dev.loopkeeper.api.io.Fence;
import dev.loopkeeper.api.io.TransactionalFiles;

/** What a sink may use of the process it runs in. */
public interface SinkContext {

    /** The unique id of the job; stays the same over restarts. */
    String jobUid();

    String operatorName();

    /** From 0; -1 on the coordinator. */
    int taskIndex();

    Fence fence();

    TransactionalFiles files();
}
