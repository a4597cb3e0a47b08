package dev.loopkeeper.operator.reconcile;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.NodeCondition;
import java.util.Optional;

/** What is kept of a node: its name, and whether it is ready (K25). Its list of images alone takes kilobytes. */
final class CachedNode {

    private static final String READY = "Ready";

    private CachedNode() {}

    static Node of(Node node) {
        return new NodeBuilder()
                .withNewMetadata()
                .withName(node.getMetadata().getName())
                .withResourceVersion(node.getMetadata().getResourceVersion())
                .endMetadata()
                .withNewStatus()
                .withConditions(readiness(node).stream().toList())
                .endStatus()
                .build();
    }

    static boolean ready(Node node) {
        return readiness(node)
                .map(condition -> "True".equals(condition.getStatus()))
                .orElse(false);
    }

    /** Why it is not ready, in one word. */
    static String reason(Node node) {
        return readiness(node).map(NodeCondition::getReason).orElse("NoReadyCondition");
    }

    private static Optional<NodeCondition> readiness(Node node) {
        return node.getStatus() == null
                ? Optional.empty()
                : node.getStatus().getConditions().stream()
                        .filter(condition -> READY.equals(condition.getType()))
                        .findFirst();
    }
}
