package dev.loopkeeper.engine.coordinator.process;

import dev.loopkeeper.api.io.Fence;
import dev.loopkeeper.api.io.FileSystem;
import dev.loopkeeper.api.io.TransactionalFiles;
import dev.loopkeeper.api.sink.SinkContext;
import dev.loopkeeper.api.source.SourceContext;

/** What sources and sinks are given on the coordinator. */
final class CoordinatorContexts {

    private CoordinatorContexts() {}

    /** For the listing of splits; there is no task to wake. */
    record Source(FileSystem files) implements SourceContext {

        @Override
        public long currentTimeMillis() {
            return System.currentTimeMillis();
        }

        @Override
        public void wake() {}
    }

    /** For commits; they belong to no task. */
    record Sink(String jobUid, String operatorName, Fence fence, TransactionalFiles files) implements SinkContext {

        @Override
        public int taskIndex() {
            return -1;
        }
    }
}
