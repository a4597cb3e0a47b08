package dev.loopkeeper.launcher.local;

import java.io.IOException;
import java.net.URI;
import java.util.Optional;

/** Where the coordinator runs. */
public interface CoordinatorHost {

    /**
     * The epoch of the next coordinator: higher than every one before, those of earlier launchers included (K4).
     *
     * @throws IOException if it cannot be made to last
     */
    long nextEpoch() throws IOException;

    /**
     * Starts the coordinator of this epoch.
     *
     * @throws IOException if it cannot be started, with one line
     */
    ChildHandle start(long epoch) throws IOException;

    /** Where the coordinator of this epoch listens, once it does. Cheap: it is asked again and again. */
    Optional<URI> address(long epoch);
}
