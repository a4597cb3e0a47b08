package dev.loopkeeper.operator.act;

import dev.loopkeeper.operator.model.FrozenRun;
import dev.loopkeeper.operator.model.JobIdentity;
import dev.loopkeeper.operator.model.Labels;
import dev.loopkeeper.operator.model.Ownership;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the API server keeps of a job's runs: a revision each, and a configuration that is made from it (K9). Names of runs come again in a later job of
 * the same name, and two operators may be at work, so nothing is changed but what was read before, by its version or its uid (K4, R17). Blocks; safe
 * for all threads.
 */
final class RunRecords {

    private final KubernetesClient client;
    private final JobIdentity job;
    private final JobCluster cluster;

    RunRecords(KubernetesClient client, JobIdentity job, JobCluster cluster) {
        this.client = client;
        this.job = job;
        this.cluster = cluster;
    }

    private boolean isOwn(HasMetadata there) {
        return Ownership.of(job, there) == Ownership.OURS;
    }

    /**
     * Notes something on a run's revision, if it is not noted already. Of two operators that do so at once one fails and reads the other's next time.
     *
     * @param key of the annotation that tells whether it is
     */
    void noteOnce(int run, String key, Map<String, String> annotations) {
        ControllerRevision there = revision(run);
        if (note(there, key) == null) {
            annotate(there, annotations);
        }
    }

    private static @Nullable String note(ControllerRevision there, String key) {
        Map<String, String> notes = there.getMetadata().getAnnotations();
        return notes == null ? null : notes.get(key);
    }

    /** The version keeps it off the revision of a later job of the same name, too. */
    private void annotate(ControllerRevision there, Map<String, String> annotations) {
        Map<String, Object> metadata = new HashMap<>();
        metadata.put("resourceVersion", there.getMetadata().getResourceVersion());
        metadata.put("annotations", annotations);
        client.resource(there)
                .patch(
                        PatchContext.of(PatchType.JSON_MERGE),
                        client.getKubernetesSerialization().asJson(Map.of("metadata", metadata)));
    }

    /**
     * Notes on a run's revision which image it is of, if that is not noted already.
     *
     * @return what is noted
     */
    String noteImage(int run, String image) {
        ControllerRevision there = revision(run);
        String noted = FrozenRun.notedImage(there);
        if (noted != null) {
            return noted;
        }
        annotate(there, Map.of(Labels.IMAGE, image));
        return image;
    }

    /**
     * What was frozen of a run.
     *
     * @throws IllegalStateException with one line, if it is gone or not readable
     */
    FrozenRun frozenRun(int run) {
        try {
            return FrozenRun.of(revision(run));
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    private ControllerRevision revision(int run) {
        ControllerRevision there = found(run);
        if (there == null) {
            throw new IllegalStateException("ControllerRevision " + job.run(run) + " is gone");
        }
        return there;
    }

    /** Whether this run was frozen, by the API server's own word. */
    boolean hasRun(int run) {
        return found(run) != null;
    }

    private @Nullable ControllerRevision found(int run) {
        ControllerRevision there = client.resources(ControllerRevision.class)
                .inNamespace(job.namespace())
                .withName(job.run(run))
                .get();
        return there != null && isOwn(there) ? there : null;
    }

    /**
     * Whether this run's configuration is there.
     *
     * @throws NameClashException if another's has the name: an earlier job of the same name had runs with the same numbers
     */
    boolean hasConfig(int run) {
        ConfigMap there = cluster.configMap(job.run(run));
        if (there == null) {
            return false;
        }
        JobCluster.requireOwn(job, there);
        return true;
    }

    /** Deletes what is kept of a run, the revision last: while it is there the rest is deleted again. */
    void deleteRun(int run) {
        ControllerRevision there = found(run);
        if (there == null) {
            return;
        }
        ConfigMap config = cluster.configMap(job.run(run));
        if (config != null && isOwn(config)) {
            deleteConfigMap(config);
        }
        cluster.delete(
                "/apis/apps/v1/namespaces/" + job.namespace() + "/controllerrevisions",
                job.run(run),
                there.getMetadata().getUid(),
                0);
    }

    private void deleteConfigMap(ConfigMap there) {
        cluster.delete(
                "/api/v1/namespaces/" + job.namespace() + "/configmaps",
                there.getMetadata().getName(),
                there.getMetadata().getUid(),
                0);
    }

    /**
     * Makes it what is wanted; it cannot be changed, only made anew.
     *
     * @throws NameClashException if another's has the name
     */
    void replaceConfigMap(ConfigMap wanted) {
        ConfigMap there = cluster.configMap(wanted.getMetadata().getName());
        if (there != null) {
            JobCluster.requireOwn(job, there);
            if (wanted.getData().equals(there.getData())) {
                return;
            }
            deleteConfigMap(there);
        }
        cluster.create(wanted);
    }
}
