package dev.loopkeeper.operator.act;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loopkeeper.operator.certificate.CertificateMaker;
import dev.loopkeeper.operator.decide.Given;
import dev.loopkeeper.operator.model.JobIdentity;
import dev.loopkeeper.operator.model.JobObjects;
import dev.loopkeeper.operator.model.Role;
import dev.loopkeeper.operator.observe.Component;
import dev.loopkeeper.operator.observe.MissingObject;
import dev.loopkeeper.operator.observe.NameClash;
import dev.loopkeeper.operator.observe.Preparation;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** K4, K11: the job's own Secrets are used and changed only where it owns them. */
final class JobSecretsTest {

    private static final JobIdentity JOB = new JobIdentity("factory", "rework", "4f0e");
    private static final JobIdentity EARLIER = new JobIdentity("factory", "rework", "old");
    private static final NetworkPolicy POLICY = new JobObjects(JOB).networkPolicy();
    private static final Predicate<String> CHANGES = request -> !request.startsWith("GET");

    private final StubApiServer server = new StubApiServer();
    private final StubSecrets secrets = new StubSecrets(server);
    private final JobCluster cluster = new JobCluster(server.client(), JOB);
    private final JobTrust trust = new JobTrust(JOB, cluster.secrets(), new CertificateMaker(), () -> null);

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void k11AnOwnSecretIsReadAndAMissingOneIsNull() {
        secrets.made(JOB, "rework-metrics", Map.of("token", "abc"));
        JobSecrets.Own own = cluster.secrets().own("rework-metrics");
        assertThat(own.texts()).containsExactly(Map.entry("token", "abc"));
        assertThat(own.toString()).doesNotContain("abc");
        assertThat(cluster.secrets().own("rework-ca")).isNull();
    }

    /** Two operators at once: the later one fails and reads the other's. */
    @Test
    void k4AnOwnSecretIsWrittenAsItWasRead() {
        secrets.made(JOB, "rework-store", Map.of("accessKeyId", "a", "ca.crt", "x"));
        JobSecrets own = cluster.secrets();
        own.write("rework-store", Map.of("accessKeyId", "b"), own.own("rework-store"));
        assertThat(server.requests().getLast().body())
                .contains("\"resourceVersion\":\"17\"")
                .contains("\"ca.crt\":null")
                .contains("\"accessKeyId\":\"Yg==\"");
    }

    @Test
    void k4AUsersSecretOfOurNameIsNotTakenForOurs() {
        secrets.users("rework-ca", Map.of("ca.crt", "the store's"));
        assertThat(trust.look(Given.NOW).clashes())
                .singleElement()
                .satisfies(clash -> assertThat(clash.going()).isFalse())
                .asString()
                .contains("Secret rework-ca");
        trust.settle(Given.NOW);
        assertThat(server.asked()).noneMatch(CHANGES);
    }

    /** The collector is about to take it: pods that mount it would hang. */
    @Test
    void k14WhatAnEarlierJobHasLeftIsNoCertificateOfThisOne() {
        secrets.made(EARLIER, JOB.certificateSecret(Role.WORKER), Map.of());
        assertThat(trust.look(Given.NOW).clashes())
                .containsExactly(new NameClash(
                        "Secret", "rework-worker-tls", true, Set.of(Component.COORDINATOR, Component.WORKER)));
        secrets.made(
                EARLIER, JOB.certificateSecret(Role.OPERATOR), Map.of("tls.crt", "a", "tls.key", "b", "ca.crt", "c"));
        assertThat(trust.coordinatorTrust()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"rework-ca", "rework-metrics", "rework-store", "rework-coordinator-tls"})
    void k4ALookAtWhatPodsNeedTellsWhichNameClashes(String name) {
        secrets.users(name, Map.of());
        assertThat(gathered("").clashes())
                .singleElement()
                .extracting(NameClash::kind, NameClash::name, NameClash::going)
                .containsExactly("Secret", name, false);
    }

