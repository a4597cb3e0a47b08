package dev.loopkeeper.operator.model;

import static dev.loopkeeper.operator.model.JobPods.JOB;
import static dev.loopkeeper.operator.model.JobPods.cleanup;
import static dev.loopkeeper.operator.model.JobPods.configMaps;
import static dev.loopkeeper.operator.model.JobPods.main;
import static dev.loopkeeper.operator.model.JobPods.secrets;
import static dev.loopkeeper.operator.model.JobPods.skeleton;
import static org.assertj.core.api.Assertions.assertThat;

import dev.loopkeeper.crds.v1alpha1.CaSecret;
import dev.loopkeeper.crds.v1alpha1.IterativeJobSpec;
import dev.loopkeeper.crds.v1alpha1.SecretCredentials;
import dev.loopkeeper.operator.decide.Given;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import org.junit.jupiter.api.Test;

/** How the pod looks that clears the store of a deleted job: K10, K16. */
final class CleaningPodTest {

    @Test
    void k10TheCleaningPodHasNoOwnerAndADeadline() {
        Pod pod = cleanup(skeleton(""), false);
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
        Pod pod = cleanup(skeleton, false);
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
        Pod ofDefaultStore = cleanup(new PodSkeleton(JOB, 3, spec, "image", copied), true);
        assertThat(secrets(ofDefaultStore)).containsOnly("rework-cleanup");
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
        Pod pod = cleanup(skeleton, false);
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
}
