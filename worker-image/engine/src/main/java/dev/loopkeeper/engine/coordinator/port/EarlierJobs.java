package dev.loopkeeper.engine.coordinator.port;

import dev.loopkeeper.engine.store.StoreException;
import java.util.Optional;

/** What earlier jobs of the same name have left in the store, so that nobody starts from nothing unawares (K19). Used in the background. */
public interface EarlierJobs {

    /**
     * The address of the one with the newest snapshot among the first few by name, if there is one there that can be gone on from; blocking. It shows that
     * there are earlier jobs; with many of them, another one may have a newer snapshot.
     *
     * @throws StoreException with one line where the store does not tell
     */
    Optional<String> newestOfFirst() throws StoreException;
}
