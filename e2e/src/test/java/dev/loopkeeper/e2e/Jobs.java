package dev.loopkeeper.e2e;

import dev.loopkeeper.crds.v1alpha1.Condition;
import dev.loopkeeper.crds.v1alpha1.ConditionStatus;
import dev.loopkeeper.crds.v1alpha1.IterativeJob;
import dev.loopkeeper.crds.v1alpha1.JobPhase;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** The jobs of a namespace, as a person with kubectl handles them. */
final class Jobs {

    /** Long enough for a busy machine; nothing waits for its end. */
    static final Duration LIMIT = Duration.ofMinutes(4);

    private static final int LOG_LINES = 40;

    private final KubernetesClient client;
    private final String namespace;
    private final String system;

    Jobs(KubernetesClient client, String namespace, String system) {
        this.client = client;
        this.namespace = namespace;
        this.system = system;
    }

    String namespace() {
        return namespace;
    }

    /** Creates a job of this name from lines of its {@code spec}. */
    void create(String name, String spec) {
        client.resource("""
                        apiVersion: loopkeeper.dev/v1alpha1
                        kind: IterativeJob
                        metadata: {name: %s, namespace: %s}
                        spec:
                        """.formatted(name, namespace) + spec.indent(2)).create();
    }

    /** Merges this JSON into the job. */
    void patch(String name, String json) {
        client.resources(IterativeJob.class)
                .inNamespace(namespace)
                .withName(name)
                .patch(PatchContext.of(PatchType.JSON_MERGE), json);
    }

    void scale(String name, int parallelism) {
        client.resources(IterativeJob.class)
                .inNamespace(namespace)
                .withName(name)
                .scale(parallelism, false);
    }

    IterativeJob get(String name) {
        return client.resources(IterativeJob.class)
                .inNamespace(namespace)
                .withName(name)
                .get();
    }

    void delete(String name) {
        client.resources(IterativeJob.class)
                .inNamespace(namespace)
                .withName(name)
                .delete();
        await(name, "is gone", job -> job == null);
    }

    /** Deletes a job as {@code kubectl delete --cascade=foreground} does, and Argo CD. */
    void deleteInForeground(String name) {
        client.resources(IterativeJob.class)
                .inNamespace(namespace)
                .withName(name)
                .withPropagationPolicy(DeletionPropagation.FOREGROUND)
                .delete();
        await(name, "is gone", job -> job == null);
    }

    /** Whether anything is left of what cleared a job's store. */
    boolean isBeingCleared(String name) {
        String cleanup = name + "-cleanup";
        return client.configMaps().inNamespace(namespace).withName(cleanup).get() != null
                || client.secrets().inNamespace(namespace).withName(cleanup).get() != null;
    }

    void deleteAll() {
        var all = client.resources(IterativeJob.class).inNamespace(namespace);
        all.delete();
        all.waitUntilCondition(there -> there == null, LIMIT.toSeconds(), TimeUnit.SECONDS);
    }

    IterativeJob awaitPhase(String name, JobPhase phase) {
        return awaitPhase(name, phase, LIMIT);
    }

    IterativeJob awaitPhase(String name, JobPhase phase, Duration limit) {
        return await(
                name, "is " + phase, job -> isCurrent(job) && job.getStatus().phase() == phase, limit);
    }

    IterativeJob await(String name, String what, Predicate<IterativeJob> condition) {
        return await(name, what, condition, LIMIT);
    }

    /** Waits until a condition holds; if it never does, says all that is known. */
    IterativeJob await(String name, String what, Predicate<IterativeJob> condition, Duration limit) {
        try {
            Awaited found = new Awaited();
            Awaitility.await()
                    .atMost(limit)
                    .pollInterval(Duration.ofMillis(250))
                    .until(() -> {
                        found.job = get(name);
                        return condition.test(found.job);
                    });
            return found.job;
        } catch (ConditionTimeoutException e) {
            throw new AssertionError("job " + name + " is not what it should be: " + what + "\n" + describe(name), e);
        }
    }

    private static final class Awaited {
        private IterativeJob job;
    }

    /** Whether the status is about the present specification. */
    static boolean isCurrent(IterativeJob job) {
        return job != null
                && job.getStatus() != null
                && job.getMetadata().getGeneration().equals(job.getStatus().observedGeneration());
    }

