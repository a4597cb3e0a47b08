package dev.loopkeeper.operator.act;

import dev.loopkeeper.operator.model.JobIdentity;
import dev.loopkeeper.operator.model.JobMonitor;
import dev.loopkeeper.operator.model.Labels;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the PodMonitors of jobs where the chart's values say so and the cluster knows the kind (K15). No job waits for its own: what goes wrong is
 * logged, and tried again with the next look at what the job needs. Blocks; safe for all threads.
 */
public final class JobMonitors {

    private static final Logger LOG = LoggerFactory.getLogger(JobMonitors.class);

    /** A cluster that does not know the kind is asked again after so long. */
    static final Duration UNKNOWN_KIND = Duration.ofMinutes(10);

    private final KubernetesClient client;
    private final OperatorSettings.JobPodMonitors settings;
    private final Map<String, String> labels;
    private final Clock clock;
    private volatile Instant unknownUntil = Instant.EPOCH;

    /** @throws IllegalArgumentException if a label of the settings is none */
    public JobMonitors(KubernetesClient client, OperatorSettings.JobPodMonitors settings, Clock clock) {
        this.client = client;
        this.settings = settings;
        this.labels = labels(settings.labels().orElse(List.of()));
        this.clock = clock;
    }

    private static Map<String, String> labels(List<String> pairs) {
        Map<String, String> labels = new LinkedHashMap<>();
        for (String pair : pairs) {
            int equals = pair.indexOf('=');
            if (equals < 1) {
                throw new IllegalArgumentException(
                        "loopkeeper.job-pod-monitors.labels: \"" + pair + "\" is not name=value");
            }
            labels.put(pair.substring(0, equals), pair.substring(equals + 1));
        }
        return labels;
    }

    /**
     * Makes the job's PodMonitor what it should be. One of its name that others made or changed is left as it is: without force the API server refuses
     * to give this operator what others have set.
     *
     * @return whether nothing is left to do
     */
    boolean ensure(JobIdentity job) {
        if (!settings.enabled()) {
            return true;
        }
        if (clock.instant().isBefore(unknownUntil)) {
            return false;
        }
        try {
            client.genericKubernetesResources(JobMonitor.KIND)
                    .inNamespace(job.namespace())
                    .resource(JobMonitor.of(job, settings.interval(), labels))
                    .fieldManager(Labels.OPERATOR)
                    .serverSideApply();
            return true;
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_CONFLICT) {
                LOG.warn(
                        "{}/{}: PodMonitor {} is there, and others have made or changed it; it is left as it is: {}",
                        job.namespace(),
                        job.name(),
                        job.name(),
                        JobCluster.line(e));
                return true;
            }
            if (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND && !isNamespace(e)) {
                unknownUntil = clock.instant().plus(UNKNOWN_KIND);
                LOG.warn(
                        "no PodMonitors are made: this cluster does not know the kind. Is there a Prometheus Operator?");
            } else {
                LOG.warn("{}/{}: no PodMonitor: {}", job.namespace(), job.name(), JobCluster.line(e));
            }
            return false;
        }
    }

    /** Whether it is the namespace that is not there: that says nothing of the kind. */
    private static boolean isNamespace(KubernetesClientException e) {
        return e.getStatus() != null
                && e.getStatus().getDetails() != null
                && "namespaces".equals(e.getStatus().getDetails().getKind());
    }
}
