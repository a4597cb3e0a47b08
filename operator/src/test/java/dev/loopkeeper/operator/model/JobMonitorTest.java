package dev.loopkeeper.operator.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.loopkeeper.operator.decide.Given;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** K15: how a Prometheus Operator is told of a job's metrics. */
final class JobMonitorTest {

    private static final JobIdentity JOB = new JobIdentity("factory", "rework", "4f0e");

    private static JsonNode json() {
        GenericKubernetesResource monitor =
                JobMonitor.of(JOB, "15s", Map.of("release", "prometheus", "loopkeeper.dev/job", "another"));
        KubernetesSerialization serialization = new KubernetesSerialization();
        return serialization.unmarshal(serialization.asJson(monitor), JsonNode.class);
    }

    @Test
    void k15ItSelectsTheCoordinatorOfThisJob() {
        Pod coordinator = new PodSkeleton(
                        JOB,
                        1,
                        Given.specification(""),
                        "image:1",
                        new JobStore("https://s3.example", "jobs", "", "eu-1", null, null, true))
                .coordinator();
        JsonNode selector = json().at("/spec/selector/matchLabels");
        selector.properties()
                .forEach(label -> assertThat(coordinator.getMetadata().getLabels())
                        .containsEntry(label.getKey(), label.getValue().asText()));
        assertThat(selector.size()).isEqualTo(2);
        assertThat(coordinator.getSpec().getContainers().getFirst().getPorts())
                .anyMatch(port -> port.getName()
                        .equals(json().at("/spec/podMetricsEndpoints/0/port").asText()));
    }

    /** As the API of the Prometheus Operator has it: Authorization and SafeTLSConfig with Secret key selectors. */
    @Test
    void k15TheTokenIsShownToThisJobsCoordinatorOnly() {
        JsonNode endpoint = json().at("/spec/podMetricsEndpoints/0");
        assertThat(endpoint.path("scheme").asText()).isEqualTo("https");
        assertThat(endpoint.path("path").asText()).isEqualTo("/metrics");
        assertThat(endpoint.path("interval").asText()).isEqualTo("15s");
        assertThat(endpoint.at("/authorization/type").asText()).isEqualTo("Bearer");
        assertThat(endpoint.at("/authorization/credentials/name").asText()).isEqualTo("rework-metrics");
        assertThat(endpoint.at("/authorization/credentials/key").asText()).isEqualTo("token");
        assertThat(endpoint.at("/tlsConfig/ca/secret/name").asText()).isEqualTo("rework-coordinator-tls");
        assertThat(endpoint.at("/tlsConfig/ca/secret/key").asText()).isEqualTo("ca.crt");
        assertThat(endpoint.at("/tlsConfig/serverName").asText()).isEqualTo("rework-coordinator.factory.svc");
        assertThat(endpoint.at("/tlsConfig/insecureSkipVerify").isMissingNode()).isTrue();
    }

    @Test
    void itGoesWithItsJobAndIsChosenByLabels() {
        JsonNode metadata = json().path("metadata");
        assertThat(json().path("apiVersion").asText()).isEqualTo("monitoring.coreos.com/v1");
        assertThat(json().path("kind").asText()).isEqualTo("PodMonitor");
        assertThat(metadata.path("namespace").asText()).isEqualTo("factory");
        assertThat(metadata.at("/ownerReferences/0/uid").asText()).isEqualTo("4f0e");
        assertThat(metadata.at("/labels/release").asText()).isEqualTo("prometheus");
        assertThat(metadata.path("labels").path("loopkeeper.dev/job").asText()).isEqualTo("rework");
    }
}
