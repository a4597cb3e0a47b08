package dev.loopkeeper.engine.coordinator.process;

import dev.loopkeeper.api.io.FileSystem;
import dev.loopkeeper.api.io.TransactionalFiles;
import dev.loopkeeper.engine.coordinator.port.EarlierJobs;
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
 * @param earlier where to look for what a job that starts from nothing could have gone on from; null for nowhere
 */
public record CoordinatorStorage(
        ObjectStore store,
        FileSystem inputs,
        TransactionalFiles outputs,
        @Nullable RestoreOrigin origin,
        @Nullable EarlierJobs earlier) {

    /** Of a job that starts from nothing. */
    public CoordinatorStorage(ObjectStore store, FileSystem inputs, TransactionalFiles outputs) {
        this(store, inputs, outputs, null, null);
    }
}
