package dev.loopkeeper.e2e.release;

import dev.loopkeeper.e2e.cluster.Programs;
import dev.loopkeeper.e2e.cluster.Project;
import dev.loopkeeper.e2e.cluster.Shell;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The chart as it is installed with Helm. */
public final class Release {

    /** The release's name, and that of the operator's Deployment. */
    public static final String NAME = "loopkeeper";

    private static final Duration LIMIT = Duration.ofMinutes(5);

    private final Path kubeconfig;
    private final String namespace;
    private final String jobs;

    /** @param jobs the namespace that is watched */
    public Release(Path kubeconfig, String namespace, String jobs) {
        this.kubeconfig = kubeconfig;
        this.namespace = namespace;
        this.jobs = jobs;
    }

    /** Installs it, or upgrades it, and waits until all of it is ready. */
    public void install(Images images, String... settings) {
        List<String> arguments = new ArrayList<>(List.of(
                "upgrade",
                "--install",
                // The definition outlives releases (K13), also those of earlier tests.
                "--take-ownership",
                "--wait",
                "--timeout",
                LIMIT.toSeconds() + "s",
                NAME,
                Project.ROOT.resolve("helm/loopkeeper").toString(),
                "--set",
                "images.operator=" + images.operator() + ",images.worker=" + images.worker(),
                "--set",
                "devStore.enabled=true,watchNamespaces={" + jobs + "}",
                // Two cores are enough for all tests.
                "--set",
                "resources.requests.cpu=20m,devStore.resources.requests.cpu=20m"));
        for (String setting : settings) {
            arguments.add("--set");
            arguments.add(setting);
        }
        helm(arguments);
    }

    /** Goes back to the revision before. */
    public void rollback() {
        helm(List.of("rollback", "--wait", "--timeout", LIMIT.toSeconds() + "s", NAME));
    }

    public void uninstall() {
        helm(List.of("uninstall", "--wait", "--timeout", LIMIT.toSeconds() + "s", NAME));
    }

    /** What {@code helm test} prints. */
    public String test() {
        return helm(List.of("test", "--timeout", LIMIT.toSeconds() + "s", NAME));
    }

    private String helm(List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Programs.of(kubeconfig, "helm"));
        command.addAll(List.of("--kubeconfig", kubeconfig.toString(), "--namespace", namespace));
        command.addAll(arguments);
        return Shell.run(LIMIT.plusMinutes(1), Map.of(), command.toArray(String[]::new));
    }
}
