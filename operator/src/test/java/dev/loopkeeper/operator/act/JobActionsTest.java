package dev.loopkeeper.operator.act;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loopkeeper.crds.v1alpha1.IterativeJob;
import dev.loopkeeper.crds.v1alpha1.IterativeJobSpec;
import dev.loopkeeper.operator.certificate.CertificateMaker;
import dev.loopkeeper.operator.certificate.TrustDecision;
import dev.loopkeeper.operator.certificate.TrustSecrets;
import dev.loopkeeper.operator.coordinator.CoordinatorStreams;
import dev.loopkeeper.operator.decide.Given;
import dev.loopkeeper.operator.decide.ManualClock;
import dev.loopkeeper.operator.decide.Step;
import dev.loopkeeper.operator.model.FrozenRun;
import dev.loopkeeper.operator.model.JobIdentity;
import dev.loopkeeper.operator.model.JobObjects;
import dev.loopkeeper.operator.model.JobStore;
import dev.loopkeeper.operator.model.Labels;
import dev.loopkeeper.operator.model.PodSkeleton;
import dev.loopkeeper.operator.model.Role;
import dev.loopkeeper.operator.observe.Component;
import dev.loopkeeper.operator.observe.NameClash;
import dev.loopkeeper.operator.observe.Preparation;
import dev.loopkeeper.operator.observe.RunSpecification;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.vertx.core.Vertx;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a job is given before its pods, and in which order: K9, R17. */
final class JobActionsTest {

    private static final JobIdentity JOB = new JobIdentity("factory", "rework", "4f0e");
    private static final JobIdentity OTHER = new JobIdentity("factory", "other", "77");
    private static final CertificateMaker MAKER = new CertificateMaker();
    private static final NetworkPolicy POLICY = new JobObjects(JOB).networkPolicy();
    private static final String POLICY_PATH = "/networkpolicies/rework-job";
    private static final Predicate<String> CHANGES = request -> !request.startsWith("GET");

    private final StubApiServer server = new StubApiServer();
    private final JobCluster cluster = new JobCluster(server.client(), JOB);
    private final JobMemory memory = new JobMemory();

    @AfterEach
    void close() {
        server.close();
    }

    private JobActions actions() {
        return actions(null);
    }

    private JobActions actions(CoordinatorStreams streams) {
        IterativeJob resource = new IterativeJob();
        resource.setSpec(Given.specification(""));
        return new JobActions(
                resource,
                JOB,
                cluster,
                memory,
                new JobActions.Tools(new Settings("jobs"), MAKER, streams, null, null, new ManualClock()));
    }

    /** All that a job has of its own but the policy. */
    private void allButThePolicy() {
        StubSecrets secrets = new StubSecrets(server);
        TrustSecrets trust = new TrustSecrets(JOB, MAKER, Map.of(), Map.of());
        List<TrustDecision.Change> changes = TrustDecision.decide(trust.state(), Given.NOW, false);
        while (!changes.isEmpty()) {
            changes.forEach(change -> trust.apply(change, Given.NOW));
            changes = TrustDecision.decide(trust.state(), Given.NOW, false);
        }
        secrets.made(JOB, JOB.authoritySecret(), trust.authority());
        for (Role role : Role.values()) {
            secrets.made(JOB, JOB.certificateSecret(role), trust.role(role));
        }
        secrets.made(JOB, JOB.metricsSecret(), Map.of("token", "abc"));
        server.answers("GET", "/services/rework-coordinator", 200, server.json(new JobObjects(JOB).service(3)));
    }

    private Preparation gathered() {
        return gathered(0);
    }

    private Preparation gathered(int run) {
        return JobPreparation.gather(
                JOB,
                Given.specification(""),
                1,
                run,
                cluster,
                new JobStores(new Settings(null)),
                new JobTrust(JOB, cluster.secrets(), MAKER, () -> null),
                POLICY,
                Given.NOW);
    }

    @Test
    void r17WithoutItsPolicyAJobIsNotReady() {
        allButThePolicy();
        assertThat(gathered().objectsReady()).isFalse();
        server.answers("GET", POLICY_PATH, 200, server.json(POLICY));
        assertThat(gathered().objectsReady()).isTrue();
    }

