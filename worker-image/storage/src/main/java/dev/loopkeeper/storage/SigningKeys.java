package dev.loopkeeper.storage;

import io.minio.credentials.Credentials;
import io.minio.credentials.Provider;
import java.time.Duration;

/** The keys that requests to the store are signed with. Any thread. */
interface SigningKeys extends Provider {

    /**
     * Waits until there are keys that the store should take, and returns them; {@link #fetch} then gives these or later ones without a wait.
     *
     * @throws NoKeysException if there are none, also when the time is over
     */
    Credentials ready(Duration atMost) throws Exception;

    /** The store took these keys. */
    void accepted(Credentials used);

    /** The store does not know these keys. Returns whether others may be had, so that trying again is right. */
    boolean replaceRefused(Credentials used);

    /** What to do when the store refuses them for good. */
    String advice();
}
