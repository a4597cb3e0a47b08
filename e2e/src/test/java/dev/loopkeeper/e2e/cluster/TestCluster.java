package dev.loopkeeper.e2e.cluster;

import java.nio.file.Path;

/** A cluster to test on. */
public interface TestCluster extends AutoCloseable {

    /** What it is, for people. */
    String description();

    /** How to reach it. */
    Path kubeconfig();

    /** Makes the image of this archive known to all nodes. */
    void load(Path archive);

    /** Whether {@link #kill} can be done. */
    boolean reachesNodes();

    /**
     * Ends the process of a container as a crash would.
     *
     * @param node its name
     * @param containerId as the container's status has it, without the runtime's name
     */
    void kill(String node, String containerId);

    @Override
    default void close() {}
}
