package dev.loopkeeper.storage;

import io.minio.credentials.Credentials;
import java.time.Duration;

/** Keys that stay as they are. */
final class GivenKeys implements SigningKeys {

    private final Credentials keys;

    GivenKeys(S3Credentials given) {
        this.keys = new Credentials(
                given.accessKey(), given.secretKey(), given.sessionToken().orElse(null), null);
    }

    @Override
    public Credentials ready(Duration atMost) {
        return keys;
    }

    @Override
    public Credentials fetch() {
        return keys;
    }

    @Override
    public void accepted(Credentials used) {
        // There is nothing that this could change.
    }

    @Override
    public boolean replaceRefused(Credentials used) {
        return false;
    }

    @Override
    public String advice() {
        return "check access key and secret key";
    }
}
