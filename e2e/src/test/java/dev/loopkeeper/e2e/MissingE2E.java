package dev.loopkeeper.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loopkeeper.crds.v1alpha1.IterativeJob;
import dev.loopkeeper.crds.v1alpha1.JobPhase;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a job needs and does not find: named in its conditions, without a busy loop, and mended when the cause is mended. */
@ExtendWith(OnCluster.class)
final class MissingE2E {

    private static final Duration WATCHED = Duration.ofSeconds(12);

    private static String spec(Environment environment, String name, String secret, String bucket) {
        return Rework.spec(10, 0, name)
                .replace(
                        "snapshots: {",
                        "snapshots: {store: {endpoint: \"http://loopkeeper-dev-store." + environment.system()
                                + ".svc:9000\", region: us-east-1, bucket: " + bucket
                                + ", credentials: {type: Secret, secret: {name: " + secret + "}}}, ");
    }

    private static void createSecret(Environment environment, String name) {
        Secret store = environment
                .client()
                .secrets()
                .inNamespace(environment.system())
                .withName(Bucket.SECRET)
                .get();
        environment
                .client()
                .resource(new SecretBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withNamespace(environment.jobs().namespace())
                        .endMetadata()
                        .withData(Map.copyOf(store.getData()))
                        .build())
                .create();
    }

    /** The operator keeps still while nothing changes: each write of the status would change the resource's version. */
    private static void assertNoBusyLoop(Jobs jobs, String name) {
        String version = jobs.get(name).getMetadata().getResourceVersion();
        Awaitility.await("the resource stays as it is")
                .pollInterval(Duration.ofMillis(500))
                .during(WATCHED)
                .atMost(WATCHED.plusSeconds(5))
                .failFast(
                        "the resource was written",
                        () -> !jobs.get(name).getMetadata().getResourceVersion().equals(version))
                .until(() -> true);
    }

    @Test
    void k11AMissingSecretIsNamedAndMended(Environment environment) throws Exception {
        Jobs jobs = environment.jobs();
        jobs.create("no-secret", spec(environment, "no-secret", "not-yet", Bucket.NAME));
        assertThat(jobs.awaitStalled("no-secret", "not-yet").message()).contains("spec.snapshots.store.credentials");
        assertThat(jobs.pods("no-secret")).isEmpty();
        assertNoBusyLoop(jobs, "no-secret");
        createSecret(environment, "not-yet");
        jobs.awaitPhase("no-secret", JobPhase.SUCCEEDED);
        jobs.delete("no-secret");
    }

    /** A node would say of it that the container's configuration is wrong, and go on asking. */
    @Test
    void k11AMissingSecretOfATemplateIsNamedAndMended(Environment environment) {
        Jobs jobs = environment.jobs();
        String template =
                "template: {spec: {containers: [{name: worker, env: [{name: A, valueFrom: {secretKeyRef: {name: later, key: accessKeyId}}}]}]}}";
        jobs.create(
                "no-template-secret",
                Rework.spec(10, 0, "no-template-secret").replace("workers: {", "workers: {" + template + ", "));
        assertThat(jobs.awaitStalled("no-template-secret", "later").message())
                .contains("spec.workers.template.spec.containers[worker].env[A]");
        assertThat(jobs.pods("no-template-secret")).isEmpty();
        createSecret(environment, "later");
        jobs.awaitPhase("no-template-secret", JobPhase.SUCCEEDED);
        jobs.delete("no-template-secret");
    }

    @Test
    void aMissingBucketIsNamedAndMended(Environment environment) throws Exception {
        Jobs jobs = environment.jobs();
        createSecret(environment, "store-keys");
        jobs.create("no-bucket", spec(environment, "no-bucket", "store-keys", "not-there"));
        jobs.await(
                "no-bucket",
                "names the bucket",
                job -> Jobs.condition(job, "Ready")
                        .filter(ready -> ready.message().contains("not-there"))
                        .isPresent());
        try (Bucket bucket = environment.bucket()) {
            bucket.create("not-there");
        }
        jobs.awaitPhase("no-bucket", JobPhase.SUCCEEDED);
        jobs.delete("no-bucket");
    }

    @Test
    void anImageThatCannotBePulledIsNamed(Environment environment) {
        Jobs jobs = environment.jobs();
        jobs.create("no-image", "image: registry.invalid/no-such:1\n" + Rework.spec(10, 0, "no-image"));
        jobs.awaitStalled("no-image", "registry.invalid/no-such:1");
        jobs.patch("no-image", "{\"spec\": {\"image\": null}}");
        IterativeJob done = jobs.awaitPhase("no-image", JobPhase.SUCCEEDED);
        assertThat(Jobs.isTrue(done, "Stalled")).isFalse();
        jobs.delete("no-image");
    }
}
