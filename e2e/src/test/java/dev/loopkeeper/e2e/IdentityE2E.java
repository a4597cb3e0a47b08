package dev.loopkeeper.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loopkeeper.crds.v1alpha1.IterativeJob;
import dev.loopkeeper.crds.v1alpha1.JobPhase;
import dev.loopkeeper.e2e.identity.AccessByIdentity;
import dev.loopkeeper.e2e.identity.TokenService;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountTokenProjection;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeProjection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;

/**
 * A job without keys, whose store knows pods by their service account (K16): it is refused, mended, run and deleted. Store and security token
 * service are on this machine; what a token is worth, the cluster's API server says.
 */
@ExtendWith(OnCluster.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class IdentityE2E {

    private static final String JOB = "by-identity";
    private static final String TRUSTED = "store-user";
    private static final String STRANGER = "store-stranger";
    private static final int ORDERS = 320;
    private static final int RATE = 16;

    private static AccessByIdentity access;

    @BeforeAll
    static void start(Environment environment, @TempDir Path folder) throws Exception {
        String namespace = environment.jobs().namespace();
        access = AccessByIdentity.open(environment.client(), folder, user(environment, TRUSTED));
        boolean reached = access.reachedFrom(namespace, environment.images().worker());
        if (!reached && !environment.cluster().reachesNodes()) {
            throw new TestAbortedException("skipped: pods of "
                    + environment.cluster().description() + " do not reach this machine at " + access.endpoint());
        }
        assertThat(reached)
                .as("pods reach this machine at " + access.endpoint())
                .isTrue();
        for (String account : List.of(TRUSTED, STRANGER)) {
            environment
                    .client()
                    .resource(new ServiceAccountBuilder()
                            .withNewMetadata()
                            .withName(account)
                            .withNamespace(namespace)
                            .endMetadata()
                            .build())
                    .create();
        }
    }

    @AfterAll
    static void stop() {
        if (access != null) {
            access.close();
        }
    }

    private static String user(Environment environment, String account) {
        return "system:serviceaccount:" + environment.jobs().namespace() + ":" + account;
    }

    private static String spec(String account) {
        String template = """
                template: {spec: {serviceAccountName: %s, containers: [{name: %s, env: [{name: AWS_ENDPOINT_URL_STS, value: "%s"}]}]}}\
                """;
        URI service = access.tokens().address();
        return """
                program:
                  className: dev.loopkeeper.examples.rework.Rework
                  parameters: {orders: "%d", rate: "%d", output: "s3://%s/ledger"}
                parallelism: 2
                workers: {slots: 2, memory: 384Mi, cpu: 20m, %s}
                coordinator: {memory: 384Mi, cpu: 20m, %s}
                snapshots:
                  interval: 1s
                  onDelete: Delete
                  store: {endpoint: "%s", bucket: %s, region: us-east-1, credentials: {type: WorkloadIdentity}}
                """.formatted(
                        ORDERS,
                        RATE,
                        AccessByIdentity.BUCKET,
                        template.formatted(account, "worker", service),
                        template.formatted(account, "coordinator", service),
                        access.endpoint(),
                        AccessByIdentity.BUCKET);
    }

    @Test
    @Order(1)
    void k16ARefusedServiceAccountIsNamed(Environment environment) {
        environment.jobs().create(JOB, spec(STRANGER));

        IterativeJob job = environment
                .jobs()
                .await(
                        JOB,
                        "names the refusal",
                        seen -> Jobs.condition(seen, "Ready")
                                .filter(ready -> ready.message().contains("AccessDenied"))
                                .isPresent());

        String message = Jobs.condition(job, "Ready").orElseThrow().message();
        assertThat(message)
                .hasLineCount(1)
                .contains("the security token service at " + access.tokens().address())
                .contains("the token of " + user(environment, STRANGER))
                .contains("Not authorized to perform sts:AssumeRoleWithWebIdentity")
                .contains("check the role's trust policy, with issuer, audience, namespace and service account")
                .doesNotContain("eyJ");
        assertThat(access.tokens().shown()).isNotEmpty().allSatisfy(shown -> {
            assertThat(shown.user()).isEqualTo(user(environment, STRANGER));
            assertThat(shown.trusted()).isFalse();
        });
    }

    @Test
    @Order(2)
    void k16AnotherServiceAccountMendsItAndItsKeysAreRenewed(Environment environment) throws Exception {
        Jobs jobs = environment.jobs();
        String template = "{\"template\": {\"spec\": {\"serviceAccountName\": \"" + TRUSTED + "\"}}}";
        jobs.patch(JOB, "{\"spec\": {\"workers\": " + template + ", \"coordinator\": " + template + "}}");
        jobs.await(JOB, "runs", seen -> Jobs.isCurrent(seen) && Jobs.isTrue(seen, "Ready"));
        List<Pod> pods = jobs.pods(JOB).stream()
                .filter(pod -> TRUSTED.equals(pod.getSpec().getServiceAccountName()))
                .toList();
        assertThat(pods).hasSizeGreaterThanOrEqualTo(1 + Rework.CITIES.length).allSatisfy(pod -> {
            assertThat(pod.getSpec().getAutomountServiceAccountToken()).isFalse();
            assertThat(tokens(pod))
                    .singleElement()
                    .extracting(ServiceAccountTokenProjection::getAudience)
                    .isEqualTo(TokenService.AUDIENCE);
        });
        noSecretHoldsKeys(environment, pods);

        jobs.awaitPhase(JOB, JobPhase.SUCCEEDED);

        assertThat(Rework.passes(access.lines("ledger/"))).isEqualTo(Rework.ledger(ORDERS));
        Map<String, List<Instant>> given = given(environment);
        for (Pod pod : pods) {
            List<Instant> times = given.get(pod.getMetadata().getName());
            assertThat(times)
                    .as("when " + pod.getMetadata().getName() + " was given keys: again after the first had expired")
                    .isNotEmpty()
                    .last()
                    .matches(last -> last.isAfter(times.getFirst().plus(AccessByIdentity.LIFE)));
        }
        assertThat(access.late())
                .as("requests with keys that were not renewed in time")
                .isZero();
        assertThat(access.tokens().shown()).noneMatch(TokenService.Shown::opensCluster);
        assertThat(access.tokens().refused()).isEmpty();
    }

    /** When keys were given to each pod. */
    private static Map<String, List<Instant>> given(Environment environment) {
        return access.tokens().shown().stream()
                .filter(shown -> shown.trusted() && shown.user().equals(user(environment, TRUSTED)))
                .collect(Collectors.groupingBy(
                        TokenService.Shown::pod, Collectors.mapping(TokenService.Shown::at, Collectors.toList())));
    }

    private static List<ServiceAccountTokenProjection> tokens(Pod pod) {
        return pod.getSpec().getVolumes().stream()
                .map(Volume::getProjected)
                .filter(Objects::nonNull)
                .flatMap(projected -> projected.getSources().stream())
                .map(VolumeProjection::getServiceAccountToken)
                .filter(Objects::nonNull)
                .toList();
    }

    /** Neither those that the job has, nor those that its pods mount: which are the same. */
    private static void noSecretHoldsKeys(Environment environment, List<Pod> pods) {
        String uid = environment.jobs().get(JOB).getMetadata().getUid();
        List<Secret> secrets =
                environment.client().secrets().inNamespace(environment.jobs().namespace()).list().getItems().stream()
                        .filter(secret -> secret.getMetadata().getOwnerReferences().stream()
                                .anyMatch(owner -> owner.getUid().equals(uid)))
                        .toList();
        Set<String> names =
                secrets.stream().map(secret -> secret.getMetadata().getName()).collect(Collectors.toSet());
        assertThat(secrets)
                .isNotEmpty()
                .flatExtracting(secret -> secret.getData().values())
                .map(value -> new String(Base64.getDecoder().decode((String) value), StandardCharsets.ISO_8859_1))
                .allSatisfy(text -> assertThat(text).doesNotContain(access.secrets()));
        assertThat(pods.stream()
                        .flatMap(pod -> pod.getSpec().getVolumes().stream())
                        .map(Volume::getSecret)
                        .flatMap(Stream::ofNullable)
                        .map(secret -> secret.getSecretName()))
                .allSatisfy(name -> assertThat(names).contains(name));
    }

    @Test
    @Order(3)
    void k10TheStoreIsClearedWithTheSameIdentity(Environment environment) throws Exception {
        Jobs jobs = environment.jobs();
        String prefix =
                jobs.namespace() + "/" + JOB + "/" + jobs.get(JOB).getMetadata().getUid() + "/";
        assertThat(access.keys(prefix)).isNotEmpty();

        jobs.delete(JOB);

        assertThat(access.keys(prefix)).isEmpty();
        assertThat(given(environment)).containsKey(JOB + "-cleanup");
        assertThat(access.tokens().shown()).noneMatch(TokenService.Shown::opensCluster);
    }
}
