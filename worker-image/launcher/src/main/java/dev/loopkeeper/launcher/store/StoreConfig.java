package dev.loopkeeper.launcher.store;

import dev.loopkeeper.engine.store.ObjectStore;
import dev.loopkeeper.storage.EtagForm;
import dev.loopkeeper.storage.S3Credentials;
import dev.loopkeeper.storage.S3ObjectStore;
import dev.loopkeeper.storage.S3Settings;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A store and what a probe has found out about it, in the form in which child processes are told. Holds a secret.
 *
 * @param prefix what every key of the job begins with
 * @param etagForm how it wants etags
 * @param fencing whether it honours conditional writes
 */
public record StoreConfig(
        String endpoint,
        String bucket,
        String prefix,
        String region,
        String accessKey,
        String secretKey,
        @Nullable String sessionToken,
        EtagForm etagForm,
        boolean fencing) {

    /** The store of these settings, with this prefix put behind theirs. */
    static StoreConfig of(S3Settings settings, String prefix, EtagForm etagForm, boolean fencing) {
        return new StoreConfig(
                settings.endpoint().toString(),
                settings.bucket(),
                settings.prefix() + prefix,
                settings.region(),
                settings.credentials().accessKey(),
                settings.credentials().secretKey(),
                settings.credentials().sessionToken().orElse(null),
                etagForm,
                fencing);
    }

    /** For the client of the store. */
    public S3Settings settings() {
        return new S3Settings(
                        URI.create(endpoint),
                        bucket,
                        prefix,
                        new S3Credentials(accessKey, secretKey, Optional.ofNullable(sessionToken)))
                .withRegion(region);
    }

    /** Opens the job's part of the store. */
    public ObjectStore open() {
        ObjectStore store = S3ObjectStore.open(settings(), etagForm);
        return fencing ? store : new UnfencedStore(store);
    }

    /** Without what is secret. */
    @Override
    public String toString() {
        return "StoreConfig[" + endpoint + ", bucket " + bucket + ", prefix " + prefix + "]";
    }
}
