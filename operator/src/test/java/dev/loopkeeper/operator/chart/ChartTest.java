package dev.loopkeeper.operator.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.marcnuri.helm.LintResult;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBinding;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the chart makes of its values. */
final class ChartTest {

    private static Deployment operator(List<HasMetadata> objects) {
        return Chart.find(objects, Deployment.class, "loopkeeper");
    }

    private static String environment(Deployment deployment, String name) {
        return deployment.getSpec().getTemplate().getSpec().getContainers().getFirst().getEnv().stream()
                .filter(variable -> variable.getName().equals(name))
                .map(EnvVar::getValue)
                .findFirst()
                .orElse(null);
    }

    @Test
    void isWellFormed() {
        LintResult lint = Chart.helm().lint().strict().call();
        assertThat(lint.getMessages()).noneMatch(message -> message.contains("[ERROR]"));
        assertThat(lint.isFailed()).as("%s", lint.getMessages()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "devStore: {enabled: true}"})
    void everythingRunsUnderRestrictedPodSecurity(String values) {
        List<HasMetadata> objects = Chart.render(values);
        assertThat(objects.stream().filter(Deployment.class::isInstance).toList())
                .isNotEmpty()
                .allSatisfy(object -> {
                    PodSpec pod = ((Deployment) object).getSpec().getTemplate().getSpec();
                    assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
                    assertThat(pod.getSecurityContext().getSeccompProfile().getType())
                            .isEqualTo("RuntimeDefault");
                    for (Container container : pod.getContainers()) {
                        assertThat(container.getSecurityContext().getAllowPrivilegeEscalation())
                                .isFalse();
                        assertThat(container.getSecurityContext().getReadOnlyRootFilesystem())
                                .isTrue();
                        assertThat(container
                                        .getSecurityContext()
                                        .getCapabilities()
                                        .getDrop())
                                .containsExactly("ALL");
                    }
                });
    }

    @Test
    void k11NothingMayListOrWatchSecrets() {
        for (String values : List.of("", "watchNamespaces: [a, b]", "{replicas: 2, devStore: {enabled: true}}")) {
            assertThat(rules(Chart.render(values)))
                    .filteredOn(rule -> rule.getResources().contains("secrets"))
                    .isNotEmpty()
                    .noneMatch(rule -> rule.getVerbs().contains("list")
                            || rule.getVerbs().contains("watch")
                            || rule.getVerbs().contains("*"));
        }
    }

    @Test
    void rightsAreNamedOneByOne() {
        assertThat(rules(Chart.render(""))).allSatisfy(rule -> {
            assertThat(rule.getVerbs()).doesNotContain("*");
            assertThat(rule.getResources()).doesNotContain("*", "pods/log", "pods/exec", "nodes");
            assertThat(rule.getApiGroups()).doesNotContain("*");
        });
    }

    @Test
    void k11NodesAreWatchedOnlyWhereThatIsAskedFor() {
        for (String namespaces : List.of("", ", watchNamespaces: [a, b]")) {
            List<HasMetadata> without = Chart.render("{watchNodes: false" + namespaces + "}");
            assertThat(rules(without)).noneMatch(rule -> rule.getResources().contains("nodes"));
            assertThat(environment(operator(without), "LOOPKEEPER_WATCH_NODES")).isNull();

            List<HasMetadata> with = Chart.render("{watchNodes: true" + namespaces + "}");
            assertThat(environment(operator(with), "LOOPKEEPER_WATCH_NODES")).isEqualTo("true");
            assertThat(rules(with))
                    .filteredOn(rule -> rule.getResources().contains("nodes"))
                    .singleElement()
                    .satisfies(rule -> {
                        assertThat(rule.getResources()).containsExactly("nodes");
                        assertThat(rule.getVerbs()).containsExactly("list", "watch");
                    });
            ClusterRoleBinding binding =
                    Chart.find(with, ClusterRoleBinding.class, "loopkeeper-system-loopkeeper-nodes");
            assertThat(binding.getRoleRef().getName())
                    .isEqualTo(Chart.find(with, ClusterRole.class, "loopkeeper-system-loopkeeper-nodes")
                            .getMetadata()
                            .getName());
            assertThat(binding.getSubjects())
                    .singleElement()
                    .satisfies(account -> assertThat(account.getNamespace()).isEqualTo("loopkeeper-system"));
        }
    }

