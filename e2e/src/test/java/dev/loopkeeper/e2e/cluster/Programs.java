package dev.loopkeeper.e2e.cluster;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where kubectl and helm are: built beside the kubeconfig of a throw-away cluster, else wherever this machine has them. */
public final class Programs {

    private Programs() {}

    /** The program's path or name. */
    public static String of(Path kubeconfig, String name) {
        Path beside = kubeconfig.toAbsolutePath().resolveSibling("bin").resolve(name);
        return Files.isExecutable(beside) ? beside.toString() : name;
    }
}
