package dev.loopkeeper.launcher.cluster;

import dev.loopkeeper.launcher.child.WorkerMemory;
import java.io.IOException;
import java.util.Map;

/**
 * What a pod tells its process by environment variables.
 *
 * @param node the node it runs on
 * @param address under which other pods reach it
 * @param memory of the container, in bytes
 */
record PodEnvironment(String node, String address, long memory) {

    private static final String NODE = "LOOPKEEPER_NODE";
    private static final String ADDRESS = "LOOPKEEPER_POD_IP";
    private static final String MEMORY = "LOOPKEEPER_MEMORY";

    /** @throws IOException with one line, if a variable is missing or no number */
    static PodEnvironment of(Map<String, String> variables) throws IOException {
        try {
            return new PodEnvironment(
                    text(variables, NODE), text(variables, ADDRESS), Long.parseLong(text(variables, MEMORY)));
        } catch (NumberFormatException e) {
            throw new IOException("the environment variable " + MEMORY + " is no number of bytes", e);
        }
    }

    private static String text(Map<String, String> variables, String name) throws IOException {
        String value = variables.get(name);
        if (value == null || value.isEmpty()) {
            throw new IOException("the environment variable " + name + " is missing; the operator sets it");
        }
        return value;
    }

    /** What the loops' logs may hold in memory, in bytes. */
    long logBytes() {
        return WorkerMemory.logBytes(WorkerMemory.of(memory).heap());
    }
}