    /** As one that an operator of another version has made. */
    @Test
    void r17APolicyOfAnotherFormIsMadeLikeOurs() {
        allButThePolicy();
        NetworkPolicy older = new JobObjects(JOB).networkPolicy();
        older.getMetadata().getAnnotations().remove(Labels.FORM);
        NetworkPolicy later = new JobObjects(JOB).networkPolicy();
        later.getMetadata().getAnnotations().put(Labels.FORM, "0123456789abcdef");
        for (NetworkPolicy other : List.of(older, later)) {
            server.answers("GET", POLICY_PATH, 200, server.json(other)).answers("PATCH", POLICY_PATH, 200, "{}");
            assertThat(gathered().objectsReady()).isFalse();
            cluster.ensure(POLICY);
            assertThat(server.requests().getLast().method()).isEqualTo("PATCH");
            assertThat(server.requests().getLast().body())
                    .contains(POLICY.getMetadata().getAnnotations().get(Labels.FORM));
        }
    }

    @Test
    void r17ThePolicyComesFirst() {
        server.refuses("PATCH", POLICY_PATH, 500, "etcd is slow");
        assertThatThrownBy(() -> actions().act(new Step.PrepareJob())).isInstanceOf(KubernetesClientException.class);
        assertThat(server.asked())
                .filteredOn(CHANGES)
                .containsExactly("PATCH /apis/networking.k8s.io/v1/namespaces/factory" + POLICY_PATH);
    }

    /** An admission controller may drop what tells the policy's form: that is no reason to ask without rest. */
    @Test
    void r17WhatIsUndoneAtOnceIsMadeAgainAtThePaceOfLooks() {
        allButThePolicy();
        server.answers("PATCH", POLICY_PATH, 200, "{}");
        memory.preparation(gathered(), Given.NOW);
        listening(actions -> {
            actions.act(new Step.PrepareJob());
            assertThat(memory.preparedAt()).as("it is looked at again at once").isNull();
            memory.preparation(gathered(), Given.NOW);
            actions.act(new Step.PrepareJob());
            assertThat(memory.preparedAt()).isEqualTo(Given.NOW);
        });
    }

    /** With streams, which no coordinator speaks on. */
    private void listening(Consumer<JobActions> acting) {
        Vertx vertx = Vertx.vertx();
        try (CoordinatorStreams streams = new CoordinatorStreams(vertx, new ManualClock(), _ -> {})) {
            acting.accept(actions(streams));
        } finally {
            vertx.close();
        }
    }

    /** A name that is another's holds up no more than what it is needed for. */
    @Test
    void k4WhatIsNotTakenIsMade() {
        server.answers("GET", POLICY_PATH, 200, server.json(new JobObjects(OTHER).networkPolicy()))
                .answers("POST", "/secrets", 201, "{}")
                .answers("PATCH", "/services/rework-coordinator", 200, "{}");
        listening(actions -> actions.act(new Step.PrepareJob()));
        assertThat(server.asked())
                .filteredOn(CHANGES)
                .hasSize(6)
                .noneMatch(request -> request.endsWith(POLICY_PATH))
                .anyMatch(request -> request.endsWith("/services/rework-coordinator"));
    }

    /** Only the pods that mount it, or could not be reached without it, are held up. */
    @Test
    void k4WhatClashesSaysWhichPodsItBars() {
        allButThePolicy();
        assertThat(barred(() ->
                        server.answers("GET", POLICY_PATH, 200, server.json(new JobObjects(OTHER).networkPolicy()))))
                .isEmpty();
        server.answers("GET", POLICY_PATH, 200, server.json(POLICY));
        StubSecrets secrets = new StubSecrets(server);
        assertThat(barred(() -> secrets.users(JOB.authoritySecret(), Map.of()))).isEmpty();
        assertThat(barred(() -> secrets.users(JOB.metricsSecret(), Map.of()))).containsExactly(Component.COORDINATOR);
        assertThat(barred(() -> secrets.users(JOB.certificateSecret(Role.OPERATOR), Map.of())))
                .isEmpty();
        assertThat(barred(() -> secrets.users(JOB.certificateSecret(Role.WORKER), Map.of())))
                .containsExactly(Component.WORKER);
        assertThat(barred(() -> server.answers(
                        "GET", "/services/rework-coordinator", 200, server.json(new JobObjects(OTHER).service(3)))))
                .containsExactlyInAnyOrder(Component.COORDINATOR, Component.WORKER);
    }

