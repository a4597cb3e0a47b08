package dev.loopkeeper.engine.coordinator.port;

import dev.loopkeeper.engine.store.StoreException;
import java.util.Optional;

/** What earlier jobs of the same name have left in the store, so that nobody starts from nothing unawares (K19). Used in the background. */
public interface EarlierJobs {

    /**
     * The address of the one with the newest snapshot, if there is one that can be gone on from; blocking.
     *
     * @throws StoreException with one line where the store does not tell
     */
    Optional<String> newest() throws StoreException;
}