    /** The operator makes no copy for it. */
    @Test
    void k16AJobThatNamesItsStoreMayCallItsOwnSecretAsOurCopyIsCalled() {
        secrets.users("rework-store", Map.of("id", "a", "key", "b"));
        var seen = gathered("""
                snapshots:
                  store:
                    endpoint: https://s3.example
                    bucket: jobs
                    credentials: {type: Secret, secret: {name: rework-store, accessKeyIdKey: id, secretAccessKeyKey: key}}
                """);
        assertThat(seen.clashes()).isEmpty();
        assertThat(seen.missing()).isEmpty();
    }

    private static final Map<String, String> KEYS = Map.of("accessKeyId", "a", "secretAccessKey", "b");

    /** What the copy has, or that there is none, and whether it is as the default store's Secret. */
    @Test
    void k16TheCopyOfTheDefaultStoresCredentialsIsComparedAndMadeAgain() {
        secrets.users(Settings.SECRET, KEYS);
        assertThat(gathered("", "jobs").credentialsReady()).as("there is none").isFalse();
        secrets.made(JOB, "rework-store", Map.of("accessKeyId", "a", "secretAccessKey", "old"));
        assertThat(gathered("", "jobs").credentialsReady()).as("it is old").isFalse();
        new JobStores(new Settings("jobs")).copyCredentials(JOB, cluster);
        assertThat(server.requests().getLast().method()).isEqualTo("PATCH");
        assertThat(server.requests().getLast().body()).contains("\"secretAccessKey\":\"Yg==\"");
        secrets.made(JOB, "rework-store", KEYS);
        assertThat(gathered("", "jobs").credentialsReady()).isTrue();
        int requests = server.requests().size();
        new JobStores(new Settings("jobs")).copyCredentials(JOB, cluster);
        assertThat(server.asked().subList(requests, server.asked().size())).noneMatch(CHANGES);
    }

    /** What is there, and what of it is missing. */
    @Test
    void k11WhatTemplatesNameIsLookedFor() {
        String spec = """
                coordinator:
                  template: {spec: {containers: [{name: coordinator, envFrom: [{secretRef: {name: api}}]}]}}
                workers:
                  template:
                    spec:
                      containers:
                      - name: worker
                        env:
                        - {name: TOKEN, valueFrom: {secretKeyRef: {name: api, key: token}}}
                        - {name: MODE, valueFrom: {configMapKeyRef: {name: modes, key: mode}}}
                """;
        assertThat(gathered(spec).missing())
                .extracting(MissingObject::toString)
                .containsExactly(
                        "spec.coordinator.template.spec.containers[coordinator].envFrom names Secret api, which does not exist",
                        "spec.workers.template.spec.containers[worker].env[TOKEN] names Secret api, which does not exist",
                        "spec.workers.template.spec.containers[worker].env[MODE] names ConfigMap modes, which does not exist");
        assertThat(server.asked())
                .as("each is asked for once")
                .filteredOn(request -> request.endsWith("/secrets/api"))
                .hasSize(1);
        secrets.users("api", Map.of("other", "a"));
        server.answers("GET", "/configmaps/modes", 200, """
                {"kind": "ConfigMap", "apiVersion": "v1", "metadata": {"name": "modes"}, "binaryData": {"mode": "AA=="}}
                """);
        assertThat(gathered(spec).missing())
                .extracting(MissingObject::toString)
                .containsExactly(
                        "spec.workers.template.spec.containers[worker].env[TOKEN] names Secret api, which has no key token");
        secrets.users("api", Map.of("token", "a"));
        assertThat(gathered(spec).missing()).isEmpty();
    }

    @Test
    void k19TheDefaultStoreIsKnownByItsEarlierAddressesToo() {
        secrets.users(Settings.SECRET, KEYS);
        var now = gathered("", "jobs").store();
        assertThat(now.isAt("s3://jobs/factory/rework/4f0e/ at https://earlier.example"))
                .isTrue();
        assertThat(now.isAt("s3://jobs/factory/rework/4f0e/ at https://another.example"))
                .isFalse();
    }

    private Preparation gathered(String spec) {
        return gathered(spec, null);
    }

    private Preparation gathered(String spec, String bucket) {
        return JobPreparation.gather(
                JOB,
                Given.specification(spec),
                1,
                0,
                cluster,
                new JobStores(new Settings(bucket)),
                trust,
                POLICY,
                Given.NOW);
    }
}
