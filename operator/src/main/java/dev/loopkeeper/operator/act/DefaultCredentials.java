package dev.loopkeeper.operator.act;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices that the credentials of the operator's default store were changed, so that running jobs get the new ones: by one request a minute for all jobs
 * together, because an idle job costs none, and Secrets are never watched (K11, K16, K22). Safe for all threads.
 */
public final class DefaultCredentials {

    private static final Logger LOG = LoggerFactory.getLogger(DefaultCredentials.class);
    private static final Duration INTERVAL = Duration.ofMinutes(1);

    private final KubernetesClient client;
    private final OperatorSettings settings;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile @Nullable String version;
    private @Nullable Instant readAt;

    public DefaultCredentials(KubernetesClient client, OperatorSettings settings) {
        this.client = client;
        this.settings = settings;
    }

    /** The version of their Secret as of a minute ago at most; null if it was never read. Blocks one caller a minute, the others do not wait for it. */
    public @Nullable String version(Instant now) {
        String name = settings.defaultStore().secret().orElse(null);
        if (name != null && lock.tryLock()) {
            try {
                if (readAt == null || !now.isBefore(readAt.plus(INTERVAL))) {
                    readAt = now;
                    read(name);
                }
            } finally {
                lock.unlock();
            }
        }
        return version;
    }

    private void read(String name) {
        try {
            Secret there = client.secrets()
                    .inNamespace(settings.namespace())
                    .withName(name)
                    .get();
            if (there != null) {
                version = there.getMetadata().getResourceVersion();
            }
        } catch (KubernetesClientException e) {
            // A job that needs them is told when it is prepared.
            LOG.debug("Secret {}/{} is not readable: {}", settings.namespace(), name, JobCluster.line(e));
        }
    }
}
