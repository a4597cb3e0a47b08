package dev.loopkeeper.operator.reconcile;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Whether the API server answers: asked only where a silence is to be judged (K5), and at most once a second. Safe for all threads. */
final class ApiServerHealth {

    private static final Duration FRESH = Duration.ofSeconds(1);

    private final KubernetesClient client;
    private final Clock clock;
    private Instant askedAt = Instant.EPOCH;
    private boolean reachable;

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
        }
        return reachable;
    }
}
