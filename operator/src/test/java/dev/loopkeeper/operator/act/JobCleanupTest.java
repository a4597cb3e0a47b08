package dev.loopkeeper.operator.act;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.loopkeeper.crds.v1alpha1.IterativeJob;
import dev.loopkeeper.operator.decide.Given;
import dev.loopkeeper.operator.model.FrozenRun;
import dev.loopkeeper.operator.model.JobIdentity;
import dev.loopkeeper.operator.model.JobStore;
import dev.loopkeeper.operator.model.PodSkeleton;
import dev.loopkeeper.operator.observe.RunSpecification;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Volume;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** K10: clearing the store of a job of which the collector has left nothing but the resource. */
final class JobCleanupTest {

    private static final JobIdentity JOB = new JobIdentity("factory", "rework", "4f0e");
    private static final String CREDENTIALS = """
            {"kind": "Secret", "apiVersion": "v1", "metadata": {"name": "any"}, "data": {"accessKeyId": "aWQ=", "secretAccessKey": "a2V5"}}
            """;
    private static final String CONFIG = """
            {"kind": "ConfigMap", "apiVersion": "v1", "metadata": {"name": "rework-cleanup", "uid": "c-1", "labels": {"loopkeeper.dev/job-uid": "%s"}}}
            """;
    private static final String COPY = """
            {"kind": "Secret", "apiVersion": "v1",
             "metadata": {"name": "rework-cleanup", "labels": {"loopkeeper.dev/job-uid": "4f0e"}, "ownerReferences": [{"uid": "%s"}]}}
            """;

    /** Where the job's runs were. */
    private static final String STORE = "s3://jobs/factory/rework/4f0e/ at https://s3.example";

    private final StubApiServer server = new StubApiServer();

    @AfterEach
    void close() {
        server.close();
    }

    /** @param bucket of the operator's default store; null if there is none */
    private JobCleanup cleanup(String spec, String bucket) {
        return cleanup(spec, bucket, new IterativeJob());
    }

    private JobCleanup cleanup(String spec, String bucket, IterativeJob resource) {
        OperatorSettings settings = new Settings(bucket);
        resource.setMetadata(new ObjectMetaBuilder()
                .withName(JOB.name())
                .withNamespace(JOB.namespace())
                .withUid(JOB.uid())
                .build());
        resource.setSpec(Given.specification(spec));
        resource.setStatus(Given.statusOf("run: {number: 3, generation: 1, image: ran:1, store: '" + STORE + "'}"));
        return new JobCleanup(resource, JOB, new JobCluster(server.client(), JOB), new JobStores(settings), settings);
    }

    private JobCleanup ofDefaultStore() {
        return cleanup("image: broken:1\n", "jobs");
    }

