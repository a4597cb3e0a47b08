package dev.loopkeeper.testkit.simulation;

import dev.loopkeeper.api.io.Fence;
import dev.loopkeeper.api.io.TransactionalFiles;
import dev.loopkeeper.api.sink.SinkContext;

/** What a task of a sink has of a simulated cluster. */
record SimulatedSinkContext(String jobUid, String operatorName, int taskIndex, Fence fence, TransactionalFiles files)
        implements SinkContext {}
