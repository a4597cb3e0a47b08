package dev.loopkeeper.e2e.cluster;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** The cluster of KUBECONFIG. A command, if one is given, loads archives of images there. */
final class GivenCluster implements TestCluster {

    /** The command; the archive's path is added to it. */
    static final String LOAD = "LOOPKEEPER_E2E_LOAD";

    private static final Duration LIMIT = Duration.ofMinutes(5);

    private final Path kubeconfig;

    GivenCluster(Path kubeconfig) {
        this.kubeconfig = kubeconfig;
    }

    @Override
    public String description() {
        return "the cluster of " + kubeconfig;
    }

    @Override
    public Path kubeconfig() {
        return kubeconfig;
    }

    @Override
    public void load(Path archive) {
        Shell.run(LIMIT, Map.of(), "bash", "-c", System.getenv(LOAD) + " '" + archive + "'");
    }

    @Override
    public boolean reachesNodes() {
        return false;
    }

    @Override
    public void kill(String node, String containerId) {
        throw new UnsupportedOperationException("the nodes of " + description() + " cannot be reached");
    }
}
