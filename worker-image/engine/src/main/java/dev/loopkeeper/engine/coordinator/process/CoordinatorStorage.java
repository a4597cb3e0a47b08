package dev.loopkeeper.engine.coordinator.process;

import dev.loopkeeper.api.io.FileSystem;
import dev.loopkeeper.api.io.TransactionalFiles;
import dev.loopkeeper.engine.coordinator.port.RestoreOrigin;
import dev.loopkeeper.engine.store.ObjectStore;
import org.jspecify.annotations.Nullable;

/**
 * Where a coordinator reads and writes.
 *
 * @param store the job's part of the store
 * @param inputs what sources list their splits from
 * @param outputs what sinks commit
 * @param origin what the job goes on from while it has no snapshot of its own (K19); null for nothing
 */
public record CoordinatorStorage(
        ObjectStore store,
        FileSystem inputs,
        TransactionalFiles outputs,
        @Nullable RestoreOrigin origin) {

    /** Of a job that starts from nothing. */
    public CoordinatorStorage(ObjectStore store, FileSystem inputs, TransactionalFiles outputs) {
        this(store, inputs, outputs, null);
    }
}
