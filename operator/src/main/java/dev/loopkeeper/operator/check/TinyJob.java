package dev.loopkeeper.operator.check;

import dev.loopkeeper.crds.v1alpha1.Condition;
import dev.loopkeeper.crds.v1alpha1.ConditionStatus;
import dev.loopkeeper.crds.v1alpha1.IterativeJob;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientTimeoutException;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A job of a few seconds on the default store: it is made, watched until it has ended, and deleted with all that it wrote there but its output. */
final class TinyJob {

    static final String NAME = "loopkeeper-test";

    private static final String DEFINITION = """
            apiVersion: loopkeeper.dev/v1alpha1
            kind: IterativeJob
            metadata: {name: %s, namespace: %s}
            spec:
              program:
                className: dev.loopkeeper.examples.rework.Rework
                parameters: {orders: "10", output: "s3://%s/output/%s/%s"}
              workers: {memory: 384Mi, cpu: 100m}
              coordinator: {memory: 256Mi, cpu: 100m}
              snapshots: {interval: 1s, onDelete: Delete}
            """;

    private final KubernetesClient client;

    TinyJob(KubernetesClient client) {
        this.client = client;
    }

    /**
     * Why it has not succeeded, in one line; empty if it has.
     *
     * @param place as {@link #definition} has it
     */
    Optional<String> run(String namespace, String place, long timeoutSeconds) {
        Resource<IterativeJob> job =
                client.resources(IterativeJob.class).inNamespace(namespace).withName(NAME);
        job.delete();
        job.waitUntilCondition(there -> there == null, timeoutSeconds, TimeUnit.SECONDS);
        client.resource(definition(namespace, place)).create();
        try {
            IterativeJob ended = job.waitUntilCondition(TinyJob::ended, timeoutSeconds, TimeUnit.SECONDS);
            return isTrue(ended, "Completed")
                    ? Optional.empty()
                    : Optional.of("the job has failed: " + message(ended, "Failed"));
        } catch (KubernetesClientTimeoutException _) {
            return Optional.of("the job has not ended within " + timeoutSeconds + " s: " + message(job.get(), "Ready"));
        } finally {
            job.delete();
        }
    }

    /**
     * The job's file. Its output is at no place that it had before: a job refuses to mix its results with another's, and what an earlier check wrote stays.
     *
     * @param place in the default store: the bucket, and behind a slash the prefix of all that is ours in it, if there is one
     */
    static String definition(String namespace, String place) {
        return String.format(Locale.ROOT, DEFINITION, NAME, namespace, place, NAME, UUID.randomUUID());
    }

    private static boolean ended(@Nullable IterativeJob job) {
        return isTrue(job, "Completed") || isTrue(job, "Failed");
    }

    private static boolean isTrue(@Nullable IterativeJob job, String type) {
        return condition(job, type)
                .filter(condition -> condition.status() == ConditionStatus.TRUE)
                .isPresent();
    }

    private static String message(@Nullable IterativeJob job, String type) {
        return condition(job, type)
                .map(Condition::message)
                .orElse("its status says nothing: does the operator run, and does it look after this namespace?");
    }

    private static Optional<Condition> condition(@Nullable IterativeJob job, String type) {
        List<Condition> conditions =
                job == null || job.getStatus() == null ? null : job.getStatus().conditions();
        return conditions == null
                ? Optional.empty()
                : conditions.stream()
                        .filter(condition -> condition.type().equals(type))
                        .findFirst();
    }
}
