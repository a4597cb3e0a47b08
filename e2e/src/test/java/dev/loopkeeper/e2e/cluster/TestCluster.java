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

    /** Whether it has three nodes or more, and {@link #cut} can be done. */
    default boolean losesNodes() {
        return false;
    }

    /** Cuts a node off, as if its network cable were out: all on it runs on, and nobody hears of it. */
    default void cut(String node) {
        throw new UnsupportedOperationException("no node of " + description() + " can be cut off");
    }

    /** Undoes {@link #cut}. */
    default void join(String node) {
        throw new UnsupportedOperationException("no node of " + description() + " can be cut off");
    }

    @Override
    default void close() {}
}
