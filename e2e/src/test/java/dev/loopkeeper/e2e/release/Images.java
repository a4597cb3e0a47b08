package dev.loopkeeper.e2e.release;

import dev.loopkeeper.e2e.cluster.ClusterChoice;
import dev.loopkeeper.e2e.cluster.Project;
import dev.loopkeeper.e2e.cluster.Shell;
import dev.loopkeeper.e2e.cluster.TestCluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * The images under test.
 *
 * @param operator the operator's
 * @param worker of coordinators and workers
 */
public record Images(String operator, String worker) {

    private static final Duration BUILD = Duration.ofMinutes(10);

    /** Builds them as the README says, and loads them. */
    public static Images build(TestCluster cluster) {
        return ClusterChoice.imagesGiven()
                ? new Images(System.getenv(ClusterChoice.OPERATOR_IMAGE), System.getenv(ClusterChoice.WORKER_IMAGE))
                : new Images(build(cluster, "operator"), build(cluster, "worker-image"));
    }

    private static String build(TestCluster cluster, String module) {
        Path archive = archive(module);
        String printed = Shell.run(
                BUILD, Map.of(), Project.ROOT.resolve(module + "/image").toString(), "--output", archive.toString());
        cluster.load(archive);
        return printed.strip().lines().reduce((_, last) -> last).orElseThrow();
    }

    private static Path archive(String module) {
        return Project.TARGET.resolve(module + ".tar");
    }

    /** The same contents under names of a second build, as after an upgrade. */
    public Images second(TestCluster cluster) {
        return new Images(renamed(cluster, "operator", operator), renamed(cluster, "worker-image", worker));
    }

    private static String renamed(TestCluster cluster, String module, String name) {
        String second = name + "-second";
        Path folder = Project.TARGET.resolve(module + "-second");
        Path renamed = Project.TARGET.resolve(module + "-second.tar");
        try {
            Shell.run(BUILD, Map.of(), "rm", "-rf", folder.toString());
            Files.createDirectories(folder);
            Shell.run(BUILD, Map.of(), "tar", "-xf", archive(module).toString(), "-C", folder.toString());
            for (String file : new String[] {"manifest.json", "index.json"}) {
                Path description = folder.resolve(file);
                if (Files.exists(description)) {
                    Files.writeString(description, Files.readString(description).replace(tag(name), tag(second)));
                }
            }
            Shell.run(BUILD, Map.of(), "tar", "-cf", renamed.toString(), "-C", folder.toString(), ".");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        cluster.load(renamed);
        return second;
    }

    private static String tag(String name) {
        return name.substring(name.lastIndexOf(':') + 1);
    }
}