    /** A budget for workers would block every drain; the operator could not make one. */
    @Test
    void k12NoBudgetIsMadeForWorkers() {
        assertThat(rules(Chart.render("{replicas: 2, devStore: {enabled: true}}")))
                .noneMatch(rule -> rule.getResources().contains("poddisruptionbudgets"));
    }

    private static List<PolicyRule> rules(List<HasMetadata> objects) {
        return objects.stream()
                .flatMap(object -> switch (object) {
                    case Role role -> role.getRules().stream();
                    case ClusterRole role -> role.getRules().stream();
                    default -> Stream.<PolicyRule>empty();
                })
                .toList();
    }

    @Test
    void watchesAllNamespacesByDefault() {
        List<HasMetadata> objects = Chart.render("");
        assertThat(environment(operator(objects), "LOOPKEEPER_WATCH_NAMESPACES"))
                .isEqualTo("JOSDK_ALL_NAMESPACES");
        Chart.find(objects, ClusterRole.class, "loopkeeper-system-loopkeeper-jobs");
    }

    @Test
    void watchesNamedNamespacesWithRolesInTheseOnly() {
        List<HasMetadata> objects = Chart.render("watchNamespaces: [a, b]");
        assertThat(environment(operator(objects), "LOOPKEEPER_WATCH_NAMESPACES"))
                .isEqualTo("a,b");
        assertThat(objects)
                .noneMatch(object -> object instanceof ClusterRole
                        && object.getMetadata().getName().endsWith("-jobs"));
        assertThat(objects.stream().filter(RoleBinding.class::isInstance))
                .extracting(object -> object.getMetadata().getNamespace())
                .containsExactly("a", "b");
    }

    @Test
    void jobsPullTheChartsImageAsTheChartDoes() {
        assertThat(environment(operator(Chart.render("")), "LOOPKEEPER_WORKER_PULL_POLICY"))
                .isEqualTo("IfNotPresent");
        assertThat(environment(operator(Chart.render("images: {pullPolicy: Always}")), "LOOPKEEPER_WORKER_PULL_POLICY"))
                .isEqualTo("Always");
    }

    @Test
    void k24OneReplicaWorksWithoutAnElection() {
        Deployment one = operator(Chart.render(""));
        assertThat(one.getSpec().getStrategy().getType()).isEqualTo("Recreate");
        assertThat(environment(one, "LOOPKEEPER_LEADER_ELECTION")).isEqualTo("false");
        assertThat(Chart.render("")).noneMatch(PodDisruptionBudget.class::isInstance);
    }

    @Test
    void k24SeveralReplicasElectOneAndKeepApart() {
        List<HasMetadata> objects = Chart.render("replicas: 2");
        Deployment two = operator(objects);
        assertThat(environment(two, "LOOPKEEPER_LEADER_ELECTION")).isEqualTo("true");
        assertThat(two.getSpec().getTemplate().getSpec().getAffinity().getPodAntiAffinity())
                .isNotNull();
        assertThat(two.getSpec().getTemplate().getSpec().getTolerations())
                .filteredOn(toleration -> toleration.getKey().equals("node.kubernetes.io/unreachable"))
                .singleElement()
                .satisfies(toleration ->
                        assertThat(toleration.getTolerationSeconds()).isEqualTo(5));
        assertThat(objects).anyMatch(PodDisruptionBudget.class::isInstance);
        Role own = Chart.find(objects, Role.class, "loopkeeper-own");
        assertThat(own.getRules()).anyMatch(rule -> rule.getResources().contains("leases"));
    }

    /** Two releases in one namespace must not choose one leader for both. */
    @Test
    void k24EachReleaseHasALeaseOfItsOwn() {
        for (String release : List.of("loopkeeper", "team-a")) {
            List<HasMetadata> objects = Chart.render(release, "replicas: 2");
            String name = release.equals("loopkeeper") ? release : "team-a-loopkeeper";
            assertThat(environment(Chart.find(objects, Deployment.class, name), "LOOPKEEPER_LEASE"))
                    .isEqualTo(name);
            assertThat(Chart.find(objects, Role.class, name + "-own").getRules())
                    .filteredOn(rule -> rule.getVerbs().contains("update"))
                    .singleElement()
                    .satisfies(rule -> assertThat(rule.getResourceNames()).containsExactly(name));
        }
    }

