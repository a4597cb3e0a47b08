package dev.loopkeeper.operator.decide;

import dev.loopkeeper.operator.observe.NodeSight;
import dev.loopkeeper.operator.observe.NodeView;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which nodes coordinators are given a hint about (K1): those that are not ready or gone, unless the control plane is more likely at fault than they.
 * An API server that was away for half a minute makes every node NotReady for seconds. Where the network was away with it, workers are silent at the same
 * time, and a hint would have them replaced that come back in that moment.
 */
public final class NodeSuspicion {

    /** The node controller looks at all nodes every 5 s: those that fell silent with one are seen by then. */
    public static final Duration SETTLED = Duration.ofSeconds(5);

    /** Kubelets give a sign of life every 10 s, and are looked at every 5 s: those that stop together are declared NotReady within this time. */
    private static final Duration TOGETHER = Duration.ofSeconds(15);

    /** A watch is opened anew every few minutes, which is no gap. */
    static final Duration GAP = Duration.ofSeconds(5);

    private NodeSuspicion() {}

    /**
     * Their names, in their order, and why.
     *
     * @param sight null if the nodes were never seen
     */
    public static SortedMap<String, String> suspected(
            Collection<NodeView> nodes, @Nullable NodeSight sight, Instant now) {
        SortedMap<String, String> suspected = new TreeMap<>();
        List<NodeView> unready = nodes.stream().filter(node -> !node.ready()).toList();
        boolean none = unready.size() == nodes.size();
        if (sight == null || blind(sight, now) || none) {
            return suspected;
        }
        for (NodeView node : unready) {
            Instant since = node.since().isAfter(sight.since()) ? node.since() : sight.since();
            boolean settled = !since.plus(SETTLED).isAfter(now);
            if (settled && !SelfSuspicion.many(together(node, unready), nodes.size())) {
                suspected.put(node.name(), node.reason());
            }
        }
        return suspected;
    }

    /** How many became not ready about the time that this one did, itself included. */
    private static int together(NodeView node, List<NodeView> unready) {
        return (int) unready.stream()
                .filter(other ->
                        Duration.between(node.since(), other.since()).abs().compareTo(TOGETHER) <= 0)
                .count();
    }

    /** What is remembered of a time without sight may be long over (K5). */
    private static boolean blind(NodeSight sight, Instant now) {
        return Duration.between(sight.until(), now).compareTo(GAP) > 0;
    }

    /** What was seen until now, if nodes are seen now or not. */
    public static @Nullable NodeSight sight(@Nullable NodeSight before, boolean seen, Instant now) {
        if (!seen) {
            return before;
        }
        return new NodeSight(before == null || blind(before, now) ? now : before.since(), now);
    }
}
