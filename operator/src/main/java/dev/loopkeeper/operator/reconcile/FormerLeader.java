package dev.loopkeeper.operator.reconcile;

import dev.loopkeeper.operator.act.OperatorSettings;
import dev.loopkeeper.operator.act.RootCause;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The replica that led before this one, if its lease ran out. A coordinator on its node that this process has never heard is more than the silence of
 * one: somebody else has vanished there too (K5, K24). Safe for all threads.
 */
@Singleton
public final class FormerLeader {

    /** Later on the cluster itself knows of a node that is lost. */
    static final Duration MATTERS = Duration.ofMinutes(2);

    private static final Logger LOG = LoggerFactory.getLogger(FormerLeader.class);

    private final KubernetesClient client;
    private final OperatorSettings settings;
    private final Clock clock;
    private @Nullable String present;
    private @Nullable String former;
    private @Nullable Instant since;
    private @Nullable String node;

    @Inject
    public FormerLeader(KubernetesClient client, OperatorSettings settings) {
        this(client, settings, Clock.systemUTC());
    }

    FormerLeader(KubernetesClient client, OperatorSettings settings, Clock clock) {
        this.client = client;
        this.settings = settings;
        this.clock = clock;
    }

    /** There is a new leader: a pod of this release, or nobody, where the one before has given its lease back. */
    synchronized void leads(@Nullable String pod) {
        former = present;
        present = pod;
        since = clock.instant();
        node = null;
    }

    /** The node on which the leader before this process vanished; null if none did lately. Asks the API server once for each change. */
    synchronized @Nullable String node() {
        if (former == null || former.isBlank() || since == null) {
            return null;
        }
        if (Duration.between(since, clock.instant()).compareTo(MATTERS) > 0) {
            former = null;
            return null;
        }
        if (node == null) {
            node = nodeOf(former);
        }
        return node;
    }

    private @Nullable String nodeOf(String name) {
        try {
            Pod pod = client.pods()
                    .inNamespace(settings.namespace())
                    .withName(name)
                    .get();
            boolean vanished = pod != null
                    && pod.getMetadata().getDeletionTimestamp() == null
                    && "Running".equals(pod.getStatus().getPhase());
            if (!vanished) {
                // It ended, and says so: nothing is wrong with its node.
                former = null;
                return null;
            }
            LOG.info(
                    "The operator {} on node {} has let its lease run out",
                    name,
                    pod.getSpec().getNodeName());
            return pod.getSpec().getNodeName();
        } catch (KubernetesClientException e) {
            LOG.warn("Which node the operator {} was on is not known: {}", name, RootCause.line(e));
            former = null;
            return null;
        }
    }
}
