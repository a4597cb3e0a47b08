package dev.loopkeeper.engine.coordinator.region;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The nodes on which workers of a region have fallen silent: for a while their replacements are placed elsewhere (K2). Not for ever, for a node that has
 * come back is as good as any, and a cluster may have no others. Belongs to the coordinator's thread.
 */
final class AvoidedNodes {

    /** How long a node is avoided. */
    static final long MILLIS = 120_000;

    private final Map<String, Long> until = new LinkedHashMap<>();

    /** A worker on this node has fallen silent. */
    void silent(String node, long now) {
        until.put(node, now + MILLIS);
    }

    /** A worker on this node was heard; whether the node was avoided. */
    boolean heard(String node) {
        return until.remove(node) != null;
    }

    /** Those that are avoided now. */
    List<String> at(long now) {
        until.values().removeIf(end -> end <= now);
        return List.copyOf(until.keySet());
    }
}