    private <T> T posted(String plural, Class<T> type) {
        return server.requests().stream()
                .filter(request -> request.method().equals("POST"))
                .filter(request -> request.path().endsWith("/namespaces/factory/" + plural))
                .map(request -> server.client().getKubernetesSerialization().unmarshal(request.body(), type))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void k10WhatIsGoneIsMadeUpForFromSpecificationAndStatus() {
        server.answers("GET", "/namespaces/loopkeeper/secrets/" + Settings.SECRET, 200, CREDENTIALS)
                .answers("POST", "/configmaps", 201, CONFIG.formatted("4f0e"))
                .answers("POST", "/secrets", 201, COPY.formatted("c-1"))
                .answers("POST", "/pods", 201, "{\"kind\": \"Pod\", \"apiVersion\": \"v1\", \"metadata\": {}}");
        ofDefaultStore().start(3, 0);

        ConfigMap config = posted("configmaps", ConfigMap.class);
        assertThat(config.getMetadata().getName()).isEqualTo("rework-cleanup");
        assertThat(config.getMetadata().getOwnerReferences())
                .as("the collector takes what the job owns")
                .isEmpty();
        assertThat(config.getData().get("job.properties"))
                .contains("store.prefix=factory/rework/4f0e/")
                .contains("store.endpoint=https\\://s3.example");
        Secret secret = posted("secrets", Secret.class);
        assertThat(secret.getStringData()).containsEntry("accessKeyId", "id").containsEntry("secretAccessKey", "key");
        assertThat(secret.getMetadata().getOwnerReferences()).singleElement().satisfies(owner -> {
            assertThat(owner.getKind()).isEqualTo("ConfigMap");
            assertThat(owner.getUid()).isEqualTo("c-1");
        });
        Pod pod = posted("pods", Pod.class);
        assertThat(pod.getMetadata().getOwnerReferences()).isEmpty();
        assertThat(pod.getSpec().getContainers().getFirst().getImage())
                .as("what the job ran with, not what it was changed to and never ran")
                .isEqualTo("ran:1");
        assertThat(pod.getSpec().getContainers().getFirst().getImagePullPolicy())
                .as("the chart's is not for an image that the job names")
                .isNull();
        List<Volume> volumes = pod.getSpec().getVolumes();
        assertThat(volumes.stream().map(Volume::getSecret).filter(Objects::nonNull))
                .extracting(source -> source.getSecretName())
                .containsOnly("rework-cleanup");
        assertThat(volumes.stream().map(Volume::getConfigMap).filter(Objects::nonNull))
                .extracting(source -> source.getName())
                .containsOnly("rework-cleanup");
    }

    /** The pod would be without it before it has started. */
    @Test
    void k10ACopyThatIsStillGoingIsNotUsed() {
        server.answers("GET", "/namespaces/loopkeeper/secrets/" + Settings.SECRET, 200, CREDENTIALS)
                .answers("POST", "/configmaps", 201, CONFIG.formatted("4f0e"))
                .refuses("POST", "/secrets", 409, "already exists")
                .answers("GET", "/namespaces/factory/secrets/rework-cleanup", 200, COPY.formatted("c-0"));
        JobCleanup cleanup = ofDefaultStore();
        assertThatThrownBy(() -> cleanup.start(3, 0)).isInstanceOf(IllegalStateException.class);
        assertThat(server.asked()).doesNotContain("POST /api/v1/namespaces/factory/pods");
    }

    @Test
    void k10WithoutAStoreItSaysWhy() {
        JobCleanup cleanup = cleanup("", null);
        assertThatThrownBy(() -> cleanup.start(3, 0))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("default store is gone");
    }

    private void refusesToStart(JobCleanup cleanup, String... words) {
        assertThatThrownBy(() -> cleanup.start(3, 0))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll(words);
        assertThat(server.asked()).noneMatch(request -> request.endsWith("/pods"));
    }

    /** As after an upgrade of the chart with another bucket. */
    @Test
    void k10AnotherDefaultStoreIsNotClearedInPlaceOfTheJobs() {
        server.answers("GET", "/namespaces/loopkeeper/secrets/" + Settings.SECRET, 200, CREDENTIALS);
        refusesToStart(cleanup("", "others"), "another by now", STORE);
    }

    @Test
    void k10WhereTheNamedStoreCannotBeReadTheDefaultOneIsNotCleared() throws IOException {
        server.answers("GET", "/namespaces/loopkeeper/secrets/" + Settings.SECRET, 200, CREDENTIALS);
        IterativeJob unreadable = new IterativeJob();
        unreadable.keepSpecAsWritten(new ObjectMapper().readTree("{\"snapshots\": {\"store\": {\"bucket\": [1]}}}"));
        refusesToStart(cleanup("", "jobs", unreadable), "spec.snapshots.store cannot be read");
    }

    /** The run's configuration leads to the right place; its keys may be gone all the same. */
    @Test
    void k10KeysOfAnotherDefaultStoreAreNotGivenForTheJobs() {
        JobStore store = new JobStore("https://s3.example", "jobs", "", "eu-1", null, null, true);
        PodSkeleton pods = new PodSkeleton(JOB, 3, Given.specification(""), "ran:1", store);
        FrozenRun run = new FrozenRun(
                1,
                "ran:1",
                RunSpecification.of(Given.specification("")),
                "",
                pods.worker(),
                pods.coordinator(),
                pods.cleanup(),
                STORE,
                "0.1.0");
        server.answers("GET", "/controllerrevisions/rework-run-3", 200, server.json(run.revision(JOB, 3)))
                .answers("GET", "/namespaces/loopkeeper/secrets/" + Settings.SECRET, 200, CREDENTIALS)
                .answers("POST", "/configmaps", 201, CONFIG.formatted("4f0e"));
        refusesToStart(cleanup("", "others"), "Secret rework-store is gone", STORE);
    }

    @Test
    void k10WhatThePodMountedIsRemovedByItsUidAndNeverAnothers() {
        String path = "/namespaces/factory/configmaps/rework-cleanup";
        server.answers("GET", path, 200, CONFIG.formatted("another"));
        ofDefaultStore().discard();
        assertThat(server.asked()).noneMatch(request -> request.startsWith("DELETE"));
        server.answers("GET", path, 200, CONFIG.formatted("4f0e")).answers("DELETE", path, 200, "{}");
        ofDefaultStore().discard();
        assertThat(server.requests().getLast().method()).isEqualTo("DELETE");
        assertThat(server.requests().getLast().body()).contains("\"uid\":\"c-1\"");
    }
}
