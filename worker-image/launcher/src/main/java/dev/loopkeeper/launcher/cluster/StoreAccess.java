package dev.loopkeeper.launcher.cluster;

import dev.loopkeeper.storage.S3Access;
import java.io.IOException;

/** How a pod proves to a store who it is: by the keys of a Secret, or by its own identity (K16). */
sealed interface StoreAccess permits CredentialFiles, PodIdentity {

    /**
     * For the client, as it is now.
     *
     * @throws IOException with one line, if it cannot be read
     */
    S3Access read() throws IOException;
}