    /** A Secret that is not there and whose authority is another's cannot be made. */
    @Test
    void k4WhatCannotBeMadeForTheAuthoritysSakeBarsThePodsThatMountIt() {
        assertThat(barred(() -> new StubSecrets(server).users(JOB.authoritySecret(), Map.of())))
                .containsExactlyInAnyOrder(Component.COORDINATOR, Component.WORKER);
    }

    /** As long as names clash, none of them is made. */
    @Test
    void k11ASecretThatIsNotThereBarsItsPodsWhicheverNameClashes() {
        StubSecrets secrets = new StubSecrets(server);
        secrets.made(JOB, JOB.certificateSecret(Role.COORDINATOR), Map.of());
        assertThat(barred(() -> secrets.users(JOB.certificateSecret(Role.OPERATOR), Map.of())))
                .containsExactly(Component.WORKER);
    }

    /** The pods that are held up once this has happened, whose names have not clashed before. */
    private Set<Component> barred(Runnable taking) {
        Set<NameClash> before = Set.copyOf(gathered().clashes());
        taking.run();
        Set<Component> barred = EnumSet.noneOf(Component.class);
        gathered().clashes().stream()
                .filter(clash -> !before.contains(clash))
                .forEach(clash -> barred.addAll(clash.bars()));
        return barred;
    }

    /** Runs are numbered from 1 in each job: one of the same name before may have left its configuration. */
    @Test
    void k4TheConfigurationOfAnEarlierJobIsNotThisRuns() {
        allButThePolicy();
        server.answers("GET", POLICY_PATH, 200, server.json(POLICY));
        assertThat(gathered(1).configReady()).isFalse();
        JobIdentity earlier = new JobIdentity(JOB.namespace(), JOB.name(), "old");
        server.answers("GET", "/configmaps/rework-run-1", 200, server.json(new JobObjects(earlier).config(1, "")));
        assertThat(gathered(1).clashes())
                .containsExactly(new NameClash(
                        "ConfigMap", "rework-run-1", true, Set.of(Component.COORDINATOR, Component.WORKER)));
        server.answers("GET", "/configmaps/rework-run-1", 200, server.json(new JobObjects(JOB).config(1, "")));
        assertThat(gathered(1).clashes()).isEmpty();
        assertThat(gathered(1).configReady()).isTrue();
    }

    private String revision(String lines) {
        IterativeJobSpec spec = Given.specification(lines);
        JobStore store = new JobStore("https://s3.example", "jobs", "", "eu-1", null, null, true);
        PodSkeleton pods = new PodSkeleton(JOB, 2, spec, "image:1", store);
        FrozenRun frozen = new FrozenRun(
                1,
                "image:1",
                RunSpecification.of(spec),
                "parallelism=7\n",
                pods.worker(),
                pods.coordinator(),
                pods.cleanup(),
                store.address(JOB),
                "0.1.0");
        return server.json(frozen.revision(JOB, 2));
    }

    /** Of two operators that start a run at once one makes its record; a view that is older changes nothing about it. */
    @Test
    void r17TheConfigurationOfARunIsThatOfItsRecord() {
        server.answers("GET", "/controllerrevisions/rework-run-2", 200, revision("parallelism: 7"))
                .answers("POST", "/configmaps", 201, server.json(new JobObjects(JOB).config(2, "")));
        actions().act(new Step.StartRun(2, 1));
        assertThat(server.asked()).filteredOn(CHANGES).containsExactly("POST /api/v1/namespaces/factory/configmaps");
        ConfigMap written = server.client()
                .getKubernetesSerialization()
                .unmarshal(server.requests().getLast().body(), ConfigMap.class);
        assertThat(written.getData()).containsValue("parallelism=7\n");
    }

    /** Pods that mount what is not there would hang: what failed is found missing at the next look. */
    @Test
    void r17ARunWhoseConfigurationCouldNotBeMadeIsLookedAtAgain() {
        memory.preparation(gathered(), Given.NOW);
        server.answers("GET", "/controllerrevisions/rework-run-2", 200, revision(""))
                .refuses("POST", "/configmaps", 500, "etcd is slow");
        assertThatThrownBy(() -> actions().act(new Step.StartRun(2, 1))).isInstanceOf(KubernetesClientException.class);
        assertThat(memory.preparedAt()).isNull();
    }
}
