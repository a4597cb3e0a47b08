package dev.loopkeeper.operator.model;

import dev.loopkeeper.crds.v1alpha1.IterativeJobSpec;
import dev.loopkeeper.operator.decide.Given;
import dev.loopkeeper.provider.WantedWorker;
import dev.loopkeeper.provider.WorkerName;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Volume;
import java.util.List;

/** The pods of a job {@code rework} in its run 3, with a store of its own, as they are made; and what they mount. */
final class JobPods {

    static final JobIdentity JOB = new JobIdentity("factory", "rework", "4f0e");
    static final String STORE = """
            snapshots:
              store:
                endpoint: https://s3.example
                bucket: jobs
                prefix: loops
                credentials: {type: Secret, secret: {name: s3, accessKeyIdKey: id, secretAccessKeyKey: key}}
                tls: {caSecret: {name: s3-ca}}
            """;

    private static final PodInstance INSTANCES = new PodInstance(JOB);

    private JobPods() {}

    /** @param extra lines of the specification beyond the store */
    static PodSkeleton skeleton(String extra) {
        IterativeJobSpec spec = Given.specification(STORE + extra);
        return new PodSkeleton(
                JOB,
                3,
                spec,
                "registry.example/rework:1.4",
                JobStore.of(spec.snapshots().store()));
    }

    static Pod worker(String extra, String... avoidNodes) {
        WantedWorker wanted = WantedWorker.wanted(new WorkerName("rework", "r0", 1, 4), 2);
        return INSTANCES.worker(skeleton(extra).worker(), wanted, 7, 0, List.of(avoidNodes));
    }

    static Pod coordinator(String extra) {
        return INSTANCES.coordinator(skeleton(extra).coordinator(), 7, 2, 1, 3, List.of());
    }

    /** What clears the store, after two failures and with five minutes left. */
    static Pod cleanup(PodSkeleton skeleton, boolean defaultStore) {
        return INSTANCES.cleanup(skeleton.cleanup(), defaultStore, 2, 300);
    }

    static Container main(Pod pod) {
        return pod.getSpec().getContainers().getFirst();
    }

    static List<String> secrets(Pod pod) {
        return pod.getSpec().getVolumes().stream()
                .map(Volume::getSecret)
                .filter(secret -> secret != null)
                .map(secret -> secret.getSecretName())
                .toList();
    }

    static List<String> configMaps(Pod pod) {
        return pod.getSpec().getVolumes().stream()
                .map(Volume::getConfigMap)
                .filter(config -> config != null)
                .map(config -> config.getName())
                .toList();
    }
}
