package dev.loopkeeper.operator.reconcile;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Whether the API server answers: asked only where a silence is to be judged (K5), and at most once a second. Safe for all threads. */
final class ApiServerHealth {

    private static final Duration FRESH = Duration.ofSeconds(1);

    private final KubernetesClient client;
    private final Clock clock;
    private Instant askedAt = Instant.EPOCH;
    private boolean reachable;
    private @Nullable Instant missedAt;

    ApiServerHealth(KubernetesClient client, Clock clock) {
        this.client = client;
        this.clock = clock;
    }

    synchronized boolean reachable() {
        if (Duration.between(askedAt, clock.instant()).compareTo(FRESH) >= 0) {
            try {
                reachable = client.getKubernetesVersion() != null;
            } catch (KubernetesClientException _) {
                reachable = false;
            }
            askedAt = clock.instant();
            missedAt = reachable ? missedAt : askedAt;
        }
        return reachable;
    }

    /** When it last did not answer; null if it always has. */
    synchronized @Nullable Instant missedAt() {
        return missedAt;
    }
}
