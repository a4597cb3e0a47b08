package dev.loopkeeper.operator.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** On which versions of Kubernetes the chart is installed, and that it is rendered without one of them. */
final class KubernetesVersionTest {

    /** What a cluster says of itself to everybody, as far as Helm asks: its version, and one kind. */
    private static final Map<String, String> DISCOVERY = Map.of(
            "/api", "{'kind': 'APIVersions', 'versions': []}",
            "/apis",
                    "{'kind': 'APIGroupList', 'apiVersion': 'v1', 'groups': [{'name': 'apps', 'versions': [{'groupVersion': 'apps/v1', 'version': 'v1'}]}]}",
            "/apis/apps/v1",
                    "{'kind': 'APIResourceList', 'apiVersion': 'v1', 'groupVersion': 'apps/v1', 'resources': [{'name': 'deployments', 'namespaced': true, 'kind': 'Deployment', 'verbs': ['get']}]}");

    /** 1.20 is what a Helm assumes that was built from its modules. */
    @ParameterizedTest
    @ValueSource(strings = {"1.20.0", "1.28.0", "1.34.0"})
    void isRenderedWithoutAClusterWhateverVersionHelmAssumes(String version) {
        assertThat(Chart.renderFor(version)).hasSameSizeAs(Chart.render(""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"v1.20.0", "v1.28.15", "v1.28.9-gke.1000", "v1.28.15+k3s1"})
    void isNotInstalledOnAClusterThatIsTooOld(String version) throws IOException {
        assertThatThrownBy(() -> tryOnClusterOf(version))
                .hasMessageContaining(
                        "Loopkeeper needs Kubernetes 1.29 or newer, and this cluster has %s: upgrade", version);
    }

    /** These clusters have nothing that an installation needs after the chart is rendered: that is what is said. */
    @ParameterizedTest
    @ValueSource(strings = {"v1.29.0", "v1.29.0-eks-a5565ad", "v1.29.0-rc.1", "v1.31.4+k3s1", "v2.0.0"})
    void isInstalledOnAClusterThatIsRecentEnough(String version) {
        assertThatThrownBy(() -> tryOnClusterOf(version))
                .hasMessageContaining("unable to build kubernetes objects")
                .hasMessageNotContaining("needs Kubernetes");
    }

    /** Helm itself would refuse to render by it, too. */
    @Test
    void theChartAsksHelmForNoVersion() {
        assertThat(Chart.helm().show().chart().call()).doesNotContain("kubeVersion");
    }

    private static void tryOnClusterOf(String version) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String path = exchange.getRequestURI().getPath();
            String answer = path.equals("/version") ? "{'gitVersion': '" + version + "'}" : DISCOVERY.get(path);
            byte[] body = (answer == null ? "{}" : answer).replace('\'', '"').getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(answer == null ? 404 : 200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        try {
            Chart.tryInstallation("""
                    apiVersion: v1
                    kind: Config
                    current-context: stub
                    clusters: [{name: stub, cluster: {server: 'http://127.0.0.1:%d'}}]
                    users: [{name: stub, user: {}}]
                    contexts: [{name: stub, context: {cluster: stub, user: stub}}]
                    """.formatted(server.getAddress().getPort()));
        } finally {
            server.stop(0);
        }
    }
}