    @Test
    void k15JobsGetPodMonitorsOnlyWhereThatIsAskedFor() {
        List<HasMetadata> plain = Chart.render("");
        assertThat(environment(operator(plain), "LOOPKEEPER_JOB_POD_MONITORS_ENABLED"))
                .isNull();
        assertThat(rules(plain)).noneMatch(rule -> rule.getResources().contains("podmonitors"));
        for (String more : List.of("", ", watchNamespaces: [a, b]")) {
            List<HasMetadata> objects = Chart.render(
                    "{metrics: {jobPodMonitors: {enabled: true, interval: 15s, labels: {release: prometheus, team: a}}}"
                            + more + "}");
            Deployment operator = operator(objects);
            assertThat(environment(operator, "LOOPKEEPER_JOB_POD_MONITORS_ENABLED"))
                    .isEqualTo("true");
            assertThat(environment(operator, "LOOPKEEPER_JOB_POD_MONITORS_INTERVAL"))
                    .isEqualTo("15s");
            assertThat(environment(operator, "LOOPKEEPER_JOB_POD_MONITORS_LABELS"))
                    .isEqualTo("release=prometheus,team=a");
            assertThat(rules(objects))
                    .filteredOn(rule -> rule.getResources().contains("podmonitors"))
                    .isNotEmpty()
                    .allSatisfy(rule -> assertThat(rule.getVerbs()).containsExactly("create", "patch"));
        }
        assertThat(environment(
                        operator(Chart.render("metrics: {jobPodMonitors: {enabled: true}}")),
                        "LOOPKEEPER_JOB_POD_MONITORS_LABELS"))
                .isNull();
    }

    @Test
    void k16TheStoreForAFirstTryIsTheDefaultOneWithARandomPassword() {
        List<HasMetadata> objects = Chart.render("devStore: {enabled: true}");
        Secret first = Chart.find(objects, Secret.class, "loopkeeper-dev-store");
        Secret second = Chart.find(Chart.render("devStore: {enabled: true}"), Secret.class, "loopkeeper-dev-store");
        assertThat(first.getData().get("secretAccessKey"))
                .isNotEqualTo(second.getData().get("secretAccessKey"));
        assertThat(environment(operator(objects), "LOOPKEEPER_DEFAULT_STORE_ENDPOINT"))
                .isEqualTo("http://loopkeeper-dev-store.loopkeeper-system.svc:9000");
        assertThat(environment(operator(objects), "LOOPKEEPER_DEFAULT_STORE_SECRET"))
                .isEqualTo("loopkeeper-dev-store");
        assertThat(Chart.render("")).noneMatch(Secret.class::isInstance);
    }

    @Test
    void k19TheDefaultStoreIsToldWithItsEarlierAddresses() {
        String former = "LOOPKEEPER_DEFAULT_STORE_FORMER_ENDPOINTS";
        String store = "defaultStore: {endpoint: 'https://s3.new', secret: s3";
        assertThat(environment(operator(Chart.render(store + "}")), former)).isNull();
        String earlier = ", formerEndpoints: ['http://s3.old:9000', 'https://s3.older']}";
        assertThat(environment(operator(Chart.render(store + earlier)), former))
                .isEqualTo("http://s3.old:9000,https://s3.older");
    }

    /** The store's values, and where the test's job writes to. */
    @ParameterizedTest
    @CsvSource({
        "'devStore: {enabled: true}', loopkeeper",
        "'defaultStore: {endpoint: http://s3, secret: s3, bucket: jobs}', jobs",
        "'defaultStore: {endpoint: http://s3, secret: s3, bucket: jobs, prefix: team-a/loops}', jobs/team-a/loops"
    })
    void theTestsJobKeepsToThePlaceOfTheDefaultStore(String values, String place, @TempDir Path folder)
            throws IOException {
        Pod test = Chart.find(Chart.renderWithTests(values, folder), Pod.class, "loopkeeper-test-job");
        assertThat(test.getSpec().getContainers().getFirst().getArgs())
                .containsExactly("check-job", "loopkeeper-system", place);
    }

    /** Rendered without the cluster, the chart cannot know the password that is there. */
    @Test
    void k16TheNotesSayWhatChangesThePasswordOfTheStoreForAFirstTry() {
        assertThat(Chart.notes("devStore.enabled=true")).contains("helm template and Argo CD");
        assertThat(Chart.notes()).contains("there is no default").doesNotContain("helm template");
    }
}
