package dev.loopkeeper.operator.act;

import dev.loopkeeper.crds.v1alpha1.IterativeJob;
import dev.loopkeeper.crds.v1alpha1.IterativeJobStatus;
import dev.loopkeeper.operator.model.JobIdentity;
import dev.loopkeeper.operator.model.JobObjects;
import dev.loopkeeper.operator.model.Labels;
import dev.loopkeeper.operator.model.Ownership;
import dev.loopkeeper.operator.model.PodListEntries;
import dev.loopkeeper.operator.observe.NameClash;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.DeleteOptions;
import io.fabric8.kubernetes.api.model.DeleteOptionsBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.FieldValidateable;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.net.HttpURLConnection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The requests for one job at the API server: plain, live, by name. Blocks; safe for all threads. */
public final class JobCluster {

    private static final Logger LOG = LoggerFactory.getLogger(JobCluster.class);
    private static final int UNPROCESSABLE = 422;

    private final KubernetesClient client;
    private final JobIdentity job;

    public JobCluster(KubernetesClient client, JobIdentity job) {
        this.client = client;
        this.job = job;
    }

    public @Nullable Pod pod(String name) {
        return client.pods().inNamespace(job.namespace()).withName(name).get();
    }

    /**
     * Creates it. That it is there already is success, if it belongs to this job (K4).
     *
     * @return what is there now
     * @throws IllegalStateException with one line, if another's is there
     */
    public <T extends HasMetadata> T create(T wanted) {
        try {
            return client.resource(wanted).create();
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
                throw e;
            }
            T there = client.resource(wanted).get();
            if (there == null || !belongsToJob(there) || isFailed(there)) {
                throw new IllegalStateException(
                        wanted.getKind() + " " + wanted.getMetadata().getName()
                                + " is there already, and is failed, going, or not of this job",
                        e);
            }
            return there;
        }
    }

    private static boolean isFailed(HasMetadata there) {
        return there instanceof Pod pod
                && pod.getStatus() != null
                && "Failed".equals(pod.getStatus().getPhase());
    }

    private boolean belongsToJob(HasMetadata there) {
        return Ownership.of(job, there) == Ownership.OURS;
    }

    /**
     * Only what the job owns is used under the names of its own objects (K4).
     *
     * @throws NameClashException if it is another's
     */
    static void requireOwn(JobIdentity job, HasMetadata there) {
        Ownership ownership = Ownership.of(job, there);
        if (ownership != Ownership.OURS) {
            throw new NameClashException(new NameClash(
                    there.getKind(), there.getMetadata().getName(), ownership == Ownership.GOING, Set.of()));
        }
    }

    /** What is kept of the job's runs. */
    RunRecords runs() {
        return new RunRecords(client, job, this);
    }

    /** The Secrets that the job names, and its own. */
    JobSecrets secrets() {
        return new JobSecrets(client, job);
    }

    /**
     * What the API server has against this pod, in one line; null if nothing. Fields that it does not know are refused here (K20), and nowhere else: what a
     * run was frozen with may name fields that this server does not have (K9).
     */
    public @Nullable String refusal(Pod pod) {
        try {
            client.resource(pod)
                    .dryRun()
                    .fieldValidation(FieldValidateable.Validation.STRICT)
                    .create();
            return null;
        } catch (KubernetesClientException e) {
            boolean judged = e.getCode() == UNPROCESSABLE
                    || e.getCode() == HttpURLConnection.HTTP_BAD_REQUEST
                    || (e.getCode() == HttpURLConnection.HTTP_FORBIDDEN && !isQuota(e));
            if (!judged && !isQuota(e)) {
                throw e;
            }
            return judged ? PodListEntries.named(withoutPreamble(line(e)), pod) : null;
        }
    }

    /** What it says before that of unknown fields names only the kind of what was sent. */
    private static String withoutPreamble(String line) {
        int strict = line.indexOf("strict decoding error: ");
        return strict < 0 ? line : line.substring(strict);
    }

    /** A full quota is no fault of the pod: it waits for room. */
    public static boolean isQuota(KubernetesClientException e) {
        return e.getCode() == HttpURLConnection.HTTP_FORBIDDEN && line(e).contains("exceeded quota");
    }

    /** What the API server says, in one line, or why it says nothing. */
    public static String line(KubernetesClientException e) {
        if (e.getCode() <= 0 && RootCause.isNetwork(e)) {
            return "the API server is not reached: " + RootCause.line(e);
        }
        String message = e.getStatus() == null || e.getStatus().getMessage() == null
                ? String.valueOf(e.getMessage())
                : e.getStatus().getMessage();
        return message.lines().findFirst().orElse("the API server refuses it").strip();
    }

    /** Deletes it, if it still has this uid (K4); that it is gone or another's is success. */
    public void delete(String path, String name, String uid, int graceSeconds) {
        DeleteOptions options = new DeleteOptionsBuilder()
                .withGracePeriodSeconds((long) graceSeconds)
                .withNewPreconditions()
                .withUid(uid)
                .endPreconditions()
                .withPropagationPolicy("Background")
                .build();
        try {
            client.raw(path + "/" + name, "DELETE", options);
        } catch (KubernetesClientException e) {
            boolean gone =
                    e.getCode() == HttpURLConnection.HTTP_NOT_FOUND || e.getCode() == HttpURLConnection.HTTP_CONFLICT;
            if (!gone) {
                throw e;
            }
        }
    }

    public void deletePod(String name, String uid, int graceSeconds) {
        delete("/api/v1/namespaces/" + job.namespace() + "/pods", name, uid, graceSeconds);
    }

    public void deleteJob() {
        delete(
                "/apis/" + IterativeJob.GROUP + "/" + IterativeJob.VERSION + "/namespaces/" + job.namespace()
                        + "/iterativejobs",
                job.name(),
                job.uid(),
                0);
    }

    /** Whether the resource, as the API server has it now, still waits for our finalizer. */
    public boolean isHeld() {
        IterativeJob there = client.resources(IterativeJob.class)
                .inNamespace(job.namespace())
                .withName(job.name())
                .get();
        return there != null
                && job.uid().equals(there.getMetadata().getUid())
                && there.getMetadata().getFinalizers().contains(Labels.FINALIZER);
    }

    /** Writes the finalizers of the resource, if it is still the one that was read. */
    public void finalizers(IterativeJob read, List<String> finalizers) {
        Map<String, Object> metadata = new HashMap<>();
        metadata.put("resourceVersion", read.getMetadata().getResourceVersion());
        metadata.put("finalizers", finalizers);
        client.resources(IterativeJob.class)
                .inNamespace(job.namespace())
                .withName(job.name())
                .patch(
                        PatchContext.of(PatchType.JSON_MERGE),
                        client.getKubernetesSerialization().asJson(Map.of("metadata", metadata)));
    }

    /**
     * Writes the job's status whole, if the job is still the one of this uid: a server-side apply takes a uid for no condition where it changes the status,
     * and a later job of the same name would go on from the epoch of the one before.
     *
     * @return false if there is no such job any more, or another change was under way: there is nobody to tell, or it is told next time
     */
    public boolean writeStatus(IterativeJobStatus status) {
        List<Map<String, Object>> changes = List.of(
                Map.of("op", "test", "path", "/metadata/uid", "value", job.uid()),
                Map.of("op", "add", "path", "/status", "value", status));
        try {
            IterativeJob written = client.resources(IterativeJob.class)
                    .inNamespace(job.namespace())
                    .withName(job.name())
                    .subresource("status")
                    .patch(
                            new PatchContext.Builder()
                                    .withPatchType(PatchType.JSON)
                                    .withFieldManager(Labels.OPERATOR)
                                    .build(),
                            client.getKubernetesSerialization().asJson(changes));
            return written != null;
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND
                    || e.getCode() == HttpURLConnection.HTTP_CONFLICT
                    || isOfAnotherUid(e)) {
                LOG.debug("{}/{}: the status is not written: {}", job.namespace(), job.name(), line(e));
                return false;
            }
            throw e;
        }
    }

    /** A patch whose condition does not hold is refused without a cause; a status that is not valid is so with one for each field. */
    private static boolean isOfAnotherUid(KubernetesClientException e) {
        return e.getCode() == UNPROCESSABLE
                && e.getStatus() != null
                && (e.getStatus().getDetails() == null
                        || e.getStatus().getDetails().getCauses().isEmpty());
    }

    public @Nullable ConfigMap configMap(String name) {
        return client.configMaps().inNamespace(job.namespace()).withName(name).get();
    }

    /**
     * The Service of the job's coordinator; null if there is none.
     *
     * @throws NameClashException if another's has the name
     */
    public @Nullable Service service() {
        Service there = client.services()
                .inNamespace(job.namespace())
                .withName(job.coordinatorService())
                .get();
        if (there != null) {
            requireOwn(job, there);
        }
        return there;
    }

    /**
     * Makes the Service lead to the coordinator of this epoch (K7).
     *
     * @throws NameClashException if another's has the name
     */
    public void select(long epoch) {
        service();
        client.resource(new JobObjects(job).service(epoch)).forceConflicts().serverSideApply();
    }

    /**
     * Whether this policy is there, in this form.
     *
     * @throws NameClashException if another's has the name
     */
    public boolean isThere(NetworkPolicy wanted) {
        NetworkPolicy there = client.resource(wanted).get();
        if (there != null) {
            requireOwn(job, there);
        }
        return there != null && JobObjects.sameForm(wanted, there);
    }

    /**
     * Makes this policy, or makes the one that is there like it.
     *
     * @throws NameClashException if another's has the name
     */
    public void ensure(NetworkPolicy wanted) {
        if (!isThere(wanted)) {
            client.resource(wanted).forceConflicts().serverSideApply();
        }
    }

    /** Whether the namespace is being deleted; false where the operator may not know. */
    public boolean namespaceTerminating() {
        try {
            var namespace = client.namespaces().withName(job.namespace()).get();
            return namespace != null && namespace.getMetadata().getDeletionTimestamp() != null;
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_FORBIDDEN) {
                return false;
            }
            throw e;
        }
    }
}
