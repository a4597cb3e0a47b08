package dev.loopkeeper.operator.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.loopkeeper.crds.v1alpha1.PodTemplate;
import dev.loopkeeper.operator.observe.Component;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The coordinator's template, for the pod that clears the store: that needs the same access to it (K10, K16). */
final class CleanupTemplate {

    /** What a template may say of its main container (K20) that is for the process of a coordinator alone. */
    private static final List<String> OF_COORDINATORS = List.of("command", "ports", "readinessProbe", "lifecycle");

    private CleanupTemplate() {}

    /**
     * The template with its main container under the other name, without what only a coordinator has, and with no other container: what runs beside it
     * would hold up the pod's end.
     *
     * @param coordinator is not changed
     */
    static @Nullable PodTemplate of(@Nullable PodTemplate coordinator) {
        if (coordinator == null || coordinator.spec() == null) {
            return coordinator;
        }
        ObjectNode pod = coordinator.spec().deepCopy();
        if (pod.get("containers") instanceof ArrayNode containers) {
            ArrayNode kept = pod.putArray("containers");
            containers.forEach(container -> {
                if (isMain(container)) {
                    kept.add(renamed((ObjectNode) container));
                }
            });
        }
        return new PodTemplate(coordinator.metadata(), pod);
    }

    private static boolean isMain(JsonNode container) {
        return container instanceof ObjectNode
                && container.path("name").asText().equals(Component.COORDINATOR.label());
    }

    private static ObjectNode renamed(ObjectNode container) {
        return container.put("name", Component.CLEANUP.label()).remove(OF_COORDINATORS);
    }
}