    static Optional<Condition> condition(IterativeJob job, String type) {
        List<Condition> conditions =
                job.getStatus() == null ? null : job.getStatus().conditions();
        return conditions == null
                ? Optional.empty()
                : conditions.stream()
                        .filter(condition -> condition.type().equals(type))
                        .findFirst();
    }

    static boolean isTrue(IterativeJob job, String type) {
        return condition(job, type)
                .filter(condition -> condition.status() == ConditionStatus.TRUE)
                .isPresent();
    }

    /** Waits until the job is Stalled and says so with this text. */
    Condition awaitStalled(String name, String text) {
        IterativeJob job = await(
                name,
                "is Stalled with \"" + text + "\"",
                seen -> isCurrent(seen)
                        && isTrue(seen, "Stalled")
                        && condition(seen, "Stalled").orElseThrow().message().contains(text));
        return condition(job, "Stalled").orElseThrow();
    }

    List<Pod> pods(String job) {
        return client.pods()
                .inNamespace(namespace)
                .withLabel("loopkeeper.dev/job", job)
                .list()
                .getItems();
    }

    /** Those of the present job, without what is going of an earlier one of its name. */
    List<Pod> ownPods(String job) {
        String uid = get(job).getMetadata().getUid();
        return pods(job).stream()
                .filter(pod -> pod.getMetadata().getOwnerReferences().stream()
                        .anyMatch(owner -> owner.getUid().equals(uid)))
                .toList();
    }

    List<Pod> workers(String job, String region) {
        return pods(job).stream()
                .filter(pod -> region.equals(pod.getMetadata().getLabels().get("loopkeeper.dev/region")))
                .toList();
    }

    List<Pod> coordinators(String job) {
        return pods(job).stream()
                .filter(pod ->
                        "coordinator".equals(pod.getMetadata().getLabels().get("loopkeeper.dev/component")))
                .toList();
    }

    /** What was told of a job, and of those of its name before it. */
    List<String> events(String job) {
        return client
                .v1()
                .events()
                .inNamespace(namespace)
                .withField("involvedObject.name", job)
                .list()
                .getItems()
                .stream()
                .map(event -> event.getReason() + ": " + event.getMessage())
                .toList();
    }

    /** Deletes a pod as {@code kubectl delete pod} does. */
    void deletePod(Pod pod) {
        client.pods().resource(pod).delete();
    }

    /** Deletes a pod without giving it time, as when its machine is gone. */
    void deletePodAtOnce(Pod pod) {
        client.pods().resource(pod).withGracePeriod(0).delete();
    }

    /** Ends an operator process at once. */
    void killOperator() {
        client.pods()
                .inNamespace(system)
                .withLabel("app.kubernetes.io/name", "loopkeeper-operator")
                .withGracePeriod(0)
                .delete();
    }

    /** What a revision of a job's runs there is, by name. */
    List<String> revisions(String job) {
        return client
                .apps()
                .controllerRevisions()
                .inNamespace(namespace)
                .withLabel("loopkeeper.dev/job", job)
                .list()
                .getItems()
                .stream()
                .map(revision -> revision.getMetadata().getName())
                .toList();
    }

    /** All that helps to understand what went wrong. */
    String describe(String name) {
        List<String> parts = new ArrayList<>();
        IterativeJob job = get(name);
        parts.add(
                job == null
                        ? "there is no such job"
                        : client.getKubernetesSerialization().asYaml(job.getStatus()));
        pods(name).forEach(pod -> parts.add(describe(pod)));
        client.pods()
                .inNamespace(system)
                .withLabel("app.kubernetes.io/name", "loopkeeper-operator")
                .list()
                .getItems()
                .forEach(pod -> parts.add(describe(pod)));
        return String.join("\n", parts);
    }

    private String describe(Pod pod) {
        String log;
        try {
            log = client.pods().resource(pod).tailingLines(LOG_LINES).getLog();
        } catch (RuntimeException e) {
            log = String.valueOf(e.getMessage());
        }
        return "--- " + pod.getMetadata().getName() + ": " + pod.getStatus().getPhase() + " "
                + client.getKubernetesSerialization().asJson(pod.getStatus().getContainerStatuses()) + "\n" + log;
    }
}
