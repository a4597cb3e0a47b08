package dev.loopkeeper.e2e.scale;

import dev.loopkeeper.e2e.cluster.Project;
import dev.loopkeeper.e2e.cluster.Shell;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.opentest4j.TestAbortedException;

/** Nodes of the throw-away cluster whose pods run without a process. They are removed at the end. */
public final class SimulatedNodes implements AutoCloseable {

    /** What a pod needs in its specification to be placed on one, and nowhere else. */
    public static final String PLACEMENT =
            "{nodeSelector: {kwok.x-k8s.io/node: fake}, tolerations: [{key: kwok.x-k8s.io/node, operator: Exists}]}";

    private static final int PODS_OF_A_NODE = 250;
    private static final Duration FIRST_BUILD = Duration.ofMinutes(10);

    private final Path home;

    private SimulatedNodes(Path home) {
        this.home = home;
    }

    /**
     * Adds enough of them.
     *
     * @param kubeconfig of the cluster
     * @throws TestAbortedException with one line, if it is another kind of cluster
     */
    public static SimulatedNodes forPods(int pods, Path kubeconfig) {
        Path home = kubeconfig.toAbsolutePath().getParent();
        if (!Files.exists(home.resolve("run/nodes"))) {
            throw new TestAbortedException("skipped: nodes are simulated on the throw-away cluster only, and "
                    + kubeconfig + " is of another one");
        }
        if (!Files.isExecutable(home.resolve("bin/kwok")) && !Shell.succeeds(FIRST_BUILD, "go", "version")) {
            throw new TestAbortedException("skipped: there is no Go to build KWOK with, which simulates nodes");
        }
        SimulatedNodes nodes = new SimulatedNodes(home);
        // Half of the room stays free, for pods that are replaced.
        nodes.script(1 + 2 * pods / PODS_OF_A_NODE);
        return nodes;
    }

    private void script(int count) {
        Shell.run(
                FIRST_BUILD,
                Map.of("KUBE_HOME", home.toString()),
                Project.ROOT.resolve("e2e/kubernetes/cluster").toString(),
                "fake-nodes",
                Integer.toString(count));
    }

    @Override
    public void close() {
        script(0);
    }
}
