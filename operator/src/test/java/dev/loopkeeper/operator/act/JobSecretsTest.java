package dev.loopkeeper.operator.act;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loopkeeper.operator.certificate.CertificateMaker;
import dev.loopkeeper.operator.decide.Given;
import dev.loopkeeper.operator.model.JobIdentity;
import dev.loopkeeper.operator.model.JobObjects;
import dev.loopkeeper.operator.model.Role;
import dev.loopkeeper.operator.observe.NameClash;
import dev.loopkeeper.operator.observe.Preparation;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** K4, K11: the job's own Secrets are used and changed only where it owns them. */
final class JobSecretsTest {

    private static final JobIdentity JOB = new JobIdentity("factory", "rework", "4f0e");
    private static final JobIdentity EARLIER = new JobIdentity("factory", "rework", "old");
    private static final Predicate<String> CHANGES = request -> !request.startsWith("GET");

    private final StubApiServer server = new StubApiServer();
    private final JobCluster cluster = new JobCluster(server.client(), JOB);
    private final JobTrust trust = new JobTrust(JOB, cluster.secrets(), new CertificateMaker(), () -> null);

    @AfterEach
    void close() {
        server.close();
    }

    /** As the API server has it. */
    private void there(Secret secret, Map<String, String> texts) {
        Map<String, String> data = new HashMap<>();
        texts.forEach((key, text) ->
                data.put(key, Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8))));
        Secret stored = new SecretBuilder(secret)
                .withStringData(null)
                .withData(data)
                .editMetadata()
                .withResourceVersion("17")
                .endMetadata()
                .build();
        String name = "/secrets/" + secret.getMetadata().getName();
        server.answers("GET", name, 200, server.json(stored)).answers("PATCH", name, 200, server.json(stored));
    }

    private void made(JobIdentity owner, String name, Map<String, String> texts) {
        there(new JobObjects(owner).secret(name, texts), texts);
    }

    private void users(String name, Map<String, String> texts) {
        there(secret(name), texts);
    }

    private static Secret secret(String name) {
        return new SecretBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace("factory")
                .endMetadata()
                .build();
    }

    @Test
    void k11AnOwnSecretIsReadAndAMissingOneIsNull() {
        made(JOB, "rework-metrics", Map.of("token", "abc"));
        JobSecrets.Own own = cluster.secrets().own("rework-metrics");
        assertThat(own.texts()).containsExactly(Map.entry("token", "abc"));
        assertThat(own.toString()).doesNotContain("abc");
        assertThat(cluster.secrets().own("rework-ca")).isNull();
    }

    /** Two operators at once: the later one fails and reads the other's. */
    @Test
    void k4AnOwnSecretIsWrittenAsItWasRead() {
        made(JOB, "rework-store", Map.of("accessKeyId", "a", "ca.crt", "x"));
        JobSecrets secrets = cluster.secrets();
        secrets.write("rework-store", Map.of("accessKeyId", "b"), secrets.own("rework-store"));
        assertThat(server.requests().getLast().body())
                .contains("\"resourceVersion\":\"17\"")
                .contains("\"ca.crt\":null")
                .contains("\"accessKeyId\":\"Yg==\"");
    }

    @Test
    void k4AUsersSecretOfOurNameIsNotTakenForOurs() {
        users("rework-ca", Map.of("ca.crt", "the store's"));
        assertThatThrownBy(() -> trust.ready(Given.NOW))
                .isInstanceOfSatisfying(
                        NameClashException.class,
                        e -> assertThat(e.clash()).isEqualTo(new NameClash("Secret", "rework-ca", false)))
                .hasMessageContaining("Secret rework-ca");
        assertThatThrownBy(() -> trust.settle(Given.NOW)).isInstanceOf(NameClashException.class);
        assertThat(server.asked()).noneMatch(CHANGES);
    }

    /** The collector is about to take it: pods that mount it would hang. */
    @Test
    void k14WhatAnEarlierJobHasLeftIsNoCertificateOfThisOne() {
        made(EARLIER, JOB.certificateSecret(Role.WORKER), Map.of());
        assertThatThrownBy(() -> trust.ready(Given.NOW))
                .isInstanceOfSatisfying(
                        NameClashException.class,
                        e -> assertThat(e.clash()).isEqualTo(new NameClash("Secret", "rework-worker-tls", true)));
        made(EARLIER, JOB.certificateSecret(Role.OPERATOR), Map.of("tls.crt", "a", "tls.key", "b", "ca.crt", "c"));
        assertThat(trust.coordinatorTrust()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"rework-ca", "rework-metrics", "rework-store", "rework-coordinator-tls"})
    void k4ALookAtWhatPodsNeedTellsWhichNameClashes(String name) {
        users(name, Map.of());
        assertThat(gathered("").clash()).isEqualTo(new NameClash("Secret", name, false));
        assertThat(gathered("").objectsReady()).isFalse();
    }

    /** The operator makes no copy for it. */
    @Test
    void k16AJobThatNamesItsStoreMayCallItsOwnSecretAsOurCopyIsCalled() {
        users("rework-store", Map.of("id", "a", "key", "b"));
        var seen = gathered("""
                snapshots:
                  store:
                    endpoint: https://s3.example
                    bucket: jobs
                    credentials: {type: Secret, secret: {name: rework-store, accessKeyIdKey: id, secretAccessKeyKey: key}}
                """);
        assertThat(seen.clash()).isNull();
        assertThat(seen.missing()).isEmpty();
    }

    private static final Map<String, String> KEYS = Map.of("accessKeyId", "a", "secretAccessKey", "b");

    /** What the copy has, or that there is none, and whether it is as the default store's Secret. */
    @Test
    void k16TheCopyOfTheDefaultStoresCredentialsIsComparedAndMadeAgain() {
        there(secret(Settings.SECRET), KEYS);
        assertThat(gathered("", "jobs").credentialsReady()).as("there is none").isFalse();
        made(JOB, "rework-store", Map.of("accessKeyId", "a", "secretAccessKey", "old"));
        assertThat(gathered("", "jobs").credentialsReady()).as("it is old").isFalse();
        new JobStores(new Settings("jobs")).copyCredentials(JOB, cluster);
        assertThat(server.requests().getLast().method()).isEqualTo("PATCH");
        assertThat(server.requests().getLast().body()).contains("\"secretAccessKey\":\"Yg==\"");
        made(JOB, "rework-store", KEYS);
        assertThat(gathered("", "jobs").credentialsReady()).isTrue();
        int requests = server.requests().size();
        new JobStores(new Settings("jobs")).copyCredentials(JOB, cluster);
        assertThat(server.asked().subList(requests, server.asked().size())).noneMatch(CHANGES);
    }

    private Preparation gathered(String spec) {
        return gathered(spec, null);
    }

    private Preparation gathered(String spec, String bucket) {
        return JobPreparation.gather(
                JOB, Given.specification(spec), 1, 0, cluster, new JobStores(new Settings(bucket)), trust, Given.NOW);
    }
}
