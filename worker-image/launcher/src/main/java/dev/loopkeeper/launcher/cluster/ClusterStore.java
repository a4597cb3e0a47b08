package dev.loopkeeper.launcher.cluster;

import dev.loopkeeper.storage.S3Settings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The store of a job on a cluster.
 *
 * @param prefix what every key of the job begins with; ends with a slash
 * @param access how to prove to it who this is
 * @param ca a file with the authorities of the store's certificate; empty for those of the image
 * @param conditionalWrites whether a store without them is refused (R12)
 */
record ClusterStore(
        URI endpoint,
        String bucket,
        String prefix,
        String region,
        StoreAccess access,
        Optional<Path> ca,
        boolean conditionalWrites) {

    /**
     * For the client, with the keys as they are now.
     *
     * @throws IOException with one line, if these cannot be read
     */
    S3Settings settings() throws IOException {
        S3Settings settings = new S3Settings(endpoint, bucket, prefix, access.read()).withRegion(region);
        return ca.map(settings::withCaCertificate).orElse(settings);
    }
}
