package dev.loopkeeper.e2e.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** A cluster of {@code kubernetes/cluster}. One that runs already is used and left running. */
final class ThrowAwayCluster implements TestCluster {

    private static final Path SCRIPT = Project.ROOT.resolve("e2e/kubernetes/cluster");
    /** What a job loses with one of them finds room on another, and a third is there for what must not be lost. */
    private static final int NODES = 3;

    private static final Duration FIRST_BUILD = Duration.ofMinutes(30);
    private static final Duration COMMAND = Duration.ofMinutes(3);

    private final Path home;
    private final boolean ours;

    private ThrowAwayCluster(Path home, boolean ours) {
        this.home = home;
        this.ours = ours;
    }

    /** The folder of programs and state. */
    static Path home() {
        return Path.of(System.getenv().getOrDefault("KUBE_HOME", "/var/lib/loopkeeper-kube"));
    }

    /** What this machine lacks for one; empty if nothing. */
    static Optional<String> missing() {
        if (!Files.exists(Path.of("/etc/debian_version"))) {
            return Optional.of("this machine has no Debian");
        }
        if (!"root".equals(System.getProperty("user.name"))) {
            return Optional.of("this user is not root");
        }
        boolean built = Files.isExecutable(home().resolve("bin/kubelet"));
        return built || Shell.succeeds(COMMAND, "go", "version")
                ? Optional.empty()
                : Optional.of("there is no Go to build Kubernetes with");
    }

    /** The one whose kubeconfig this is; empty if it is of another kind of cluster, or does not run. */
    static Optional<TestCluster> of(Path kubeconfig) {
        Path folder = kubeconfig.toAbsolutePath().getParent();
        boolean running = folder != null
                && Files.exists(folder.resolve("run/nodes"))
                && Shell.succeeds(
                        COMMAND,
                        folder.resolve("bin/kubectl").toString(),
                        "--kubeconfig",
                        kubeconfig.toString(),
                        "get",
                        "nodes");
        return running ? Optional.of(new ThrowAwayCluster(folder, false)) : Optional.empty();
    }

    static TestCluster start() {
        Optional<TestCluster> running = of(home().resolve("kubeconfig"));
        if (running.isPresent()) {
            return running.get();
        }
        ThrowAwayCluster cluster = new ThrowAwayCluster(home(), true);
        cluster.script(FIRST_BUILD, "up", Integer.toString(NODES));
        return cluster;
    }

    private void script(Duration limit, String... arguments) {
        String[] command = new String[arguments.length + 1];
        command[0] = SCRIPT.toString();
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        Shell.run(limit, Map.of("KUBE_HOME", home.toString()), command);
    }

    @Override
    public String description() {
        return "the throw-away cluster in " + home + (ours ? "" : ", which ran already");
    }

    @Override
    public Path kubeconfig() {
        return home.resolve("kubeconfig");
    }

    @Override
    public void load(Path archive) {
        script(COMMAND, "load", archive.toString());
    }

    @Override
    public boolean reachesNodes() {
        return true;
    }

    @Override
    public void kill(String node, String containerId) {
        script(COMMAND, "kill", number(node), containerId);
    }

    @Override
    public boolean losesNodes() {
        try {
            return Integer.parseInt(Files.readString(home.resolve("run/nodes")).strip()) >= NODES;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void cut(String node) {
        script(COMMAND, "node-cut", number(node));
    }

    @Override
    public void join(String node) {
        script(COMMAND, "node-join", number(node));
    }

    private static String number(String node) {
        return node.replace("node", "");
    }

    @Override
    public void close() {
        if (ours) {
            script(COMMAND, "down");
        }
    }
}
