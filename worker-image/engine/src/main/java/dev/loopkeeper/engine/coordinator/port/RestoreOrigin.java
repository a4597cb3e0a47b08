package dev.loopkeeper.engine.coordinator.port;

import dev.loopkeeper.engine.store.ObjectStore;
import dev.loopkeeper.engine.store.StoreException;

/** Another job, of which a job without snapshots of its own goes on from ({@code spec.snapshots.restoreFrom}, K19). Used in the background. */
public interface RestoreOrigin {

    /** As people have named it. */
    String address();

    /**
     * Opens that job's part of the store, to read only; blocking. The caller closes it.
     *
     * @throws StoreException {@link StoreException.Kind#MISSING} with one line where there is no such job
     */
    ObjectStore open() throws StoreException;
}
