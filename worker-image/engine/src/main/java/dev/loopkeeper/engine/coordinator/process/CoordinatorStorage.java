package dev.loopkeeper.engine.coordinator.process;

import dev.loopkeeper.api.io.FileSystem;
import dev.loopkeeper.api.io.TransactionalFiles;
import dev.loopkeeper.engine.store.ObjectStore;

/**
 * Where a coordinator reads and writes.
 *
 * @param store the job's part of the store
 * @param inputs what sources list their splits from
 * @param outputs what sinks commit
 */
public record CoordinatorStorage(ObjectStore store, FileSystem inputs, TransactionalFiles outputs) {}
