package dev.loopkeeper.operator.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.loopkeeper.crds.v1alpha1.CaSecret;
import dev.loopkeeper.crds.v1alpha1.IterativeJobSpec;
import dev.loopkeeper.crds.v1alpha1.ReservedInPods;
import dev.loopkeeper.crds.v1alpha1.SecretCredentials;
import dev.loopkeeper.operator.decide.Given;
import dev.loopkeeper.provider.WantedWorker;
import dev.loopkeeper.provider.WorkerName;
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

/** How the pods of a job look: K2, K3, K7, K8, K10, K11, K14, K16, K20. */
final class PodModelTest {

    private static final JobIdentity JOB = new JobIdentity("factory", "rework", "4f0e");
    private static final PodInstance INSTANCES = new PodInstance(JOB);
    private static final String STORE = """
            snapshots:
              store:
                endpoint: https://s3.example
                bucket: jobs
                prefix: loops
                credentials: {type: Secret, secret: {name: s3, accessKeyIdKey: id, secretAccessKeyKey: key}}
                tls: {caSecret: {name: s3-ca}}
            """;

    static PodSkeleton skeleton(String extra) {
        IterativeJobSpec spec = Given.specification(STORE + extra);
        return new PodSkeleton(
                JOB,
                3,
                spec,
                "registry.example/rework:1.4",
                JobStore.of(spec.snapshots().store()));
    }

    private static Pod worker(String extra, String... avoidNodes) {
        WantedWorker wanted = WantedWorker.wanted(new WorkerName("rework", "r0", 1, 4), 2);
        return INSTANCES.worker(skeleton(extra).worker(), wanted, 7, 0, List.of(avoidNodes));
    }

    private static Pod coordinator(String extra) {
        return INSTANCES.coordinator(skeleton(extra).coordinator(), 7, 2, 1, 3, List.of());
    }

    private static Container main(Pod pod) {
        return pod.getSpec().getContainers().getFirst();
    }

    static Stream<Pod> allPods() {
        return Stream.of(
                worker(""), coordinator(""), INSTANCES.cleanup(skeleton("").cleanup(), false, 2, 300));
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

    private static List<String> secrets(Pod pod) {
        return pod.getSpec().getVolumes().stream()
                .map(Volume::getSecret)
                .filter(secret -> secret != null)
                .map(secret -> secret.getSecretName())
                .toList();
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

    @Test
    void k10TheCleaningPodHasNoOwnerAndADeadline() {
        Pod pod = INSTANCES.cleanup(skeleton("").cleanup(), false, 2, 300);
        assertThat(pod.getMetadata().getOwnerReferences()).isEmpty();
        assertThat(pod.getMetadata().getLabels()).containsEntry("loopkeeper.dev/job-uid", "4f0e");
        assertThat(pod.getMetadata().getAnnotations()).containsEntry("loopkeeper.dev/failures", "2");
        assertThat(pod.getSpec().getActiveDeadlineSeconds()).isEqualTo(300);
        assertThat(main(pod).getArgs()).containsExactly("clear-store", "/etc/loopkeeper/config/job.properties");
    }

    /** What the job owns is gone by the time that the pod starts, where it is deleted in the foreground. */
    @Test
    void k10TheCleaningPodMountsNothingThatTheJobOwns() {
        PodSkeleton skeleton = skeleton("");
        Pod pod = INSTANCES.cleanup(skeleton.cleanup(), false, 2, 300);
        assertThat(secrets(pod)).containsExactlyInAnyOrder("s3", "s3-ca");
        assertThat(configMaps(pod)).containsExactly("rework-cleanup");
        assertThat(main(pod).getVolumeMounts())
                .extracting(VolumeMount::getName)
                .containsExactlyInAnyOrderElementsOf(
                        pod.getSpec().getVolumes().stream().map(Volume::getName).toList());
        IterativeJobSpec spec = Given.specification("");
        JobStore copied = new JobStore(
                "http://s3",
                "jobs",
                "",
                "us-east-1",
                new SecretCredentials("rework-store", "id", "key"),
                new CaSecret("rework-store", "ca.crt"),
                true);
        Pod ofDefaultStore = INSTANCES.cleanup(new PodSkeleton(JOB, 3, spec, "image", copied).cleanup(), true, 2, 300);
        assertThat(secrets(ofDefaultStore)).containsOnly("rework-cleanup");
    }

    private static List<String> configMaps(Pod pod) {
        return pod.getSpec().getVolumes().stream()
                .map(Volume::getConfigMap)
                .filter(config -> config != null)
                .map(config -> config.getName())
                .toList();
    }

    /** Not what runs as a coordinator or beside it: that would not end, and the store would not be cleared. */
    @Test
    void k16TheCleaningPodHasTheAccessOfTheCoordinatorsContainer() {
        String template = """
                coordinator:
                  template:
                    spec:
                      serviceAccountName: s3-writer
                      volumes: [{name: authorities, configMap: {name: authorities}}]
                      containers:
                      - {name: cleanup, image: "other:1", env: [{name: NOT, value: ours}]}
                      - name: coordinator
                        imagePullPolicy: Always
                        command: [entry]
                        workingDir: /srv
                        env: [{name: AWS_ROLE_ARN, value: "arn:aws:iam::1:role/loops"}]
                        envFrom: [{configMapRef: {name: aws}}]
                        volumeMounts: [{name: authorities, mountPath: /srv/authorities}]
                        ports: [{containerPort: 5005}]
                        readinessProbe: {exec: {command: [check]}}
                        lifecycle: {preStop: {exec: {command: [wait]}}}
                """;
        PodSkeleton skeleton = skeleton(template);
        Pod pod = INSTANCES.cleanup(skeleton.cleanup(), false, 2, 300);
        assertThat(pod.getSpec().getServiceAccountName()).isEqualTo("s3-writer");
        assertThat(pod.getSpec().getContainers()).extracting(Container::getName).containsExactly("cleanup");
        Container main = main(pod);
        assertThat(main.getImage()).isEqualTo("registry.example/rework:1.4");
        assertThat(main.getImagePullPolicy()).isEqualTo("Always");
        assertThat(main.getEnv())
                .extracting(EnvVar::getName)
                .contains("AWS_ROLE_ARN", "LOOPKEEPER_MEMORY")
                .doesNotContain("NOT");
        assertThat(main.getEnvFrom())
                .singleElement()
                .satisfies(from -> assertThat(from.getConfigMapRef().getName()).isEqualTo("aws"));
        assertThat(main.getVolumeMounts())
                .extracting(VolumeMount::getMountPath)
                .contains("/srv/authorities", "/etc/loopkeeper/config");
        assertThat(main.getCommand()).isEmpty();
        assertThat(main.getArgs()).containsExactly("clear-store", "/etc/loopkeeper/config/job.properties");
        assertThat(main.getPorts()).isEmpty();
        assertThat(main.getReadinessProbe()).isNull();
        assertThat(main.getLifecycle()).isNull();
        assertThat(skeleton.coordinator().getSpec().getContainers())
                .as("the template is as it was")
                .extracting(Container::getName)
                .containsExactly("coordinator", "cleanup");
        assertThat(main(skeleton.coordinator()).getCommand()).containsExactly("entry");
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
