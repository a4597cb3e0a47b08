package dev.loopkeeper.operator.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.loopkeeper.crds.v1alpha1.CoordinatorSpec;
import dev.loopkeeper.crds.v1alpha1.IterativeJobSpec;
import dev.loopkeeper.crds.v1alpha1.PodTemplate;
import dev.loopkeeper.crds.v1alpha1.WorkersSpec;
import dev.loopkeeper.operator.decide.Given;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** K20: what a template must not say, and the path by which it is refused. */
final class TemplateProblemsTest {

    private static final KubernetesSerialization YAML = new KubernetesSerialization();

    private static IterativeJobSpec spec(String workers, String coordinator) {
        IterativeJobSpec plain = Given.specification("");
        CoordinatorSpec with = new CoordinatorSpec(
                plain.coordinator().memory(), plain.coordinator().cpu(), template(coordinator));
        WorkersSpec workersWith = new WorkersSpec(
                plain.workers().slots(),
                plain.workers().memory(),
                plain.workers().cpu(),
                template(workers));
        return new IterativeJobSpec(
                plain.image(),
                plain.program(),
                plain.parallelism(),
                plain.suspend(),
                plain.restartToken(),
                plain.snapshotToken(),
                plain.startTimeout(),
                plain.ttlSecondsAfterFinished(),
                workersWith,
                with,
                plain.snapshots(),
                plain.recovery());
    }

    private static PodTemplate template(String yaml) {
        ObjectNode node = new ObjectMapper().valueToTree(YAML.unmarshal(yaml, Map.class));
        return new PodTemplate((ObjectNode) node.get("metadata"), (ObjectNode) node.get("spec"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "metadata: {labels: {loopkeeper.dev/job: x}} | metadata.labels[loopkeeper.dev/job]",
                "metadata: {annotations: {loopkeeper.dev/silent: '0'}} | metadata.annotations[loopkeeper.dev/silent]",
                "metadata: {name: x} | metadata.name",
                "metadata: {ownerReferences: []} | metadata.ownerReferences",
                "spec: {restartPolicy: Always} | spec.restartPolicy",
                "spec: {volumes: [{name: data}, {name: loopkeeper-tls}]} | spec.volumes[1].name",
                "spec: {containers: [{name: worker, env: [{name: LOOPKEEPER_NODE}]}]} | spec.containers[0].env[0].name",
                "spec: {containers: [{name: x}, {name: worker, ports: [{containerPort: 7444}]}]} | spec.containers[1].ports[0]",
                "spec: {containers: [{name: side, ports: [{containerPort: 8443}]}]} | spec.containers[0].ports[0]",
                "spec: {containers: [{name: worker, volumeMounts: [{mountPath: /etc/loopkeeper/tls}]}]} | spec.containers[0].volumeMounts[0].mountPath",
                "spec: {containers: [{name: worker, image: x}]} | spec.containers[0].image",
                "spec: {containers: [{name: worker, livenessProbe: {}}]} | spec.containers[0].livenessProbe",
                "spec: {containers: [{name: worker, resources: {limits: {memory: 1Gi}}}]} | spec.containers[0].resources.limits.memory",
                "spec: {containers: [{name: worker, resources: {requests: {cpu: 1}}}]} | spec.containers[0].resources.requests.cpu",
            })
    void k20RefusesWithThePath(String template, String path) {
        assertThat(TemplateProblems.of(spec(template, "{}")))
                .singleElement()
                .asString()
                .startsWith("spec.workers.template." + path + ": ");
    }

    @Test
    void k20TheCoordinatorsMainContainerIsNamedCoordinator() {
        String template = "spec: {containers: [{name: coordinator, image: x}, {name: worker, image: y}]}";
        assertThat(TemplateProblems.of(spec("{}", template)))
                .containsExactly(
                        "spec.coordinator.template.spec.containers[0].image: cannot be set here; set spec.image");
    }

    @Test
    void k20AcceptsAllElse() {
        String template = """
                metadata: {labels: {team: a}, annotations: {note: x}}
                spec:
                  serviceAccountName: s3-reader
                  volumes: [{name: data, emptyDir: {}}]
                  containers:
                  - {name: worker, env: [{name: TZ, value: UTC}], resources: {limits: {ephemeral-storage: 1Gi}}}
                  - {name: side, image: side:1, resources: {limits: {memory: 1Gi}}}
                """;
        assertThat(TemplateProblems.of(spec(template, template.replace("worker", "coordinator"))))
                .isEqualTo(List.of());
    }
}
