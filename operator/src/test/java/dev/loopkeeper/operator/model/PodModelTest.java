package dev.loopkeeper.operator.model;

import static dev.loopkeeper.operator.model.JobPods.JOB;
import static dev.loopkeeper.operator.model.JobPods.STORE;
import static dev.loopkeeper.operator.model.JobPods.cleanup;
import static dev.loopkeeper.operator.model.JobPods.coordinator;
import static dev.loopkeeper.operator.model.JobPods.main;
import static dev.loopkeeper.operator.model.JobPods.secrets;
import static dev.loopkeeper.operator.model.JobPods.skeleton;
import static dev.loopkeeper.operator.model.JobPods.worker;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.loopkeeper.crds.v1alpha1.IterativeJobSpec;
import dev.loopkeeper.crds.v1alpha1.ReservedInPods;
import dev.loopkeeper.operator.decide.Given;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.NodeSelectorTerm;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How the pods of a job look: K2, K3, K7, K8, K11, K14, K16, K20. */
final class PodModelTest {

    static Stream<Pod> allPods() {
        return Stream.of(worker(""), coordinator(""), cleanup(skeleton(""), false));
    }

    /** What the restricted Pod Security Standard asks of a pod, and what this project adds. */
    @ParameterizedTest
    @MethodSource("allPods")
    void everyPodKeepsToRestrictedPodSecurity(Pod pod) {
        var security = pod.getSpec().getSecurityContext();
        assertThat(security.getRunAsNonRoot()).isTrue();
        assertThat(security.getRunAsUser()).as("K20: the image's own user").isNull();
        assertThat(security.getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
        assertThat(pod.getSpec().getAutomountServiceAccountToken()).isFalse();
        assertThat(pod.getSpec().getHostNetwork()).isNull();
        for (Container container : pod.getSpec().getContainers()) {
            assertThat(container.getSecurityContext().getAllowPrivilegeEscalation())
                    .isFalse();
            assertThat(container.getSecurityContext().getReadOnlyRootFilesystem())
                    .isTrue();
            assertThat(container.getSecurityContext().getCapabilities().getDrop())
                    .containsExactly("ALL");
        }
        assertThat(pod.getSpec().getVolumes())
                .allMatch(volume -> volume.getConfigMap() != null
                        || volume.getSecret() != null
                        || volume.getEmptyDir() != null
                        || volume.getProjected() != null);
    }

    /** K20: what a template is told that it cannot change is what the pods say. */
    @ParameterizedTest
    @MethodSource("allPods")
    void everyPodSaysWhatTemplatesMustNotChange(Pod pod) {
        JsonNode spec = new ObjectMapper().valueToTree(pod.getSpec());
        ReservedInPods.FIXED_IN_POD.forEach((path, value) -> assertThat(
                        spec.at("/" + path.replace('.', '/')).asText())
                .as(path)
                .isEqualTo(value.toString()));
        ReservedInPods.FIXED_IN_MAIN_CONTAINER.forEach((path, value) -> assertThat(spec.path("containers")
                        .path(0)
                        .at("/" + path.replace('.', '/'))
                        .asText())
                .as(path)
                .isEqualTo(value.toString()));
    }

    @ParameterizedTest
    @MethodSource("allPods")
    void k8NoPodIsRestartedInPlaceOrProbed(Pod pod) {
        assertThat(pod.getSpec().getRestartPolicy()).isEqualTo("Never");
        assertThat(main(pod).getLivenessProbe()).isNull();
        assertThat(main(pod).getTerminationMessagePolicy()).as("K11").isEqualTo("FallbackToLogsOnError");
        assertThat(pod.getSpec().getTerminationGracePeriodSeconds()).as("K3").isEqualTo(60);
    }

    @Test
    void k4AWorkerIsNamedAndLabelledByWhatItIs() {
        Pod pod = worker("");
        assertThat(pod.getMetadata().getName()).isEqualTo("rework-r0-1-4");
        assertThat(pod.getMetadata().getNamespace()).isEqualTo("factory");
        assertThat(pod.getMetadata().getLabels())
                .containsEntry("loopkeeper.dev/job", "rework")
                .containsEntry("loopkeeper.dev/component", "worker")
                .containsEntry("loopkeeper.dev/region", "r0")
                .containsEntry("loopkeeper.dev/worker", "1")
                .containsEntry("loopkeeper.dev/attempt", "4")
                .containsEntry("loopkeeper.dev/epoch", "7")
                .containsEntry("loopkeeper.dev/run", "3")
                .containsEntry("app.kubernetes.io/managed-by", "loopkeeper-operator")
                .containsEntry("app.kubernetes.io/instance", "rework");
        assertThat(pod.getMetadata().getOwnerReferences()).singleElement().satisfies(owner -> {
            assertThat(owner.getUid()).isEqualTo("4f0e");
            assertThat(owner.getKind()).isEqualTo("IterativeJob");
            assertThat(owner.getController()).isTrue();
        });
    }

    @Test
    void k7ACoordinatorCarriesItsEpochAndWhatWasBeforeIt() {
        Pod pod = coordinator("");
        assertThat(pod.getMetadata().getName()).isEqualTo("rework-coordinator-7");
        assertThat(pod.getMetadata().getLabels()).containsEntry("loopkeeper.dev/epoch", "7");
        assertThat(pod.getMetadata().getAnnotations())
                .containsEntry("loopkeeper.dev/failures", "2")
                .containsEntry("loopkeeper.dev/silent", "1");
    }

    @Test
    void processesAreStartedAsTheLauncherStartsThem() {
        assertThat(main(worker("")).getArgs())
                .containsExactly(
                        "worker", "/etc/loopkeeper/config/job.properties", "rework-r0-1-4", "$(LOOPKEEPER_POD_UID)");
        assertThat(main(coordinator("")).getArgs())
                .containsExactly(
                        "coordinator", "/etc/loopkeeper/config/job.properties", "7", "/tmp/coordinator-address");
        assertThat(main(worker("")).getEnv())
                .extracting(EnvVar::getName)
                .containsExactly("LOOPKEEPER_POD_UID", "LOOPKEEPER_NODE", "LOOPKEEPER_POD_IP", "LOOPKEEPER_MEMORY");
    }

    @Test
    void memoryIsRequestAndLimitAndCpuARequestOnly() {
        var resources = main(worker("workers: {memory: 2Gi, cpu: 1500m}")).getResources();
        assertThat(resources.getRequests())
                .containsEntry("memory", new Quantity("2Gi"))
                .containsEntry("cpu", new Quantity("1500m"));
        assertThat(resources.getLimits()).containsOnlyKeys("memory").containsEntry("memory", new Quantity("2Gi"));
    }

    @Test
    void k14OnlyTheOwnLeafIsMountedNeverTheAuthority() {
        assertThat(secrets(worker(""))).containsExactlyInAnyOrder("rework-worker-tls", "s3", "s3-ca");
        assertThat(secrets(coordinator("")))
                .containsExactlyInAnyOrder("rework-coordinator-tls", "rework-metrics", "s3", "s3-ca");
    }

    @Test
    void k11SecretsAreMountedUnderTheNamesThatTheProcessesKnow() {
        Volume store = worker("").getSpec().getVolumes().stream()
                .filter(volume -> volume.getName().equals("loopkeeper-store"))
                .findFirst()
                .orElseThrow();
        assertThat(store.getSecret().getItems())
                .extracting(item -> item.getKey() + ">" + item.getPath())
                .containsExactly("id>accessKeyId", "key>secretAccessKey");
        assertThat(main(worker("")).getVolumeMounts())
                .filteredOn(mount -> !Boolean.TRUE.equals(mount.getReadOnly()))
                .extracting(VolumeMount::getMountPath)
                .containsExactlyInAnyOrder("/var/loopkeeper", "/tmp");
    }

    @Test
    void k2AvoidedNodesAreExcludedByName() {
        List<NodeSelectorTerm> terms = terms(worker("", "node2", "node1"));
        assertThat(terms)
                .singleElement()
                .satisfies(term -> assertThat(term.getMatchFields())
                        .extracting(field -> field.getKey() + " " + field.getOperator() + " " + field.getValues())
                        .containsExactly("metadata.name NotIn [node1]", "metadata.name NotIn [node2]"));
        assertThat(worker("", "node1").getMetadata().getAnnotations()).containsEntry("loopkeeper.dev/avoids", "node1");
        assertThat(worker("").getSpec().getAffinity()).isNull();
    }

    @Test
    void k2EveryAlternativeOfTheTemplateExcludesThem() {
        String template = """
                workers:
                  template:
                    spec:
                      affinity:
                        nodeAffinity:
                          requiredDuringSchedulingIgnoredDuringExecution:
                            nodeSelectorTerms:
                            - matchExpressions: [{key: zone, operator: In, values: [a]}]
                            - matchExpressions: [{key: zone, operator: In, values: [b]}]
                """;
        assertThat(terms(worker(template, "node1"))).hasSize(2).allSatisfy(term -> {
            assertThat(term.getMatchExpressions()).hasSize(1);
            assertThat(term.getMatchFields()).hasSize(1);
        });
    }

    private static List<NodeSelectorTerm> terms(Pod pod) {
        return pod.getSpec()
                .getAffinity()
                .getNodeAffinity()
                .getRequiredDuringSchedulingIgnoredDuringExecution()
                .getNodeSelectorTerms();
    }

    @Test
    void k20ATemplateIsMergedUnderOurs() {
        Pod pod = worker("""
                workers:
                  template:
                    metadata: {labels: {team: a, app.kubernetes.io/name: mine}, annotations: {note: x}}
                    spec:
                      serviceAccountName: s3-reader
                      nodeSelector: {disk: fast}
                      imagePullSecrets: [{name: pull}]
                      volumes: [{name: data, emptyDir: {}}]
                      containers:
                      - name: sidecar
                        image: sidecar:1
                      - name: worker
                        imagePullPolicy: Always
                        env: [{name: TZ, value: UTC}]
                        volumeMounts: [{name: data, mountPath: /data}]
                        resources: {limits: {ephemeral-storage: 1Gi}}
                """);
        assertThat(pod.getMetadata().getLabels())
                .containsEntry("team", "a")
                .containsEntry("app.kubernetes.io/name", "loopkeeper");
        assertThat(pod.getMetadata().getAnnotations()).containsEntry("note", "x");
        assertThat(pod.getSpec().getServiceAccountName()).isEqualTo("s3-reader");
        assertThat(pod.getSpec().getAutomountServiceAccountToken())
                .as("no token in job pods")
                .isFalse();
        assertThat(pod.getSpec().getNodeSelector()).containsEntry("disk", "fast");
        assertThat(pod.getSpec().getContainers()).extracting(Container::getName).containsExactly("worker", "sidecar");
        assertThat(main(pod).getImagePullPolicy()).isEqualTo("Always");
        assertThat(main(pod).getEnv()).extracting(EnvVar::getName).contains("TZ", "LOOPKEEPER_POD_UID");
        assertThat(main(pod).getVolumeMounts())
                .extracting(VolumeMount::getMountPath)
                .contains("/data", "/etc/loopkeeper/tls");
        assertThat(main(pod).getResources().getLimits()).containsOnlyKeys("memory", "ephemeral-storage");
        assertThat(pod.getSpec().getVolumes()).extracting(Volume::getName).contains("data", "loopkeeper-tls");
    }

    /** What the chart says of its images holds for pods of jobs too; the job's templates come first. */
    @Test
    void thePullPolicyIsTheChartsWhereTheTemplateSaysNothing() {
        String template =
                "workers: {template: {spec: {containers: [{name: worker, imagePullPolicy: Never}, {name: side, image: a}]}}}\n";
        IterativeJobSpec spec = Given.specification(STORE + template);
        JobStore store = JobStore.of(spec.snapshots().store());
        PodSkeleton pods = new PodSkeleton(JOB, 3, spec, "image", "Always", store);
        assertThat(pods.worker().getSpec().getContainers())
                .extracting(Container::getImagePullPolicy)
                .containsExactly("Never", null);
        assertThat(main(pods.coordinator()).getImagePullPolicy()).isEqualTo("Always");
        assertThat(main(pods.cleanup()).getImagePullPolicy()).isEqualTo("Always");
        assertThat(main(coordinator("")).getImagePullPolicy()).isNull();
    }

    @Test
    void k16WorkloadIdentityMountsATokenForTheStoreOnly() {
        IterativeJobSpec spec = Given.specification("""
                snapshots:
                  store: {endpoint: "https://s3.example", bucket: jobs, credentials: {type: WorkloadIdentity}}
                """);
        Pod pod = new PodSkeleton(
                        JOB, 1, spec, "image", JobStore.of(spec.snapshots().store()))
                .worker();
        assertThat(pod.getSpec().getVolumes())
                .filteredOn(volume -> volume.getProjected() != null)
                .singleElement()
                .satisfies(volume -> assertThat(volume.getProjected()
                                .getSources()
                                .getFirst()
                                .getServiceAccountToken()
                                .getAudience())
                        .isEqualTo("sts.amazonaws.com"));
        assertThat(secrets(pod)).containsExactly("rework-worker-tls");
    }
}
