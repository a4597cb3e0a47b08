package dev.loopkeeper.operator.model;

import dev.loopkeeper.operator.observe.Component;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The PodMonitor by which a Prometheus Operator reads the metrics of a job's coordinator (K15): over HTTPS, with the token of the job's Secret. */
public final class JobMonitor {

    /** How the API server knows PodMonitors. */
    public static final ResourceDefinitionContext KIND = new ResourceDefinitionContext.Builder()
            .withGroup("monitoring.coreos.com")
            .withVersion("v1")
            .withKind("PodMonitor")
            .withPlural("podmonitors")
            .withNamespaced(true)
            .build();

    private JobMonitor() {}

    /**
     * Owned by the job, so that it goes with it.
     *
     * @param interval between two readings, such as {@code 30s}
     * @param labels by which a Prometheus chooses it; ours stand whatever they say
     */
    public static GenericKubernetesResource of(JobIdentity job, String interval, Map<String, String> labels) {
        Map<String, String> all = new LinkedHashMap<>(labels);
        all.putAll(Labels.ofJob(job));
        GenericKubernetesResource monitor = new GenericKubernetesResource();
        monitor.setApiVersion(KIND.getGroup() + "/" + KIND.getVersion());
        monitor.setKind(KIND.getKind());
        monitor.setMetadata(new ObjectMetaBuilder()
                .withName(job.name())
                .withNamespace(job.namespace())
                .withLabels(all)
                .withOwnerReferences(job.owner())
                .build());
        monitor.setAdditionalProperty(
                "spec",
                Map.of(
                        "selector",
                        Map.of(
                                "matchLabels",
                                Map.of(
                                        Labels.JOB, job.name(),
                                        Labels.COMPONENT, Component.COORDINATOR.label())),
                        "podMetricsEndpoints",
                        List.of(endpoint(job, interval))));
        return monitor;
    }

    private static Map<String, Object> endpoint(JobIdentity job, String interval) {
        return Map.of(
                "port",
                "https",
                "scheme",
                "https",
                "path",
                "/metrics",
                "interval",
                interval,
                "authorization",
                Map.of("type", "Bearer", "credentials", Map.of("name", job.metricsSecret(), "key", "token")),
                // The token is shown to nobody but this job's coordinator.
                "tlsConfig",
                Map.of(
                        "ca",
                        Map.of("secret", Map.of("name", job.certificateSecret(Role.COORDINATOR), "key", "ca.crt")),
                        "serverName",
                        job.coordinatorHost()));
    }
}
