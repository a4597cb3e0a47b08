package dev.loopkeeper.operator.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which values the chart takes, and which it refuses before anything of them reaches a cluster. */
final class ChartValuesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "unknown: 1",
                "replicas: 0",
                "crd: {instal: false}",
                "watchNamespaces: [Not_A_Name]",
                "watchNamespaces: all",
                "watchNodes: 'yes'",
                "images: {operator: ''}",
                "defaultStore: {endpoint: 'https://s3.example'}",
                "defaultStore: {endpoint: s3.example, secret: s3}",
                "defaultStore: {formerEndpoints: ['http://a,http://b']}",
                "devStore: {enable: true}",
                "metrics: {jobPodMonitors: {enabled: true, labels: {a: 'b=c'}}}",
                "metrics: {jobPodMonitors: {interval: soon}}"
            })
    void wrongValuesAreRefusedByTheSchema(String values) {
        assertThatThrownBy(() -> Chart.template(values)).hasMessageContaining("schema");
    }

    private static final String SHA256 = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "worker",
                "localhost/x",
                "loopkeeper/worker:0.1.0-SNAPSHOT",
                "registry:5000/a/b:1.2@sha256:" + SHA256,
                "worker@sha256:" + SHA256,
                "worker@sha512:" + SHA256 + SHA256,
                "Registry.Example.com/team-a/my__worker:V1_2.3-x",
                "10.0.0.1:5000/a--b/c.d",
                "[fd00::1]:5000/worker"
            })
    void imagesAreNamedAsAContainerRuntimeTakesThem(String image) {
        for (String name : List.of("operator", "worker")) {
            Container operator = operator(Chart.render("images: {" + name + ": '" + image + "'}"));
            String rendered = name.equals("operator")
                    ? operator.getImage()
                    : operator.getEnv().stream()
                            .filter(variable -> variable.getName().equals("LOOPKEEPER_WORKER_IMAGE"))
                            .findFirst()
                            .orElseThrow()
                            .getValue();
            assertThat(rendered).isEqualTo(image);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPPER@@",
                "UPPER",
                "team/Worker",
                "worker:",
                "worker:a:b",
                "https://registry.example/worker",
                "worker@sha256:0123",
                "worker@sha256:" + SHA256 + "00",
                "registry:port/worker",
                "worker -v",
                " worker",
                "/worker",
                "team//worker"
            })
    void wrongNamesOfImagesAreRefusedByTheSchema(String image) {
        for (String name : List.of("operator", "worker")) {
            assertThatThrownBy(() -> Chart.template("images: {" + name + ": '" + image + "'}"))
                    .hasMessageContaining("schema")
                    .hasMessageContaining("/images/" + name);
        }
    }

    /** As YAML, and as a decimal number. */
    @ParameterizedTest
    @CsvSource({
        "1, 1",
        "0, 0",
        "0.5, 0.5",
        "1e3, 1000",
        "671088640, 671088640",
        "'''1''', 1",
        "500m, 0.5",
        "'''1.5''', 1.5",
        "'''.5''', 0.5",
        "'''1e3''', 1000",
        "'''1E-1''', 0.1",
        "'''+2''', 2",
        "0.5Gi, 536870912",
        "640Mi, 671088640",
        "2k, 2000",
        "1G, 1000000000"
    })
    void quantitiesAreWrittenAsKubernetesTakesThem(String quantity, String number) {
        for (String kind : List.of("requests", "limits")) {
            for (String resource : List.of("cpu", "memory", "example.com/accelerator")) {
                Container operator =
                        operator(Chart.render("resources: {" + kind + ": {" + resource + ": " + quantity + "}}"));
                Map<String, Quantity> rendered = kind.equals("requests")
                        ? operator.getResources().getRequests()
                        : operator.getResources().getLimits();
                assertThat(rendered.get(resource).getNumericalAmount()).isEqualByComparingTo(number);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"abc", "-3", "'-3'", "-0.5Gi", "1 Gi", "1GB", "1gi", "640MB", "''", "Mi", "1.2.3", "1e", "true"})
    void wrongQuantitiesAreRefusedByTheSchema(String quantity) {
        for (String kind : List.of("requests", "limits")) {
            String resources = "resources: {" + kind + ": {memory: " + quantity + "}}";
            assertThatThrownBy(() -> Chart.template(resources))
                    .hasMessageContaining("schema")
                    .hasMessageContaining("/resources/" + kind + "/memory");
            assertThatThrownBy(() -> Chart.template("devStore: {enabled: true, " + resources + "}"))
                    .hasMessageContaining("schema")
                    .hasMessageContaining("/devStore/resources/" + kind + "/memory");
        }
    }

    /** By some of them the Deployment, its Service and its policy find the pods: which of two values counts would be left to each reader. */
    @Test
    void labelsOfTheChartAreRefusedAmongThoseOfTheUser() {
        List<HasMetadata> objects = Chart.render("");
        Deployment deployment = Chart.find(objects, Deployment.class, "loopkeeper");
        assertThat(deployment.getSpec().getTemplate().getMetadata().getLabels())
                .containsKeys("app.kubernetes.io/name", "app.kubernetes.io/instance")
                .allSatisfy((label, value) -> {
                    assertThatThrownBy(() -> Chart.template("podLabels: {a: b, " + label + ": evil}"))
                            .hasMessageContaining(
                                    "podLabels has the label %s, which the chart sets itself: leave it out", label);
                    assertThatThrownBy(() -> Chart.template(
                                    "metrics: {podMonitor: {enabled: true, labels: {" + label + ": evil}}}"))
                            .hasMessageContaining("metrics.podMonitor.labels has the label %s,", label);
                });
    }

    @Test
    void labelsOfTheUserStandBesideThoseOfTheChart() {
        List<HasMetadata> objects = Chart.render(
                "{podLabels: {team: a, example.com/tier: '1'}, metrics: {podMonitor: {enabled: true, labels: {release: prometheus}}}}");
        Deployment deployment = Chart.find(objects, Deployment.class, "loopkeeper");
        Map<String, String> own = deployment.getMetadata().getLabels();
        assertThat(deployment.getSpec().getTemplate().getMetadata().getLabels())
                .containsAllEntriesOf(own)
                .containsEntry("team", "a")
                .containsEntry("example.com/tier", "1")
                .hasSize(own.size() + 2);
        assertThat(objects)
                .filteredOn(object -> object.getKind().equals("PodMonitor"))
                .singleElement()
                .satisfies(monitor -> assertThat(monitor.getMetadata().getLabels())
                        .containsAllEntriesOf(own)
                        .containsEntry("release", "prometheus")
                        .hasSize(own.size() + 1));
    }

    /** Names of digits are text, in whatever way YAML would read them. */
    @Test
    void namesOfDigitsStayAsTheyAre(@TempDir Path folder) throws IOException {
        List<HasMetadata> objects = Chart.renderWithTests(
                "{watchNamespaces: ['007'], priorityClassName: '1e3', images: {operator: '0042', worker: '0043'},"
                        + " defaultStore: {endpoint: 'http://s3', secret: '008', bucket: '0099'}}",
                folder);
        PodSpec pod = Chart.find(objects, Deployment.class, "loopkeeper")
                .getSpec()
                .getTemplate()
                .getSpec();
        assertThat(pod.getPriorityClassName()).isEqualTo("1e3");
        assertThat(pod.getContainers().getFirst().getImage()).isEqualTo("0042");
        for (Class<? extends HasMetadata> type : List.of(Role.class, RoleBinding.class)) {
            for (String name : List.of("loopkeeper-jobs", "loopkeeper-test")) {
                assertThat(Chart.find(objects, type, name).getMetadata().getNamespace())
                        .isEqualTo("007");
            }
        }
        assertThat(Chart.find(objects, Role.class, "loopkeeper-own").getRules())
                .singleElement()
                .satisfies(rule -> assertThat(rule.getResourceNames()).containsExactly("008"));
        Container test = Chart.find(objects, Pod.class, "loopkeeper-test-job")
                .getSpec()
                .getContainers()
                .getFirst();
        assertThat(test.getImage()).isEqualTo("0042");
        assertThat(test.getArgs()).containsExactly("check-job", "007", "0099");
    }

    private static Container operator(List<HasMetadata> objects) {
        return Chart.find(objects, Deployment.class, "loopkeeper")
                .getSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .getFirst();
    }
}
