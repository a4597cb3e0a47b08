package dev.loopkeeper.launcher;

import dev.loopkeeper.launcher.child.ChildMain;
import dev.loopkeeper.launcher.cluster.ClusterMain;
import java.util.List;

/**
 * Where each process of Loopkeeper begins: one of a pod, a child of a local run, or the {@code loopkeeper} command. Coordinators and workers start
 * again and again: what only the command needs is not loaded for them.
 */
public final class Main {

    private Main() {}

    /** Runs what the arguments say, and ends the process with its exit code. */
    public static void main(String[] arguments) {
        System.exit(ClusterMain.run(List.of(arguments))
                .or(() -> ChildMain.run(arguments))
                .orElseGet(() -> CommandClasses.run(arguments)));
    }
}
