package dev.loopkeeper.e2e.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.testcontainers.k3s.K3sContainer;
import org.testcontainers.utility.DockerImageName;
import org.testcontainers.utility.MountableFile;

/** K3s in a container of Docker. */
final class K3sCluster implements TestCluster {

    private static final String IMAGE = "rancher/k3s:v1.34.4-k3s1";
    private static final Duration PULL = Duration.ofMinutes(5);
    private static final Duration ANSWER = Duration.ofSeconds(20);

    private final K3sContainer container;
    private final Path kubeconfig;

    private K3sCluster(K3sContainer container, Path kubeconfig) {
        this.container = container;
        this.kubeconfig = kubeconfig;
    }

    /** Whether Docker runs and has the image, or gets it. */
    static boolean available() {
        return Shell.succeeds(ANSWER, "docker", "info")
                && (Shell.succeeds(ANSWER, "docker", "image", "inspect", IMAGE)
                        || Shell.succeeds(PULL, "docker", "pull", "--quiet", IMAGE));
    }

    static TestCluster start() {
        K3sContainer container = new K3sContainer(DockerImageName.parse(IMAGE));
        container.start();
        try {
            Path kubeconfig = Files.createTempFile("k3s", ".yaml");
            Files.writeString(kubeconfig, container.getKubeConfigYaml());
            return new K3sCluster(container, kubeconfig);
        } catch (IOException e) {
            container.stop();
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String description() {
        return "K3s in Docker, " + IMAGE;
    }

    @Override
    public Path kubeconfig() {
        return kubeconfig;
    }

    @Override
    public void load(Path archive) {
        container.copyFileToContainer(MountableFile.forHostPath(archive), "/tmp/image.tar");
        inContainer("ctr", "-n", "k8s.io", "images", "import", "/tmp/image.tar");
    }

    @Override
    public boolean reachesNodes() {
        return true;
    }

    @Override
    public void kill(String node, String containerId) {
        inContainer("ctr", "-n", "k8s.io", "tasks", "kill", "-s", "SIGKILL", containerId);
    }

    private void inContainer(String... command) {
        try {
            var result = container.execInContainer(command);
            if (result.getExitCode() != 0) {
                throw new IllegalStateException(String.join(" ", command) + ": " + result.getStderr());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    @Override
    public void close() {
        container.stop();
    }
}
