package dev.loopkeeper.e2e;

import dev.loopkeeper.e2e.cluster.ClusterChoice;
import dev.loopkeeper.e2e.cluster.TestCluster;
import dev.loopkeeper.e2e.release.Images;
import dev.loopkeeper.e2e.release.Release;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** A cluster with the chart installed, for all tests of a run. Jobs are in a namespace that enforces restricted Pod Security, as the operator is. */
final class Environment implements AutoCloseable {

    private static final long DELETION_SECONDS = 120;

    private final TestCluster cluster;
    private final KubernetesClient client;
    private final Images images;
    private final Release release;
    private final String system;
    private final String namespace;

    private Environment(TestCluster cluster, KubernetesClient client, Images images, String name) {
        this.cluster = cluster;
        this.client = client;
        this.images = images;
        this.system = name;
        this.namespace = name + "-jobs";
        this.release = new Release(cluster.kubeconfig(), system, namespace);
    }

    static Environment open() throws Exception {
        TestCluster cluster = ClusterChoice.open();
        System.out.println("tests on " + cluster.description());
        try {
            Images images = Images.build(cluster);
            KubernetesClient client = new KubernetesClientBuilder()
                    .withConfig(Config.fromKubeconfig(cluster.kubeconfig().toFile()))
                    .build();
            String name = String.format(
                    Locale.ROOT, "lk-e2e-%04x", ThreadLocalRandom.current().nextInt(1 << 16));
            Environment environment = new Environment(cluster, client, images, name);
            environment.createNamespace(environment.system);
            environment.createNamespace(environment.namespace);
            environment.release.install(images);
            return environment;
        } catch (RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    private void createNamespace(String name) {
        client.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .addToLabels("pod-security.kubernetes.io/enforce", "restricted")
                        .endMetadata()
                        .build())
                .create();
    }

    TestCluster cluster() {
        return cluster;
    }

    KubernetesClient client() {
        return client;
    }

    Images images() {
        return images;
    }

    Release release() {
        return release;
    }

    /** Where the operator is. */
    String system() {
        return system;
    }

    Jobs jobs() {
        return new Jobs(client, namespace, system);
    }

    Bucket bucket() {
        return Bucket.open(client, cluster.kubeconfig(), system);
    }

    @Override
    public void close() {
        // Jobs first: their finalizers need the operator.
        jobs().deleteAll();
        release.uninstall();
        for (String name : new String[] {namespace, system}) {
            client.namespaces().withName(name).delete();
        }
        for (String name : new String[] {namespace, system}) {
            client.namespaces()
                    .withName(name)
                    .waitUntilCondition(there -> there == null, DELETION_SECONDS, TimeUnit.SECONDS);
        }
        client.close();
        cluster.close();
    }
}
