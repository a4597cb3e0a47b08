package dev.loopkeeper.operator.reconcile;

import dev.loopkeeper.operator.observe.NodeView;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Which nodes are ready, as the watch over them tells. Safe for all threads. */
final class NodeReadiness implements ResourceEventHandler<Node> {

    /** What ran on a node that was taken out of the cluster has gone by then. */
    static final Duration REMEMBERED = Duration.ofMinutes(10);

    private static final String DELETED = "NodeDeleted";

    private final Map<String, NodeView> nodes = new ConcurrentHashMap<>();
    private final Clock clock;

    NodeReadiness(Clock clock) {
        this.clock = clock;
    }

    @Override
    public void onAdd(Node node) {
        is(node.getMetadata().getName(), CachedNode.ready(node), CachedNode.reason(node));
    }

    @Override
    public void onUpdate(Node before, Node node) {
        onAdd(node);
    }

    @Override
    public void onDelete(Node node, boolean lastStateUnknown) {
        is(node.getMetadata().getName(), false, DELETED);
    }

    /** Kubelets write their nodes every few minutes: what is said again is no news. */
    private void is(String name, boolean ready, String reason) {
        nodes.compute(
                name,
                (_, before) -> new NodeView(
                        name,
                        ready,
                        ready ? "" : reason,
                        before != null && before.ready() == ready ? before.since() : clock.instant()));
    }

    /** All nodes that are there, and those that were deleted lately. */
    List<NodeView> views() {
        Instant forgotten = clock.instant().minus(REMEMBERED);
        nodes.values()
                .removeIf(node -> node.reason().equals(DELETED) && node.since().isBefore(forgotten));
        return List.copyOf(nodes.values());
    }

    /** Another watch begins, or none. */
    void forget() {
        nodes.clear();
    }
}
