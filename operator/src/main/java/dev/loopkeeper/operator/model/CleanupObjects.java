package dev.loopkeeper.operator.model;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.SecretVolumeSource;
import io.fabric8.kubernetes.api.model.Volume;
import java.util.Map;
import java.util.Set;

/**
 * What the pod that clears the store mounts (K10): nothing of the job's own, which a deletion in the foreground takes at once, whatever the job's finalizer
 * says. The operator removes the ConfigMap; the Secret belongs to that and goes with it.
 */
public final class CleanupObjects {

    private static final String CONFIG = PodSkeleton.PREFIX + "config";

    /** What a coordinator is given besides and this pod has no use for. */
    private static final Set<String> NOT_NEEDED =
            Set.of(PodSkeleton.PREFIX + "tls", PodSkeleton.PREFIX + "metrics", PodSkeleton.PREFIX + "jar");

    private final JobIdentity job;

    public CleanupObjects(JobIdentity job) {
        this.job = job;
    }

    /** @param text the run's configuration */
    public ConfigMap config(String text) {
        return new ConfigMapBuilder()
                .withMetadata(metadata().build())
                .withData(Map.of(Mounts.CONFIG_FILE, text))
                .withImmutable(true)
                .build();
    }

    /**
     * The credentials of the operator's store.
     *
     * @param config as it is there
     */
    public Secret credentials(Map<String, String> texts, ConfigMap config) {
        return new SecretBuilder()
                .withMetadata(metadata()
                        .withOwnerReferences(new OwnerReferenceBuilder()
                                .withApiVersion("v1")
                                .withKind("ConfigMap")
                                .withName(config.getMetadata().getName())
                                .withUid(config.getMetadata().getUid())
                                .build())
                        .build())
                .withType("Opaque")
                .withStringData(texts)
                .build();
    }

    private ObjectMetaBuilder metadata() {
        return new ObjectMetaBuilder()
                .withName(job.cleanupPod())
                .withNamespace(job.namespace())
                .withLabels(Labels.ofJob(job))
                .addToLabels(Labels.JOB_UID, job.uid());
    }

    /** Has the pod mount these in place of the job's. Secrets that a person has made are no job's, and stay. */
    void mount(Pod pod, boolean defaultStore) {
        pod.getSpec().getVolumes().removeIf(volume -> NOT_NEEDED.contains(volume.getName()));
        pod.getSpec()
                .getContainers()
                .forEach(container ->
                        container.getVolumeMounts().removeIf(mount -> NOT_NEEDED.contains(mount.getName())));
        for (Volume volume : pod.getSpec().getVolumes()) {
            SecretVolumeSource secret = volume.getSecret();
            if (volume.getName().equals(CONFIG)) {
                volume.getConfigMap().setName(job.cleanupPod());
            } else if (defaultStore && secret != null && job.storeSecret().equals(secret.getSecretName())) {
                secret.setSecretName(job.cleanupPod());
            }
        }
    }
}
