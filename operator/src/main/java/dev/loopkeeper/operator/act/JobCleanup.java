package dev.loopkeeper.operator.act;

import com.fasterxml.jackson.databind.JsonNode;
import dev.loopkeeper.crds.v1alpha1.IterativeJob;
import dev.loopkeeper.crds.v1alpha1.IterativeJobSpec;
import dev.loopkeeper.crds.v1alpha1.RunStatus;
import dev.loopkeeper.operator.decide.Timing;
import dev.loopkeeper.operator.model.CleanupObjects;
import dev.loopkeeper.operator.model.FrozenRun;
import dev.loopkeeper.operator.model.JobIdentity;
import dev.loopkeeper.operator.model.JobProperties;
import dev.loopkeeper.operator.model.JobStore;
import dev.loopkeeper.operator.model.Labels;
import dev.loopkeeper.operator.model.PodInstance;
import dev.loopkeeper.operator.model.PodSkeleton;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import org.jspecify.annotations.Nullable;

/**
 * Clears the store of a job that is being deleted (K10), whatever the collector has taken of the job's objects by then: a run's revision that is gone is made up
 * for from specification and status. Blocks.
 */
final class JobCleanup {

    private final IterativeJob resource;
    private final JobIdentity job;
    private final JobCluster cluster;
    private final JobStores stores;
    private final OperatorSettings settings;
    private final CleanupObjects objects;

    JobCleanup(
            IterativeJob resource, JobIdentity job, JobCluster cluster, JobStores stores, OperatorSettings settings) {
        this.resource = resource;
        this.job = job;
        this.cluster = cluster;
        this.stores = stores;
        this.settings = settings;
        this.objects = new CleanupObjects(job);
    }

    /** @param store where the job's data is; null if that is not known */
    private record Parts(
            Pod skeleton, String config, @Nullable String store) {}

    /**
     * Makes the pod, after all that it mounts.
     *
     * @param run the last one, whose pods wrote what is to be cleared
     * @param failures how many pods before it failed
     * @return the pod
     */
    Pod start(int run, int failures) {
        Parts parts = cluster.runs().hasRun(run) ? kept(run) : madeUp(run);
        ConfigMap config = cluster.create(objects.config(parts.config));
        boolean defaultStore = !namesStore();
        if (defaultStore) {
            createCredentials(config, parts.store);
        }
        return cluster.create(
                new PodInstance(job).cleanup(parts.skeleton, defaultStore, failures, Timing.CLEANUP.toSeconds()));
    }

    /** Whether it does also where that cannot be read: then the default store is none of its concern. */
    private boolean namesStore() {
        JsonNode written = resource.specAsWritten();
        return resource.getSpec().snapshots().store() != null
                || (written != null && written.path("snapshots").has("store"));
    }

    private Parts kept(int run) {
        FrozenRun frozen = cluster.runs().frozenRun(run);
        return new Parts(frozen.cleanup(), frozen.config(), frozen.store());
    }

    /** Another place is never cleared in place of the right one: the default store may have been changed since the job ran. */
    private JobStore storeLeft() {
        IterativeJobSpec spec = resource.getSpec();
        if (spec.snapshots().store() != null) {
            return JobStore.of(spec.snapshots().store());
        }
        if (namesStore()) {
            throw new IllegalStateException("the store cannot be cleared: spec.snapshots.store cannot be read");
        }
        JobStore store = stores.of(job, spec, cluster);
        if (store == null) {
            throw new IllegalStateException("the store cannot be cleared: the operator's default store is gone");
        }
        RunStatus ran = ran();
        String recorded = ran == null ? null : ran.store();
        if (recorded != null && !stores.defaultAddress(job, store).isAt(recorded)) {
            throw new IllegalStateException("the store cannot be cleared: the job's data is at " + recorded
                    + ", and the operator's default store is another by now");
        }
        return store;
    }

    private @Nullable RunStatus ran() {
        return resource.getStatus() == null ? null : resource.getStatus().run();
    }

    private Parts madeUp(int run) {
        IterativeJobSpec spec = resource.getSpec();
        JobStore store = storeLeft();
        try {
            return new Parts(
                    new PodSkeleton(job, run, spec, image(), settings.pullPolicy(spec), store).cleanup(),
                    JobProperties.text(JobProperties.of(job, run, spec, store)),
                    null);
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException(
                    "the store cannot be cleared: spec.coordinator.template is no pod: "
                            + String.valueOf(e.getMessage()).lines().findFirst().orElse(""),
                    e);
        }
    }

    /** That of the last run: the specification may have one that never started. */
    private String image() {
        RunStatus run = ran();
        String ran = run == null ? null : run.image();
        String named = ran != null ? ran : resource.getSpec().image();
        return named != null
                ? named
                : settings.workerImage()
                        .orElseThrow(() -> new IllegalStateException(
                                "the store cannot be cleared: neither the job nor the operator names an image"));
    }

    private void createCredentials(ConfigMap config, @Nullable String store) {
        Secret there = cluster.create(objects.credentials(stores.credentialsForCleanup(job, cluster, store), config));
        boolean stays = there.getMetadata().getOwnerReferences().stream()
                .anyMatch(owner -> config.getMetadata().getUid().equals(owner.getUid()));
        if (!stays) {
            throw new IllegalStateException("Secret " + job.cleanupPod() + " is another's, or still going");
        }
    }

    /** Removes what the pod mounted: the collector takes the Secret with the ConfigMap. */
    void discard() {
        ConfigMap config = cluster.configMap(job.cleanupPod());
        if (config != null && job.uid().equals(label(config))) {
            cluster.delete(
                    "/api/v1/namespaces/" + job.namespace() + "/configmaps",
                    job.cleanupPod(),
                    config.getMetadata().getUid(),
                    0);
        }
    }

    private static @Nullable String label(ConfigMap config) {
        return config.getMetadata().getLabels() == null
                ? null
                : config.getMetadata().getLabels().get(Labels.JOB_UID);
    }
}
